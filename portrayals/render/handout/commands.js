// What the keys do.

const COMMANDS = {
  x: { run: () => cursor && press(cursor) },
  m: { name: "Maybe: say that you cannot tell of the code under the cursor", run: sayMaybe },
  n: { name: "None of these", run: () => giveState("none") },
  c: { name: "Cannot tell", run: () => giveState("cannot-tell") },
  a: { name: "Does not apply", run: () => giveState("not-applicable") },
  u: { name: "Unavailable: it could not be seen", run: () => giveState("unavailable") },
  w: { name: "Withdraw the answer", run: withdraw },
  "/": { name: "Search the codes", run: () => $("search")?.focus() },
  e: { name: "Evidence: episode, time, quotation", run: () => askPlace() },
  t: { name: "Note", run: () => askNote() },
  k: { name: "Complete or partial set", run: toggleComplete },
  o: { name: "Basis of this unit", run: () => askBasis(here.unit) },
  b: { name: "Back", run: goBack },
  s: { name: "Skip: return to this unit later", run: skip },
  l: { name: "List of units", run: () => showUnits() },
  PageDown: { name: "Next unit in the list", run: () => step(1) },
  PageUp: { name: "Unit before in the list", run: () => step(-1) },
  p: { name: "Propose a person who is not listed", run: () => askPerson() },
  f: { name: "Save the answers file", run: () => saveFile() },
  "?": { name: "Show or hide the rules", run: () => toggleRules() },
  h: { name: "All keys", run: () => showKeys() },
};

/** The keys that are no letters. */
const KEYS = [
  ["0–9", "Pick the code with that number"],
  ["↑ ↓", "Move the cursor"],
  ["x Space", "Pick the code under the cursor, or take it back"],
  ["Enter", "Go on"],
];

/** Whether digits pick codes here. */
const picksCodes = () => hasCodes(here.variable);
