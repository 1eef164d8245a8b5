// What is worked out is saved in the browser at once, and the page says so.

let database = null;
let renewed = null; // what is written waits for it
let readOnly = false;
let saving = 0; // writes that are on their way
let unwritten = false; // whether one has failed and nothing has made up for it

/** Takes up what the browser holds under a name, if it holds any and can. */
async function restore(name) {
  try {
    readOnly = !(await isAlone(name, () => location.reload()));
    let lost;
    [database, lost] = await openStore(name);
    if (lost)
      warn(
        "trouble",
        `This browser has lost the ${noun.answer}s that it kept. Open the ${noun.answer}s file that you saved last.`,
      );
    if (!readOnly) renewed = renewLog(database).catch(() => {}); // the log may be sound as it is
    const page = await readAll(database, "page");
    for (const each of PAGE) if (page.has(each)) work[each] = page.get(each);
    work.answers = await readAll(database, "answers");
    navigator.storage.persist?.();
    return page.get("file");
  } catch (problem) {
    database = null;
    warn(
      "trouble",
      `This browser keeps nothing of this page (${problem.message}). Save the ${noun.answer}s file before you close it.`,
    );
    return null;
  }
}

/** Whether anything may be changed here; says so if not. */
function mayChange() {
  if (readOnly) say(`This tab only reads: the ${noun.page} is open in another one.`);
  return !readOnly;
}

/** Saves answers that have changed, and all else that the page knows. */
function save(...answers) {
  for (const each of answers) work.answers.set(keyOf(each.unit, each.variable), each);
  work.savedAt = now();
  work.unsent += 1;
  fileHasChanged();
  return keep(answers);
}

/** Writes to the browser's storage, and says that it is saved once nothing is still on its way. */
async function keep(answers) {
  if (!database || readOnly) return;
  saving += 1;
  $("saved").textContent = "Saving…";
  const written = unwritten ? [...work.answers.values()] : answers;
  try {
    await renewed; // nothing goes into a log that may be damaged
    await write(database, [
      ...written.map((each) => ["answers", keyOf(each.unit, each.variable), each]),
      ...PAGE.map((each) => ["page", each, work[each]]),
    ]);
    if (unwritten) warn("trouble", "");
    unwritten = false;
  } catch (problem) {
    unwritten = true; // so that the next write takes everything along
    warn(
      "trouble",
      `The last ${noun.answer}s could not be saved in this browser (${problem.message}). Save the ${noun.answer}s file now.`,
      saveButton(),
    );
  }
  saving -= 1;
  if (unwritten) $("saved").textContent = "Not saved";
  else if (!saving) showSaved();
}

/** Says how much is on the disk. */
function showSaved() {
  const given = [...work.answers.values()].filter(isGiven).length;
  $("saved").textContent =
    given === 0 ? `No ${noun.answer}s yet` : `${counted(given, noun.answer)} saved ${clock(new Date())}`;
}

const clock = (time) => time.toTimeString().slice(0, 5);
