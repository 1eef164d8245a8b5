// What the keys do.

/** The key of a coder's letter; from C on a capital, as small letters do something else. */
const keyOfLetter = (letter) => (letter < "C" ? letter.toLowerCase() : letter);

const letters = [...new Set(differences.flatMap((each) => each.answers.map(({ letter }) => letter)))].sort();

const COMMANDS = {
  ...Object.fromEntries(
    letters.map((letter) => [keyOfLetter(letter), { name: `${letter}’s answer is right`, run: () => take(letter) }]),
  ),
  e: { name: "Another answer", run: edit },
  n: { name: "None of these", run: () => decideState("none") },
  c: { name: "Cannot tell", run: () => decideState("cannot-tell") },
  ...Object.fromEntries(
    CAUSES.map((cause, place) => [
      String(place + 1),
      { name: `Cause: ${cause.replace("-", " ")}`, run: () => pickCause(place + 1) },
    ]),
  ),
  x: { run: () => cursor && press(cursor) },
  m: { name: "Maybe: the code under the cursor is in doubt", run: () => editing && sayMaybe() },
  "/": { name: "Search the codes of another answer", run: () => $("search")?.focus() },
  w: { name: "Take the decision back", run: takeBack },
  o: { name: "How it is decided, and with whom", run: () => askTerms() },
  p: { name: "Back", run: goBack },
  s: { name: "Skip: return to this difference later", run: skip },
  l: { name: "List of differences", run: () => showUnits() },
  PageDown: { name: "Next difference in the list", run: () => step(1) },
  PageUp: { name: "Difference before in the list", run: () => step(-1) },
  f: { name: "Save the decisions file", run: () => saveFile() },
  "?": { name: "Show or hide the rules", run: () => toggleRules() },
  h: { name: "All keys", run: () => showKeys() },
};

/** The keys that are no letters. */
const KEYS = [
  ["0–9", "In another answer: pick the code with that number"],
  ["↑ ↓", "In another answer: move the cursor; in the reason: go to earlier ones"],
  ["x Space", "Pick the code under the cursor, or take it back"],
  ["Enter", "Go on; once there are cause and reason, to the next difference"],
];

/** Whether digits pick codes here; else they say the cause. */
const picksCodes = () => editing && hasCodes(here.variable);
