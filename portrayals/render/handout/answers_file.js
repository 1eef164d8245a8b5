// The answers file: what a coder sends back, and what a page takes up again.

const fileName = `${handout.coder}-${handout.wave}.answers.json`;

/** The evidence of an answer, without that of codes which it no longer has. */
function evidenceOf(answer) {
  const picked = [...(answer.codes ?? []), ...(answer.doubtful ?? [])];
  return (answer.evidence ?? []).filter((each) => !each.code || picked.includes(each.code));
}

/** An answer as the file has it. What is no longer asked counts as taken back. */
function filed(answer) {
  const { unit, variable, at } = answer;
  const of = { unit, key: unitOf.get(unit).key, variable };
  const stands = isGiven(answer) && isAsked(unitOf.get(unit), variableOf.get(variable), work);
  if (!stands) return without({ ...of, state: "withdrawn", at });
  return without({ ...answer, ...of, evidence: evidenceOf(answer).map(without) });
}

/** The whole of the answers file, as text. */
function fileText() {
  // Somebody proposed may be gone, with the work that another answers file has replaced.
  const answers = [...work.answers.values()]
    .filter((each) => unitOf.has(each.unit))
    .sort((one, two) => (keyOf(one.unit, one.variable) < keyOf(two.unit, two.variable) ? -1 : 1));
  return `${JSON.stringify(
    {
      format: handout.format,
      handout: handout.handout,
      coder: handout.coder,
      wave: handout.wave,
      codebook: { key: handout.codebook, version: handout.codebook_version, sha256: handout.codebook_sha256 },
      saved_at: work.savedAt || now(),
      basis: work.basis,
      answers: answers.map(filed),
      proposals: work.proposals.map(without),
      return_to: work.returnTo,
      done: work.done,
    },
    null,
    1,
  )}\n`;
}

/**
 * The work that an answers file holds. Of another handout to the same coder, by the same codebook,
 * it is what is in this one too. Raises an Error that says why it cannot be taken.
 */
function readFile(text) {
  let read;
  try {
    read = JSON.parse(text);
  } catch {
    throw new Error("it is not an answers file, or it is damaged.");
  }
  if (!read || read.format !== handout.format || !Array.isArray(read.answers))
    throw new Error("it is not an answers file of this kind of page.");
  if (read.coder !== handout.coder || read.wave !== handout.wave)
    throw new Error(
      `it is of ${read.coder}, wave ${read.wave}; this page is of ${handout.coder}, wave ${handout.wave}.`,
    );
  const another = read.handout !== handout.handout;
  if (another && read.codebook?.sha256 !== handout.codebook_sha256)
    throw new Error("it is of another version of the codebook. Open it in the page that it was made with.");
  const people = read.proposals ?? [];
  const proposals = another ? [] : people;
  const units = new Set([...handout.units.map((each) => each.uuid), ...proposals.map((each) => each.id)]);
  const answers = new Map();
  let leftOut = 0;
  for (const { key, ...answer } of read.answers) {
    if (another && !units.has(answer.unit)) {
      leftOut += 1;
      continue;
    }
    const variable = variableOf.get(answer.variable);
    const codes = [...(answer.codes ?? []), ...(answer.doubtful ?? [])];
    const known = units.has(answer.unit) && variable && codes.every((each) => lineOf(variable, each));
    if (
      !known ||
      typeof answer.at !== "string" ||
      !["coded", "withdrawn", ...Object.keys(STATES)].includes(answer.state)
    ) {
      throw new Error(`its answer to ${answer.variable} of ${key ?? answer.unit} cannot be read.`);
    }
    // The file leaves out what is empty.
    answers.set(keyOf(answer.unit, answer.variable), { codes: [], doubtful: [], ...answer });
  }
  const bases = {};
  for (const answer of answers.values()) if (answer.basis) bases[answer.unit] = answer.basis;
  return withClosed({
    ...work,
    answers,
    proposals,
    bases,
    basis: read.basis ?? null,
    returnTo: (read.return_to ?? []).filter((each) => units.has(each)),
    done: (read.done ?? []).filter((each) => units.has(each)),
    savedAt: read.saved_at,
    place: null,
    leftOut: [
      leftOut && counted(leftOut, "answer"),
      people.length > proposals.length && counted(people.length, "proposal"),
    ]
      .filter(Boolean)
      .join(" and "),
  });
}

/** Whether nothing was answered here. */
const isUntouched = () => !work.answers.size && !work.proposals.length;
