// The coder's work: what is answered, proposed, done and to return to; and that it is saved.

const work = {
  answers: new Map(),
  basis: null, // of what has no basis of its own; null until the coder has said it
  bases: {}, // of units that are an exception, by unit
  proposals: [],
  returnTo: [],
  done: [],
  place: null, // where the coder was: `[unit, variable]`
  savedAt: "",
  unsent: 0, // changes since the answers file was last written
  doneWhenSent: 0,
};
const PAGE = Object.keys(work).filter((each) => each !== "answers");

let database = null;
let renewed = null; // what is written waits for it
let readOnly = false;
let saving = 0; // writes that are on their way
let unwritten = false; // whether one has failed and nothing has made up for it

/** Takes up what the browser holds of this handout, if it holds any and can. */
async function restore() {
  const name = `portrayals ${handout.handout}`;
  try {
    readOnly = !(await isAlone(name, () => location.reload()));
    let lost;
    [database, lost] = await openStore(name);
    if (lost)
      warn(
        "trouble",
        "This browser has lost the answers that it kept. Open the answers file that you saved last.",
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
      `This browser keeps nothing of this page (${problem.message}). Save the answers file before you close it.`,
    );
    return null;
  }
}

/** Whether anything may be changed here; says so if not. */
function mayChange() {
  if (readOnly) say("This tab only reads: the handout is open in another one.");
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
      `The last answers could not be saved in this browser (${problem.message}). Save the answers file now.`,
      saveButton(),
    );
  }
  saving -= 1;
  if (unwritten) $("saved").textContent = "Not saved";
  else if (!saving) showSaved();
}

/** Says how many answers are on the disk. */
function showSaved() {
  const given = [...work.answers.values()].filter(isGiven).length;
  $("saved").textContent =
    given === 0 ? "No answers yet" : `${counted(given, "answer")} saved ${clock(new Date())}`;
}

const clock = (time) => time.toTimeString().slice(0, 5);

/** The answer to a question, or nothing. */
const answerTo = (unit, variable) => work.answers.get(keyOf(unit.uuid, variable.key));
