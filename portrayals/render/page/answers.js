// What an answer is, in words too, and how a key changes it.

const STATES = {
  none: "None of these",
  "cannot-tell": "Cannot tell",
  "not-applicable": "Does not apply",
  unavailable: "Unavailable",
};

const keyOf = (unit, variable) => `${unit} ${variable}`;
const isGiven = (answer) => Boolean(answer) && answer.state !== "withdrawn";
const now = () => `${new Date().toISOString().slice(0, 19)}Z`;

/** An answer in words, short enough for a list. */
function inWords(variable, answer) {
  if (!isGiven(answer)) return "";
  if (answer.state !== "coded") return STATES[answer.state];
  if (variable.type === "number")
    return [answer.number, variable.measure].filter((each) => each !== null).join(" ");
  if (variable.type === "text") return answer.text;
  const sure = (answer.codes ?? []).map((key) => labelOf(variable, key));
  const unsure = (answer.doubtful ?? []).map((key) => `maybe ${labelOf(variable, key)}`);
  return [...sure, ...unsure].join("; ");
}

/** A piece of evidence in one line. */
function placeInWords(variable, place) {
  const when = [place.start, place.end].filter(Boolean).join("–");
  return [
    place.code ? `${labelOf(variable, place.code)}: ` : "",
    [place.episode, when, place.quote && `“${place.quote}”`, place.description, place.source]
      .filter(Boolean)
      .join(" · "),
  ].join("");
}

/** The codes of a set after one more press on a code, as `codes` or as `doubtful`.
 *
 * A code says all that is above it, so what is above a picked code is dropped (NUMBERS R9).
 */
function pressed(variable, answer, key, how) {
  const coded = isGiven(answer) && answer.state === "coded";
  const sets = {
    codes: new Set(coded ? answer.codes : []),
    doubtful: new Set(coded ? answer.doubtful : []),
  };
  const other = how === "codes" ? "doubtful" : "codes";
  if (variable.type !== "multi") return { codes: [key], doubtful: [] };
  if (!sets[how].delete(key)) sets[how].add(key);
  sets[other].delete(key);
  for (const picked of sets.codes) {
    for (const parent of lineOf(variable, picked)?.above ?? []) {
      sets.codes.delete(parent);
      sets.doubtful.delete(parent);
    }
  }
  const inOrder = (set) => variable.lines.map((each) => each.code.key).filter((each) => set.has(each));
  return { codes: inOrder(sets.codes), doubtful: inOrder(sets.doubtful) };
}

/** A number as people write it, or why it is none for this variable: `[number, problem]`. */
function readNumber(variable, text) {
  const number = Number(text.trim().replace(",", "."));
  if (!/^[-+]?(\d+([.,]\d*)?|[.,]\d+)$/.test(text.trim()) || !Number.isFinite(number)) {
    return [null, `“${text.trim()}” is not a number.`];
  }
  if (variable.minimum !== null && number < variable.minimum)
    return [null, `The smallest number here is ${variable.minimum}.`];
  if (variable.maximum !== null && number > variable.maximum)
    return [null, `The largest number here is ${variable.maximum}.`];
  return [number, null];
}
