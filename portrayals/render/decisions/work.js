// What was decided, on what terms, what is on its way, and what to return to.

/** What the page calls what is given, what it is about, and itself. */
const noun = { answer: "decision", unit: "difference", page: "page" };

const work = {
  answers: new Map(), // the decisions
  drafts: {}, // what is not decided to its end, by difference
  terms: null, // how it is decided and with whom; null until it was said
  returnTo: [],
  done: [],
  place: null,
  savedAt: "",
  unsent: 0, // changes since the file was last written
  doneWhenSent: 0,
};
const PAGE = Object.keys(work).filter((each) => each !== "answers");

/** What is decided of a difference so far: what is on its way, else the decision. */
const answerTo = (difference) => work.drafts[difference.key] ?? work.answers.get(difference.key);
const isDecided = (difference) => isGiven(work.answers.get(difference.key));
/** Whether it is decided, and nothing else is on its way. */
const isDone = (difference) => isDecided(difference) && !work.drafts[difference.key];
