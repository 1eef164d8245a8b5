// Decides a condition by one coder's own answers, as `services/handouts/decide.py` does. Pure.

const COMPLETE_BASES = ["watched", "unstated"];

/** The state that an answer counts as: what is known by hearsay alone settles nothing (R18). */
function stateOf(answer) {
  const state = answer.state ?? "not-coded";
  const hearsay = answer.basis === "hearsay" && state !== "unavailable";
  return hearsay || state === "withdrawn" ? "not-coded" : state;
}

/** Whether an answer says no of all that it does not hold (R6): a set only if complete. */
function denies(answer, type) {
  if (type !== "multi") return true;
  return answer.complete ?? COMPLETE_BASES.includes(answer.basis ?? "unstated");
}

/** Whether a condition holds: true, false, or null while that is not known (R10, R24).
 *
 * `answers` are those about a unit and the units above it, by variable, as an answers file has
 * them, each with its basis; `facts` are those of the unit.
 */
function decide(condition, answers, facts) {
  const [word, ...parts] = condition;
  const not = (truth) => (truth === null ? null : !truth);
  const truthsOf = (each) => each.map((part) => decide(part, answers, facts));
  const any = (truths) => (truths.includes(true) ? true : truths.includes(null) ? null : false);
  if (word === "open") return null;
  if (word === "fact") return facts[parts[0]] ?? null; // the catalogue knows nobody proposed
  if (word === "not") return not(decide(parts[0], answers, facts));
  if (word === "and") return not(any(truthsOf(parts).map(not)));
  if (word === "or") return any(truthsOf(parts));
  if (word === "ruled-out") return decide(parts[0], answers, facts) === false;
  if (word === "derived") return derived(parts, answers, facts);
  const [key, ...rest] = parts;
  const answer = answers[key] ?? {};
  const state = stateOf(answer);
  if (word === "asks") return asks(answer, state, ...rest);
  if (state === "not-applicable") return false;
  if (state !== "coded" && !(state === "none" && word === "has")) return null;
  return word === "between" ? between(answer, ...rest) : has(answer, ...rest);
}

/** The truth of a state, of `any` or of `none`. */
function asks(answer, state, type, word) {
  const given = state === "coded" || state === "none";
  const partial = given && !denies(answer, type);
  const text = given && type === "text"; // never settled (R8)
  if (word === "incomplete") return partial;
  if (word === "unsettled") return text;
  if (word !== "any" && word !== "none") return state === word && !partial;
  if (state === "not-applicable") return false;
  if (!given || text) return null;
  const found = type !== "multi" || (answer.codes ?? []).length > 0;
  if (!found && (partial || (answer.doubtful ?? []).length > 0)) return null;
  return found === (word === "any");
}

function between(answer, low, high) {
  return (low === null || low <= answer.number) && (high === null || answer.number <= high);
}

/** Whether an answer has one of the codes `sure`; codes `unsure` leave that open (R9). */
function has(answer, type, sure, unsure, below) {
  const doubtful = answer.doubtful ?? [];
  const held = answer.codes ?? [];
  const isAbove = (code, others) => others.some((each) => (below[code] ?? []).includes(each));
  const codes = held.filter((code) => !isAbove(code, held)); // else the parent is dropped
  if (codes.some((code) => sure.includes(code))) return true;
  if (doubtful.some((code) => sure.includes(code) || unsure.includes(code))) return null;
  if (codes.some((code) => unsure.includes(code) && !isAbove(code, doubtful))) return null;
  return denies(answer, type) ? false : null;
}

/** The first rule that is true gives the value, unless one before it that is open would give
 * another (R27). */
function derived([untouched, rules, otherwise, codes], answers, facts) {
  if (decide(untouched, answers, facts) !== false) return null;
  let value = otherwise;
  const possible = [];
  for (const [when, then] of rules) {
    const truth = decide(when, answers, facts);
    if (truth === true) {
      value = then;
      break;
    }
    if (truth === null) possible.push(then);
  }
  if (value === null || value === "undetermined" || possible.some((each) => each !== value)) return null;
  return codes.includes(value);
}
