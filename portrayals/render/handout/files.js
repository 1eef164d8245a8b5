// The answers file: it alone suffices to go on elsewhere.

const fileName = `${handout.coder}-${handout.wave}.answers.json`;
const canWriteFiles = "showSaveFilePicker" in window;
const UNITS_BETWEEN_FILES = 10;

let file = null; // the coder's file, where the browser can write it again and again
let fileWrittenAt = null;
let fileTimer = null;
let fileAtWork = Promise.resolve();

const said = (value) =>
  value !== null && value !== undefined && value !== "" && !(Array.isArray(value) && !value.length);
const without = (object) => Object.fromEntries(Object.entries(object).filter(([, value]) => said(value)));

/** The evidence of an answer, without that of codes which it no longer has. */
function evidenceOf(answer) {
  const picked = [...(answer.codes ?? []), ...(answer.doubtful ?? [])];
  return (answer.evidence ?? []).filter((each) => !each.code || picked.includes(each.code));
}

/** An answer as the file has it. What is no longer asked counts as taken back. */
function filed(answer) {
  const { unit, variable, at } = answer;
  const of = { unit, key: unitOf.get(unit).key, variable };
  const stands = isGiven(answer) && isAsked(unitOf.get(unit), variableOf.get(variable), work);
  if (!stands) return without({ ...of, state: "withdrawn", at });
  return without({ ...answer, ...of, evidence: evidenceOf(answer).map(without) });
}

/** The whole of the answers file, as text. */
function answersFile() {
  // Somebody proposed may be gone, with the work that another answers file has replaced.
  const answers = [...work.answers.values()]
    .filter((each) => unitOf.has(each.unit))
    .sort((one, two) => (keyOf(one.unit, one.variable) < keyOf(two.unit, two.variable) ? -1 : 1));
  return `${JSON.stringify(
    {
      format: handout.format,
      handout: handout.handout,
      coder: handout.coder,
      wave: handout.wave,
      codebook: { key: handout.codebook, version: handout.codebook_version, sha256: handout.codebook_sha256 },
      saved_at: work.savedAt || now(),
      basis: work.basis,
      answers: answers.map(filed),
      proposals: work.proposals.map(without),
      return_to: work.returnTo,
      done: work.done,
    },
    null,
    1,
  )}\n`;
}

/** Writes the answers file: to the one the coder has chosen, else as a download. */
async function saveFile() {
  try {
    if (canWriteFiles && !readOnly) {
      file ??= await window.showSaveFilePicker({
        suggestedName: fileName,
        types: [{ description: "Answers", accept: { "application/json": [".json"] } }],
      });
      if ((await file.requestPermission?.({ mode: "readwrite" })) === "denied")
        throw new Error("the browser may not write it");
      if (database) await write(database, [["page", "file", file]]).catch(() => {}); // else it is chosen anew next time
      await writeFile();
      return;
    }
    const address = URL.createObjectURL(new Blob([answersFile()], { type: "application/json" }));
    element("a", { href: address, download: fileName }).click();
    setTimeout(() => URL.revokeObjectURL(address), 60_000);
    sent();
    say(`${fileName} is among your downloads.`);
  } catch (problem) {
    if (problem.name === "AbortError") return; // the coder chose no file
    file = null;
    warn("trouble", `${fileName} was not written: ${problem.message}. Choose another place.`, saveButton());
  }
}

/** Writes the chosen file after those that are being written. */
function writeFile() {
  fileAtWork = fileAtWork
    .catch(() => {})
    .then(async () => {
      const stream = await file.createWritable();
      const changes = work.unsent;
      await stream.write(answersFile());
      await stream.close();
      sent(changes);
      warn("trouble", "");
    });
  return fileAtWork;
}

/** So many changes are in a file now; those that came while it was being written are not. */
function sent(changes = work.unsent) {
  fileWrittenAt = new Date();
  work.unsent -= changes;
  work.doneWhenSent = work.done.length;
  warn("due", "");
  if (work.unsent) fileHasChanged();
  else showFile();
  keep([]);
}

/** Sees to it that a change gets into the file: soon, or when the coder is asked for it. */
function fileHasChanged() {
  if (file && fileWrittenAt) {
    clearTimeout(fileTimer);
    fileTimer = setTimeout(
      () =>
        writeFile().catch((problem) => {
          warn(
            "trouble",
            `${fileName} could not be written: ${problem.message}. Save it again.`,
            saveButton(),
          );
        }),
      1000,
    );
  }
  showFile();
}

/** Asks for the answers file every ten units, where it is not written all the time. */
function askForFile() {
  const units = work.done.length - work.doneWhenSent;
  if ((file && fileWrittenAt) || units < UNITS_BETWEEN_FILES) return;
  warn(
    "due",
    `${counted(units, "unit")} since the answers file was last saved. Save it as a copy.`,
    saveButton(),
  );
}

const saveButton = () =>
  button(file && !fileWrittenAt ? "Go on writing the file" : "Save answers file", "f", saveFile);

