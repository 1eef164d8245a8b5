// The file of what was answered: it alone suffices to go on elsewhere.

const canWriteFiles = "showSaveFilePicker" in window;
const UNITS_BETWEEN_FILES = 10;

let file = null; // the one that was chosen, where the browser can write it again and again
let fileWrittenAt = null;
let fileTimer = null;
let fileAtWork = Promise.resolve();

const said = (value) =>
  value !== null && value !== undefined && value !== "" && !(Array.isArray(value) && !value.length);
const without = (object) => Object.fromEntries(Object.entries(object).filter(([, value]) => said(value)));

/** Writes the file: to the one that was chosen, else as a download. */
async function saveFile() {
  try {
    if (canWriteFiles && !readOnly) {
      file ??= await window.showSaveFilePicker({
        suggestedName: fileName,
        types: [{ description: `${noun.answer}s`, accept: { "application/json": [".json"] } }],
      });
      if ((await file.requestPermission?.({ mode: "readwrite" })) === "denied")
        throw new Error("the browser may not write it");
      if (database) await write(database, [["page", "file", file]]).catch(() => {}); // else it is chosen anew next time
      await writeFile();
      return;
    }
    const address = URL.createObjectURL(new Blob([fileText()], { type: "application/json" }));
    element("a", { href: address, download: fileName }).click();
    setTimeout(() => URL.revokeObjectURL(address), 60_000);
    sent();
    say(`${fileName} is among your downloads.`);
  } catch (problem) {
    if (problem.name === "AbortError") return; // no file was chosen
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
      await stream.write(fileText());
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

/** Sees to it that a change gets into the file: soon, or when it is asked for. */
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

/** Asks for the file every ten units, where it is not written all the time. */
function askForFile() {
  const units = work.done.length - work.doneWhenSent;
  if ((file && fileWrittenAt) || units < UNITS_BETWEEN_FILES) return;
  warn(
    "due",
    `${counted(units, noun.unit)} since the ${noun.answer}s file was last saved. Save it as a copy.`,
    saveButton(),
  );
}

const saveButton = () =>
  button(file && !fileWrittenAt ? "Go on writing the file" : `Save ${noun.answer}s file`, "f", saveFile);

/** Says where everything is. */
function showFile() {
  const where = `${capital(noun.answer)}s are in this ${database ? "browser" : "page only"}`;
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

/** Opens a file; where something is here too, one chooses. */
async function openFile(chosen) {
  let there;
  try {
    there = readFile(await chosen.text());
  } catch (problem) {
    warn("trouble", `${chosen.name} was not opened: ${problem.message}`);
    return;
  }
  const { leftOut } = there;
  delete there.leftOut;
  warn("trouble", leftOut ? `Not in this ${noun.page}, and left out of it: ${leftOut} of ${chosen.name}. Send that file, too.` : "");
  if (isUntouched()) {
    await takeUp(there);
    return;
  }
  const told = (state) =>
    `${counted([...state.answers.values()].filter(isGiven).length, noun.answer)}, last saved ${state.savedAt.replace("T", " ").replace("Z", " UTC")}`;
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

/** Replaces the work by another state of it. What it lacks stays as withdrawn. */
async function takeUp(state) {
  const gone = [...work.answers]
    .filter(([key]) => !state.answers.has(key))
    .map(([key, each]) => [key, { unit: each.unit, variable: each.variable, state: "withdrawn", at: now() }]);
  Object.assign(work, state, { answers: new Map([...state.answers, ...gone]) });
  await save(...work.answers.values());
  start();
  say(`${counted([...work.answers.values()].filter(isGiven).length, noun.answer)} taken up.`);
}
