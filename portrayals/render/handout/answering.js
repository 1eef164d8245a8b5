// What becomes of an answer, and what is shown of it.

const STATE_KEYS = { none: "n", "cannot-tell": "c", "not-applicable": "a", unavailable: "u" };

/** Brings what is shown in line with the answer, without drawing the question anew. */
function refresh() {
  const { unit, variable } = here;
  const answer = answerTo(unit, variable);
  $("question").disabled = isClosed(unit.uuid);
  showPicked(answer);
  $("answered").replaceChildren(...(isGiven(answer) ? aboutAnswer(variable, answer) : []));
  drawAsked();
}

/** What is noted of an answer, and how to note more. */
function aboutAnswer(variable, answer) {
  const isSet = variable.type === "multi" && ["coded", "none"].includes(answer.state);
  const complete = isSet && isComplete(answer, work);
  const places = evidenceOf(answer);
  return [
    element("p", { class: "answer" }, words(inWords(variable, answer))),
    places.length
      ? element(
          "ul",
          { class: "places", "aria-label": "Evidence" },
          places.map((place) =>
            element(
              "li",
              {},
              words(placeInWords(variable, place)),
              button("Remove", null, () => removePlace(place), { class: "small" }),
            ),
          ),
        )
      : null,
    answer.note ? element("p", { class: "note" }, "Note: ", words(answer.note)) : null,
    isSet
      ? element(
          "p",
          { class: "hint", id: "completeness" },
          complete
            ? "Complete: every code that is not picked was looked for and not found."
            : "Partial: it says what was found, and nothing of the other codes.",
        )
      : null,
    element(
      "p",
      { class: "more" },
      answer.state === "coded" ? button("Evidence", "e", askPlace, { class: "small" }) : null,
      answer.state === "coded" && variable.type === "multi"
        ? button(
            "Maybe",
            "m",
            () => {
              sayMaybe();
              focusQuestion();
            },
            { class: "small" },
          )
        : null,
      button("Note", "t", askNote, { class: "small" }),
      isSet
        ? button(complete ? "Make it partial" : "Make it complete", "k", toggleComplete, { class: "small" })
        : null,
      button(
        "Withdraw",
        "w",
        () => {
          withdraw();
          focusQuestion();
        },
        { class: "small" },
      ),
    ),
  ].filter(Boolean);
}

/** Gives an answer to the question, keeping what was noted of the one before; whether it may. */
function answer(fields) {
  const { unit, variable } = here;
  const may = mayAnswer();
  if (may) {
    const { note, evidence, complete } = answerTo(unit, variable) ?? {};
    const basis = work.bases[unit.uuid] ?? null;
    save({
      unit: unit.uuid,
      variable: variable.key,
      note,
      evidence,
      complete,
      basis,
      codes: [],
      doubtful: [],
      ...fields,
      at: now(),
    });
  }
  refresh();
  return may;
}

function toggleComplete() {
  const before = answerTo(here.unit, here.variable);
  if (here.variable.type !== "multi" || !["coded", "none"].includes(before?.state)) {
    say("Only a set of codes, or none, is complete or partial.");
    return;
  }
  const turned = !isComplete(before, work);
  const byBasis = isComplete({ ...before, complete: null }, work);
  answer({ ...before, complete: turned === byBasis ? null : turned });
}

/** Puts the keyboard where the question is answered. */
const focusQuestion = () => focusCodes();