/** Says where the answers are. */
function showFile() {
  const where = database ? "Answers are in this browser" : "Answers are in this page only";
  if (!fileWrittenAt)
    $("where").textContent =
      `${where}.${work.unsent ? ` ${counted(work.unsent, "change")} not in a file yet.` : ""}`;
  else {
    const age = Math.round((Date.now() - fileWrittenAt) / 1000);
    const ago = age < 90 ? `${age} s ago` : `at ${clock(fileWrittenAt)}`;
    $("where").textContent =
      `${where} and in ${fileName} (${ago}${work.unsent ? `, ${counted(work.unsent, "change")} since` : ""}).`;
  }
}

/**
 * The work that an answers file holds. Of another handout to the same coder, by the same codebook,
 * it is what is in this one too. Raises an Error that says why it cannot be taken.
 */
function readAnswersFile(text) {
  let read;
  try {
    read = JSON.parse(text);
  } catch {
    throw new Error("it is not an answers file, or it is damaged.");
  }
  if (!read || read.format !== handout.format || !Array.isArray(read.answers))
    throw new Error("it is not an answers file of this kind of page.");
  if (read.coder !== handout.coder || read.wave !== handout.wave)
    throw new Error(
      `it is of ${read.coder}, wave ${read.wave}; this page is of ${handout.coder}, wave ${handout.wave}.`,
    );
  const another = read.handout !== handout.handout;
  if (another && read.codebook?.sha256 !== handout.codebook_sha256)
    throw new Error("it is of another version of the codebook. Open it in the page that it was made with.");
  const people = read.proposals ?? [];
  const proposals = another ? [] : people;
  const units = new Set([...handout.units.map((each) => each.uuid), ...proposals.map((each) => each.id)]);
  const answers = new Map();
  let leftOut = 0;
  for (const { key, ...answer } of read.answers) {
    if (another && !units.has(answer.unit)) {
      leftOut += 1;
      continue;
    }
    const variable = variableOf.get(answer.variable);
    const codes = [...(answer.codes ?? []), ...(answer.doubtful ?? [])];
    const known = units.has(answer.unit) && variable && codes.every((each) => lineOf(variable, each));
    if (
      !known ||
      typeof answer.at !== "string" ||
      !["coded", "withdrawn", ...Object.keys(STATES)].includes(answer.state)
    ) {
      throw new Error(`its answer to ${answer.variable} of ${key ?? answer.unit} cannot be read.`);
    }
    // The file leaves out what is empty.
    answers.set(keyOf(answer.unit, answer.variable), { codes: [], doubtful: [], ...answer });
  }
  const bases = {};
  for (const answer of answers.values()) if (answer.basis) bases[answer.unit] = answer.basis;
  return {
    ...work,
    answers,
    proposals,
    bases,
    basis: read.basis ?? null,
    returnTo: (read.return_to ?? []).filter((each) => units.has(each)),
    done: (read.done ?? []).filter((each) => units.has(each)),
    savedAt: read.saved_at,
    place: null,
    leftOut: [
      leftOut && counted(leftOut, "answer"),
      people.length > proposals.length && counted(people.length, "proposal"),
    ]
      .filter(Boolean)
      .join(" and "),
  };
}

/** Opens an answers file; where there are answers here too, the coder chooses. */
async function openFile(chosen) {
  let there;
  try {
    there = readAnswersFile(await chosen.text());
  } catch (problem) {
    warn("trouble", `${chosen.name} was not opened: ${problem.message}`);
    return;
  }
  const { leftOut } = there;
  delete there.leftOut;
  warn("trouble", leftOut ? `Not in this handout, and left out of it: ${leftOut} of ${chosen.name}. Send that file, too.` : "");
  if (!work.answers.size && !work.proposals.length) {
    await takeUp(there);
    return;
  }
  const told = (state) =>
    `${counted([...state.answers.values()].filter(isGiven).length, "answer")}, last saved ${state.savedAt.replace("T", " ").replace("Z", " UTC")}`;
  $("here-told").textContent = told(work);
  $("there-told").textContent = told(there);
  $("join").returnValue = "";
  $("join").onclose = () => {
    const choice = $("join").returnValue;
    if (choice === "both") takeUp(joined(work, there));
    if (choice === "there") takeUp(there);
  };
  $("join").showModal();
}

/** Replaces the work by another state of it. Answers that it lacks stay as withdrawn. */
async function takeUp(taken) {
  const state = withClosed(taken);
  const gone = [...work.answers]
    .filter(([key]) => !state.answers.has(key))
    .map(([key, each]) => [key, { unit: each.unit, variable: each.variable, state: "withdrawn", at: now() }]);
  Object.assign(work, state, { answers: new Map([...state.answers, ...gone]) });
  await save(...work.answers.values());
  start();
  say(`${counted([...work.answers.values()].filter(isGiven).length, "answer")} taken up.`);
}
