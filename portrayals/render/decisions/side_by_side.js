// The answers of coders side by side: what all of them have, and what each has alone.

const BASES = {
  watched: "Watched it",
  "watched-in-part": "Watched parts of it",
  documented: "From published descriptions",
  hearsay: "From hearsay",
  unstated: "Basis not stated",
};

/** Draws the question and the answers to it. */
function drawSides() {
  const { unit: difference, variable } = here;
  const common = inCommon(difference);
  const all = difference.answers.length === 2 ? "Both" : "All";
  $("sides").replaceChildren(
    element(
      "h2",
      { id: "asked", class: "asked" },
      words(variable.label, "label"),
      words(variable.question ?? variable.label, "ask"),
    ),
    ...(common.length
      ? [
          element(
            "div",
            { class: "common" },
            element("h3", {}, all),
            element("ul", {}, common.map((code) => element("li", {}, words(labelOf(variable, code))))),
          ),
        ]
      : []),
    element(
      "div",
      { class: "answers" },
      difference.answers.map((each) => sideOf(variable, each, common)),
    ),
  );
}

/** One answer, without the codes that all have. */
function sideOf(variable, given, common) {
  const own = { ...given, codes: given.codes.filter((code) => !common.includes(code)) };
  const how = [BASES[given.basis], given.complete === false ? "partial" : null];
  return element(
    "article",
    { class: "side", "data-letter": given.letter, "aria-label": `Answer ${given.letter}` },
    element("h3", {}, given.letter),
    element("p", { class: "own" }, words(inWords(variable, own) || "Nothing else")),
    given.evidence.length
      ? element(
          "ul",
          { class: "evidence", "aria-label": "Evidence" },
          given.evidence.map((each) => element("li", {}, words(placeInWords(variable, each)))),
        )
      : null,
    given.note ? element("p", { class: "note" }, "Note: ", words(given.note)) : null,
    element("p", { class: "hint" }, how.filter(Boolean).join(", ")),
  );
}
