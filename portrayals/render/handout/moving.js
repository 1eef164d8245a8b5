// From question to question and from unit to unit.

let here = null; // `{ unit, variable }`
let warned = null; // the unit whose open questions the coder has been told of

/** Goes to a question; without one, to the first of the unit that is open. */
function visit(unit, variable = open(unit, work)[0] ?? asked(unit, work)[0] ?? variablesOf(unit)[0]) {
  if (here && !writeField()) return;
  const other = here?.unit !== unit;
  here = { unit, variable };
  say("");
  work.place = [unit.uuid, variable.key];
  drawHead();
  drawQuestion();
  focusQuestion();
  if (other) {
    scrollTo(0, 0);
    keep([]);
  }
}

/** Goes on: to the next question, at the end to the next unit, not silently past open ones. */
function goOn() {
  if (!writeField()) return;
  const { unit, variable } = here;
  const rest = variablesOf(unit).slice(variablesOf(unit).indexOf(variable) + 1);
  const next = rest.find((each) => isAsked(unit, each, work));
  if (next) {
    visit(unit, next);
    return;
  }
  const left = open(unit, work);
  if (left.length && warned !== unit) {
    warned = unit;
    say(
      `${left.length === 1 ? "One question is" : `${left.length} questions are`} open: ${left
        .slice(0, 3)
        .map((each) => each.label)
        .join(", ")}${left.length > 3 ? ", …" : ""}. Enter once more goes on to the next unit.`,
    );
    return;
  }
  if (!readOnly) {
    work.returnTo = work.returnTo.filter((each) => each !== unit.uuid);
    if (!work.done.includes(unit.uuid)) work.done.push(unit.uuid);
    save();
  }
  compareAnswers(unit, nextUnit);
}

/** Goes to the next unit that is not done, from the beginning again after the last. */
function nextUnit() {
  warned = null;
  askForFile();
  const at = unitsToCode.indexOf(here.unit);
  const after = [...unitsToCode.slice(at + 1), ...unitsToCode.slice(0, at)];
  const done = new Set(work.done);
  const skipped = new Set(work.returnTo);
  const next =
    after.find((each) => !done.has(each.uuid) && !skipped.has(each.uuid)) ??
    after.find((each) => skipped.has(each.uuid));
  if (next) visit(next);
  else {
    drawHead();
    say("All units are done. Save the answers file and send it back.");
    warn("due", "All units are done. Save the answers file and send it back.", saveButton());
  }
}

/** Goes back: to the question before, at the first to the last of the unit before. */
function goBack() {
  const { unit, variable } = here;
  const before = variablesOf(unit).slice(0, variablesOf(unit).indexOf(variable));
  const previous = before.reverse().find((each) => isAsked(unit, each, work));
  if (previous) visit(unit, previous);
  else step(-1, true);
}

/** Goes to the unit before or after in the list, done or not. */
function step(by, toItsEnd = false) {
  const unit = unitsToCode[unitsToCode.indexOf(here.unit) + by];
  if (unit) visit(unit, toItsEnd ? asked(unit, work).at(-1) : undefined);
  else say(by < 0 ? "This is the first unit." : "This is the last unit.");
}

/** Puts the unit among those to return to, and goes on to the next. */
function skip() {
  if (!mayAnswer() || !writeField()) return;
  const { uuid } = here.unit;
  if (!work.returnTo.includes(uuid)) work.returnTo.push(uuid);
  work.done = work.done.filter((each) => each !== uuid);
  save();
  nextUnit();
}

/** What stands above the question: where the coder is and in which unit. */
function drawHead() {
  const { unit } = here;
  const title = titleOf(unit);
  const basis = work.bases[unit.uuid] ?? work.basis;
  const name = document.querySelector(`#basis [value="${basis}"]`)?.parentElement.textContent.trim();
  $("position").textContent = `${unitsToCode.indexOf(unit) + 1} of ${unitsToCode.length}`;
  $("progress").max = unitsToCode.length;
  $("progress").value = work.done.length;
  $("title").replaceChildren(words(title.name), years(title));
  $("people").replaceChildren(
    ...people(unit).filter(Boolean),
    unit.proposed ? element("span", { class: "tag" }, "proposed") : "",
    work.returnTo.includes(unit.uuid) ? element("span", { class: "tag" }, "to return to") : "",
    isClosed(unit.uuid) ? element("span", { class: "tag" }, "compared") : "",
  );
  $("synopsis").textContent = title.synopsis ?? "";
  $("synopsis").hidden = !title.synopsis;
  $("basis-shown").textContent = name ? `Basis: ${name}${work.bases[unit.uuid] ? " (this unit)" : ""}` : "";
}

/** The questions of the unit, each with its answer. */
function drawAsked() {
  const { unit } = here;
  const list = asked(unit, work);
  $("asked").replaceChildren(
    ...list.map((variable) => {
      const given = answerTo(unit, variable);
      return element(
        "li",
        { class: isGiven(given) ? "given" : null },
        element(
          "button",
          {
            type: "button",
            "aria-current": variable === here.variable ? "step" : null,
            click: () => visit(unit, variable),
          },
          words(variable.label, "name"),
          words(inWords(variable, given), "told"),
        ),
      );
    }),
  );
  const hidden = variablesOf(unit).length - list.length;
  const apply = hidden === 1 ? "it does" : "they do";
  $("not-asked").textContent = hidden ? `${counted(hidden, "question")} not asked: ${apply} not apply.` : "";
  $("question-of").textContent = `Question ${Math.max(list.indexOf(here.variable), 0) + 1} of ${list.length}`;
}

/** How far a unit is: its state and a word for it. */
function progressOf(unit) {
  const left = () => counted(open(unit, work).length, "question");
  if (work.returnTo.includes(unit.uuid)) return ["return", "return to it"];
  if (work.done.includes(unit.uuid))
    return ["done", open(unit, work).length ? `done, ${left()} open` : "done"];
  const begun = variablesOf(unit).some((each) => isGiven(answerTo(unit, each)));
  return begun ? ["begun", `${left()} open`] : ["new", "not begun"];
}

/** What the list of units lists. */
const listed = () => unitsToCode;
