// What is noted of an answer: evidence, a note, the basis.

/** Asks where an answer can be seen. */
function askPlace() {
  const { unit, variable } = here;
  const before = answerTo(unit, variable);
  if (!mayAnswer()) return;
  if (!isGiven(before) || before.state !== "coded") {
    say("Evidence belongs to an answer: pick a code first.");
    return;
  }
  const picked = [...before.codes, ...before.doubtful];
  const form = $("place").querySelector("form");
  const episodes = handout.episodes[titleOf(unit).uuid] ?? [];
  form.reset();
  form.elements.code.replaceChildren(
    ...picked.map((key) =>
      element("option", { value: key, selected: key === cursor }, labelOf(variable, key)),
    ),
    element("option", { value: "" }, "the answer as a whole"),
  );
  $("episodes").replaceChildren(...episodes.map((each) => element("option", { value: each })));
  form.elements.episode.closest("p").hidden = !episodes.length;
  ask("place", (filled) => {
    const { place, field, problem } = readPlace({ ...filled, code: filled.code || null }, episodes);
    if (problem) return [field, problem];
    answer({ ...before, evidence: [...(before.evidence ?? []), place] });
    return null;
  });
  form.elements[episodes.length ? "episode" : "start"].focus();
}

function removePlace(place) {
  const before = answerTo(here.unit, here.variable);
  answer({ ...before, evidence: before.evidence.filter((each) => each !== place) });
  focusQuestion();
}

function askNote() {
  const before = answerTo(here.unit, here.variable);
  if (!mayAnswer()) return;
  if (!isGiven(before)) {
    say("A note belongs to an answer: answer first.");
    return;
  }
  $("note").querySelector("textarea").value = before.note ?? "";
  ask("note", ({ note }) => {
    answer({ ...before, note: note || null });
  });
}

/** Asks on what basis everything is coded, or, of a unit, this one alone. */
function askBasis(unit = null) {
  if (!(unit ? mayAnswer(unit) : mayChange())) return;
  const form = $("basis").querySelector("form");
  $("basis-of").textContent = unit
    ? `This unit only: ${nameOf(unit)}`
    : `Everything in this handout, except units for which you say otherwise.${hasTexts ? " A text that stands here in full counts as watched." : ""}`;
  $("basis-title").textContent = unit ? "How do you know this unit?" : "How do you know the titles?";
  form.elements.basis.value = (unit && work.bases[unit.uuid]) ?? work.basis ?? "watched";
  ask("basis", ({ basis }) => {
    if (unit) setUnitBasis(unit, basis === work.basis ? null : basis);
    else {
      work.basis = basis;
      save();
    }
    drawHead();
    refresh();
  });
  $("basis").onclose = () => (work.basis === null ? askBasis() : focusQuestion()); // no answer without one
}

/** Makes a unit an exception, with the answers that it has already; null ends it. */
function setUnitBasis(unit, basis) {
  if (basis) work.bases[unit.uuid] = basis;
  else delete work.bases[unit.uuid];
  const answers = variablesOf(unit)
    .map((each) => answerTo(unit, each))
    .filter(isGiven);
  save(...answers.map((each) => ({ ...each, basis, at: now() })));
}
