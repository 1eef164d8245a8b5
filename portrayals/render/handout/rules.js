// The codebook's rules, beside the question.

/** The rules of a variable or code as a list of terms; nothing where there are none. */
function ruleList({ definition, include, exclude, examples }) {
  const told = [
    ["", definition],
    ["Count", include],
    ["Not", exclude],
    ...(examples ?? []).map((each) => ["Example", each]),
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

/** Shows the rules of the code under the cursor and of the question. */
function drawRules(variable, line) {
  const group = line && line.above.length ? labelOf(variable, line.above.at(-1)) : null;
  $("rules").replaceChildren(
    element("h2", { class: "aside-title" }, "Rules"),
    ...(line
      ? [
          element(
            "h3",
            {},
            words(line.code.label),
            group ? element("span", { class: "about" }, ` in ${group}`) : null,
          ),
          ruleList(line.code),
        ]
      : []),
    element("h3", {}, words(variable.label)),
    ruleList(variable),
  );
}
