// The codebook's rules, beside the question.

/** The rules of a variable or code as a list of terms; nothing where there are none. */
function ruleList({ definition, include, exclude, examples, counterexamples }) {
  const told = [
    ["", definition],
    ["Count", include],
    ["Not", exclude],
    ...(examples ?? []).map((each) => ["Example", each]),
    ...(counterexamples ?? []).map((each) => ["No example", each]),
  ];
  return element(
    "dl",
    {},
    told
      .filter(([, text]) => text)
      .map(([term, text]) =>
        element("div", {}, term ? element("dt", {}, term) : null, element("dd", { dir: "auto" }, text)),
      ),
  );
}

/** Shows the rules of some codes, such as the one under the cursor, and of the question. */
function drawRules(variable, lines) {
  $("rules").replaceChildren(
    element("h2", { class: "aside-title" }, "Rules"),
    ...lines.flatMap(({ code, above }) => [
      element(
        "h3",
        {},
        words(code.label),
        above.length ? element("span", { class: "about" }, ` in ${labelOf(variable, above.at(-1))}`) : null,
      ),
      ruleList(code),
    ]),
    element("h3", {}, words(variable.label)),
    ruleList(variable),
  );
}
