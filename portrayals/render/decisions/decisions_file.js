// The decisions file: what is collected, and what the page takes up again.

const fileName = `${sheet.name}.decisions.json`;

/** A decision as the file has it. */
function filed(decision) {
  const { unit, digest } = differenceOf.get(keyOf(decision.unit, decision.variable));
  return without({ unit: decision.unit, key: unit, ...decision, shown: digest });
}

/** The whole of the decisions file, as text. */
function fileText() {
  const decisions = differences.map((each) => work.answers.get(each.key)).filter(Boolean);
  return `${JSON.stringify(
    {
      format: sheet.format,
      sheet: sheet.sheet,
      study: sheet.study,
      wave: sheet.wave,
      codebook: { key: sheet.codebook, version: sheet.codebook_version, sha256: sheet.codebook_sha256 },
      saved_at: work.savedAt || now(),
      decisions: decisions.map(filed),
    },
    null,
    1,
  )}\n`;
}

/**
 * The work that a decisions file holds, of this page or of another one of the same wave: decisions
 * about what is not in this page, or was answered otherwise then, are left out. Raises an Error
 * that says why it cannot be taken.
 */
function readFile(text) {
  let read;
  try {
    read = JSON.parse(text);
  } catch {
    throw new Error("it is not a decisions file, or it is damaged.");
  }
  if (!read || read.format !== sheet.format || !Array.isArray(read.decisions))
    throw new Error("it is not a decisions file of this kind of page.");
  if (read.wave !== sheet.wave || read.codebook?.sha256 !== sheet.codebook_sha256)
    throw new Error(`it is of another wave or codebook: ${read.wave}, ${read.codebook?.key} ${read.codebook?.version}.`);
  const answers = new Map();
  let leftOut = 0;
  for (const { key: name, shown, ...decision } of read.decisions) {
    const key = keyOf(decision.unit, decision.variable);
    const difference = differenceOf.get(key);
    if (difference?.digest !== shown) {
      leftOut += 1;
      continue;
    }
    const codes = [...(decision.codes ?? []), ...(decision.doubtful ?? [])];
    const known = ["coded", "withdrawn", ...Object.keys(STATES)].includes(decision.state);
    if (!known || typeof decision.at !== "string" || !codes.every((each) => isKnown(difference, each)))
      throw new Error(`its decision on ${decision.variable} of ${name ?? decision.unit} cannot be read.`);
    answers.set(key, { codes: [], doubtful: [], ...decision }); // the file leaves out what is empty
  }
  const last = [...answers.values()].filter(isGiven).at(-1);
  return {
    ...work,
    answers,
    drafts: {},
    terms: last ? { method: last.method, with: last.with ?? [] } : work.terms,
    done: [...answers].filter(([, each]) => isGiven(each)).map(([key]) => key),
    returnTo: [],
    savedAt: read.saved_at,
    place: null,
    leftOut: leftOut && counted(leftOut, "decision"),
  };
}

/** Whether a code is one of the codebook, or of an answer that was given by an earlier one. */
const isKnown = ({ variable, answers }, code) =>
  lineOf(variable, code) || answers.some((each) => [...each.codes, ...each.doubtful].includes(code));

/** Two states of the work as one: of each decision the later. */
function joined(here, there) {
  const [newer, older] = here.savedAt >= there.savedAt ? [here, there] : [there, here];
  const answers = new Map(newer.answers);
  for (const [key, decision] of older.answers) {
    if (!answers.has(key) || answers.get(key).at < decision.at) answers.set(key, decision);
  }
  const done = [...answers].filter(([, each]) => isGiven(each)).map(([key]) => key);
  return { ...newer, answers, done, returnTo: newer.returnTo.filter((each) => !done.includes(each)) };
}

/** Whether nothing was decided here. */
const isUntouched = () => !work.answers.size;
