// What the page knows: its data, with the variables of the codebook and their codes.

const content = JSON.parse(document.querySelector('script[type="application/json"]').textContent);

const noRules = {
  ...{ definition: null, include: null, exclude: null },
  ...{ examples: [], counterexamples: [], assignable: true, codes: [] },
};
const YES_AND_NO = [
  { ...noRules, key: "yes", label: "Yes" },
  { ...noRules, key: "no", label: "No" },
];

/** The codes of a variable, parents first, with those above each and the number that picks it. */
function outline(variable) {
  const lines = [];
  let number = 0;
  const walk = (codes, above) => {
    for (const code of codes) {
      lines.push({ code, above, number: code.assignable ? (number += 1) : null });
      walk(code.codes, [...above, code.key]);
    }
  };
  walk(variable.type === "boolean" ? YES_AND_NO : variable.codes, []);
  return lines;
}

const variables = content.variables.map((each) => ({ ...each, lines: outline(each) }));
const variableOf = new Map(variables.map((each) => [each.key, each]));

/** Whether codes of the variable are picked; else a number or a text is written. */
const hasCodes = (variable) => !["number", "text"].includes(variable.type);
const lineOf = (variable, key) => variable.lines.find((each) => each.code.key === key);
const labelOf = (variable, key) => lineOf(variable, key)?.code.label ?? key;
/** How many digits pick a code. */
const digitsOf = (variable) => String(variable.lines.filter((each) => each.number).length).length;
