// The coder's work: what is answered, proposed, done and to return to.

/** What the page calls what is given, what it is about, and itself. */
const noun = { answer: "answer", unit: "unit", page: "handout" };

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

/** The answer to a question, or nothing. */
const answerTo = (unit, variable) => work.answers.get(keyOf(unit.uuid, variable.key));
