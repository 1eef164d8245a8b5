// The sheet: what coders answered differently, one difference after another.

const sheet = content;
const differences = sheet.disagreements.map((each) => ({
  ...each,
  key: keyOf(each.uuid, each.variable),
  variable: variableOf.get(each.variable),
}));
const differenceOf = new Map(differences.map((each) => [each.key, each]));

/** What the list lists. */
const listed = () => differences;

/** A difference in one line of text. */
const nameOf = ({ names, variable }) => [...names, variable.label].join(" · ");

/** The title, and whom the difference is about. */
function people({ level, names }) {
  const [, ...below] = names;
  if (level === "title") return ["The title as a whole"];
  if (level !== "relationship") return below.map((each) => words(each, "person"));
  const [who, other] = below;
  return [words(who, "person"), element("span", { class: "with" }, " with "), words(other, "person")];
}

/** The codes that all of the answers hold for sure. */
const inCommon = ({ answers }) =>
  answers[0].codes.filter((code) => answers.every((each) => each.codes.includes(code)));

/** The lines of the codes that some of the answers hold, and not all of them alike. */
function inQuestion(difference) {
  const { answers, variable } = difference;
  const common = inCommon(difference);
  const named = new Set(answers.flatMap((each) => [...each.codes, ...each.doubtful]));
  return variable.lines.filter(({ code }) => named.has(code.key) && !common.includes(code.key));
}
