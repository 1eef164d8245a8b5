// From difference to difference.

let here = null; // `{ unit, variable }`: the difference and its variable

function visit(difference) {
  if (here && !writeField()) return;
  here = { unit: difference, variable: difference.variable };
  work.place = difference.key;
  say("");
  drawDifference();
  focusQuestion();
  scrollTo(0, 0);
  keep([]);
}

/** Goes on: to what the decision still lacks, and once it is whole to the next difference. */
function goOn() {
  const { unit: difference } = here;
  if (editing) {
    if (isGiven(answerTo(difference)) || $("field")?.value.trim()) settle();
    else say(FIRST);
    return;
  }
  const draft = work.drafts[difference.key];
  const decided = answerTo(difference);
  const lacks = !isGiven(decided)
    ? FIRST
    : !decided.cause
      ? `Say why they differ: 1 to ${CAUSES.length}.`
      : !decided.reason
        ? "A decision needs its reason."
        : null;
  if (lacks) {
    say(lacks);
    focusQuestion();
    return;
  }
  if (draft && !readOnly) {
    const { method, with: others } = work.terms;
    const { key } = difference;
    delete work.drafts[key];
    work.returnTo = work.returnTo.filter((each) => each !== key);
    work.done = [...work.done.filter((each) => each !== key), key];
    save({
      unit: difference.uuid,
      variable: difference.variable.key,
      ...draft,
      method,
      with: others,
      alone: method === "alone",
      at: now(),
    });
  }
  nextDifference();
}

/** Takes the decision back, and what is on its way. */
function takeBack() {
  const { unit: difference } = here;
  if (!mayChange()) return;
  const decided = isDecided(difference);
  delete work.drafts[difference.key];
  work.done = work.done.filter((each) => each !== difference.key);
  if (decided) save({ unit: difference.uuid, variable: difference.variable.key, state: "withdrawn", at: now() });
  else keep([]);
  drawDifference();
  focusQuestion();
  say("It is open again.");
}

/** Goes to the next difference that is not decided, from the beginning again after the last. */
function nextDifference() {
  askForFile();
  const at = differences.indexOf(here.unit);
  const after = [...differences.slice(at + 1), ...differences.slice(0, at)].filter((each) => !isDone(each));
  const isSkipped = (each) => work.returnTo.includes(each.key);
  const next = after.find((each) => !isSkipped(each)) ?? after.find(isSkipped);
  if (next) visit(next);
  else if (!isDone(here.unit)) visit(here.unit);
  else {
    const told = "All differences are decided. Save the decisions file and collect it.";
    drawDifference();
    say(told);
    warn("due", told, saveButton());
    $("send-button").focus();
  }
}

const goBack = () => step(-1);

/** Goes to the difference before or after in the list, decided or not. */
function step(by) {
  const next = differences[differences.indexOf(here.unit) + by];
  if (next) visit(next);
  else say(by < 0 ? "This is the first difference." : "This is the last difference.");
}

/** Puts the difference among those to return to, and goes on to the next. */
function skip() {
  if (!mayChange()) return;
  const { key } = here.unit;
  if (!isDecided(here.unit) && !work.returnTo.includes(key)) work.returnTo.push(key);
  nextDifference();
}

/** What stands above: where one is, and in which unit. */
function drawHead() {
  const { unit: difference } = here;
  $("position").textContent = `${differences.indexOf(difference) + 1} of ${differences.length}`;
  $("progress").max = differences.length;
  $("progress").value = work.done.length;
  $("title").replaceChildren(words(difference.names[0]));
  $("people").replaceChildren(
    ...people(difference),
    work.returnTo.includes(difference.key) ? element("span", { class: "tag" }, "to return to") : "",
  );
  drawTerms();
}

/** How far a difference is: its state and a word for it. */
function progressOf(difference) {
  if (isDone(difference)) return ["done", inWords(difference.variable, answerTo(difference))];
  if (work.returnTo.includes(difference.key)) return ["return", "return to it"];
  return work.drafts[difference.key] ? ["begun", "begun"] : ["new", "not begun"];
}
