// What is asked, by the answers so far; and how two states of a coder's work are joined.

/** What a coder's answers say of a unit and of those above it, by variable, for `decide`.
 *
 * An answer to a question that is no longer asked counts as not applicable (NUMBERS R10).
 */
function answersAt(unit, work) {
  const seen = {};
  for (const at of [unit, ...above(unit)]) {
    for (const variable of variablesOf(at)) {
      const answer = work.answers.get(keyOf(at.uuid, variable.key));
      const known = () => {
        if (!isAsked(at, variable, work)) return { state: "not-applicable" };
        return isGiven(answer) ? { ...answer, basis: basisOf(answer, work) } : undefined;
      };
      Object.defineProperty(seen, variable.key, { get: known, enumerable: true });
    }
  }
  return seen;
}

/** Whether a question is asked: always, unless its condition is false (NUMBERS R10). */
function isAsked(unit, variable, work) {
  return (
    variable.asked_when === null || decide(variable.asked_when, answersAt(unit, work), unit.facts) !== false
  );
}

/** The questions asked about a unit. */
const asked = (unit, work) => variablesOf(unit).filter((each) => isAsked(unit, each, work));

/** Those of them that have no answer. */
const open = (unit, work) =>
  asked(unit, work).filter((each) => !isGiven(work.answers.get(keyOf(unit.uuid, each.key))));

const basisOf = (answer, work) => answer.basis ?? work.basis;

/** Whether an answer denies the codes that it does not have: as was said, else by its basis (R6). */
const isComplete = (answer, work) => denies({ ...answer, basis: basisOf(answer, work) }, "multi");

/** Two states of one coder's work as one: of each answer the later, and everybody proposed. */
function joined(here, there) {
  const [newer, older] = here.savedAt >= there.savedAt ? [here, there] : [there, here];
  // What an older answer leaves to the basis of all must not follow that of the newer ones.
  const settled = (work) =>
    [...work.answers].map(([key, each]) => [
      key,
      here.basis === there.basis ? each : { ...each, basis: basisOf(each, work) },
    ]);
  const answers = new Map(settled(newer));
  for (const [key, answer] of settled(older)) {
    if (!answers.has(key) || answers.get(key).at < answer.at) answers.set(key, answer);
  }
  const proposals = [...newer.proposals];
  for (const each of older.proposals) {
    if (!proposals.some((other) => other.id === each.id)) proposals.push(each);
  }
  // What became of a unit is as the newer says, else as the older does.
  const units = (one, other) => [...newer[one], ...older[one].filter((each) => !newer[other].includes(each))];
  const done = [...new Set(units("done", "returnTo"))];
  const returnTo = [...new Set(units("returnTo", "done"))];
  return { ...newer, answers, proposals, bases: { ...older.bases, ...newer.bases }, done, returnTo };
}
