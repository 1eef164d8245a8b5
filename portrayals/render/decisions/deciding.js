// A decision: the answer, what caused the difference, and the reason.

const STATE_KEYS = { none: "n", "cannot-tell": "c" };
const CAUSES = [...document.querySelectorAll("#causes input")].map((each) => each.value);
const MOST_REASONS = 6;

let editing = false; // whether another answer is being picked

/** Draws the difference where one is, for its answers to be compared. */
function drawDifference() {
  const { unit: difference } = here;
  editing = false;
  drawHead();
  drawSides();
  $("takes").replaceChildren(
    ...difference.answers.map(({ letter }) =>
      button(`${letter}’s answer`, keyOfLetter(letter), () => take(letter), {
        "data-take": letter,
        "aria-pressed": "false",
      }),
    ),
    button("Another answer", "e", edit, { id: "edit-button", "aria-expanded": "false" }),
  );
  drawDecision();
}

/** Draws what is decided: the codes or the field while it is edited, and the rules of it. */
function drawDecision() {
  const { unit: difference, variable } = here;
  $("question").hidden = !editing;
  $("edit-button").setAttribute("aria-expanded", editing);
  if (editing) drawQuestion();
  else {
    cursor = null;
    $("question").replaceChildren();
    $("states").replaceChildren(...statesOf(variable));
    drawRules(variable, inQuestion(difference));
    refresh();
  }
  const { reason } = answerTo(difference) ?? {};
  $("reason").value = reason ?? "";
  drawReasons();
}

/** Brings what is shown in line with what is decided so far. */
function refresh() {
  const { unit: difference, variable } = here;
  const decided = answerTo(difference);
  const given = isGiven(decided);
  if (given && $("said").textContent === FIRST) say("");
  showPicked(decided);
  for (const each of document.querySelectorAll("[data-take]"))
    each.setAttribute("aria-pressed", given && isAnswerOf(each.dataset.take, decided));
  for (const each of document.querySelectorAll(".side"))
    each.classList.toggle("taken", given && isAnswerOf(each.dataset.letter, decided));
  $("decided").replaceChildren(...(given ? ["Decision: ", words(inWords(variable, decided))] : []));
  $("why").hidden = !given || editing;
  for (const each of document.querySelectorAll("#causes input")) each.checked = each.value === decided?.cause;
  $("withdraw-button").hidden = !isDecided(difference);
}

/** Whether a decision is what one of the answers says. */
function isAnswerOf(letter, decided) {
  const given = answerOf(letter);
  const told = ({ state, codes, doubtful, number, text }) =>
    JSON.stringify([state, codes ?? [], doubtful ?? [], number ?? null, text ?? null]);
  return told(given) === told(decided);
}

const answerOf = (letter) => here.unit.answers.find((each) => each.letter === letter);

/** Keeps what is decided so far, until it is decided to its end; whether it may. */
function answer(fields) {
  const may = mayChange();
  if (may) {
    const { cause, reason } = answerTo(here.unit) ?? {};
    setDraft({ codes: [], doubtful: [], cause, reason, ...fields });
  }
  refresh();
  return may;
}

function setDraft(draft) {
  work.drafts[here.unit.key] = draft;
  keep([]);
}

/** Takes the answer of one of the coders. */
function take(letter) {
  const given = answerOf(letter);
  if (!given) {
    say(`Nobody here is ${letter}.`);
    return;
  }
  say("");
  const { state, codes, doubtful, number, text, complete } = given;
  answer({ state, codes, doubtful, number, text, complete });
  settle();
}

/** Decides for a state: none of the codes, or that it cannot be told. */
function decideState(state) {
  giveState(state);
  if (answerTo(here.unit)?.state === state) settle();
}

/** Begins another answer, at what all have in common; a second time, ends it. */
function edit() {
  if (editing) {
    settle();
    return;
  }
  if (!mayChange()) return;
  const common = inCommon(here.unit);
  if (!isGiven(answerTo(here.unit)) && common.length) answer({ state: "coded", codes: common });
  editing = true;
  drawDecision();
  focusQuestion();
}

/** Goes on from the answer to its cause and reason. */
function settle() {
  if (!writeField()) return;
  editing = false;
  drawDecision();
  focusQuestion();
}

/** Says what caused the difference. */
function giveCause(cause) {
  const decided = answerTo(here.unit);
  if (!isGiven(decided)) say(FIRST);
  else if (mayChange()) {
    say("");
    setDraft({ ...decided, cause });
    refresh();
  }
}

const FIRST = "Say first which answer is right.";

/** The same by its number, after which the reason is written. */
function pickCause(place) {
  giveCause(CAUSES[place - 1]);
  if (!$("why").hidden) $("reason").focus();
}

let reasonTimer = null;

/** Takes the reason as it is typed. */
function writeReason() {
  const decided = answerTo(here.unit);
  if (isGiven(decided) && ($("reason").value.trim() || null) !== (decided.reason ?? null) && mayChange()) {
    work.drafts[here.unit.key] = { ...decided, reason: $("reason").value.trim() || null };
    clearTimeout(reasonTimer);
    reasonTimer = setTimeout(() => keep([]), 400);
  }
  drawReasons();
}

/** Offers the reasons given before, those of the same variable first, as far as they fit. */
function drawReasons() {
  const given = [...work.answers.values()].filter((each) => isGiven(each) && each.reason).reverse();
  const own = given.filter((each) => each.variable === here.variable.key);
  const known = [...new Set([...own, ...given].map((each) => each.reason))];
  const typed = $("reason").value;
  const found = bestFitting(typed, known, (each) => each).filter((each) => each !== typed);
  $("earlier").hidden = !found.length;
  $("reasons").replaceChildren(
    ...found
      .slice(0, MOST_REASONS)
      .map((each) =>
        element("li", {}, element("button", { type: "button", class: "small", click: () => reuse(each) }, words(each))),
      ),
  );
}

function reuse(reason) {
  $("reason").value = reason;
  writeReason();
  $("reason").focus();
}

/** Up and down between the reason and those offered; Enter goes on, Escape leaves the field. */
function reasonKey(event) {
  if (event.isComposing) return;
  const stops = [$("reason"), ...document.querySelectorAll("#reasons button")];
  const at = stops.indexOf(document.activeElement);
  if (event.key === "ArrowDown" && at >= 0) stops[Math.min(at + 1, stops.length - 1)].focus();
  else if (event.key === "ArrowUp" && at > 0) stops[at - 1].focus();
  else if (event.key === "Enter" && at === 0) goOn();
  else if (event.key === "Escape") focusCause();
  else return;
  event.preventDefault();
  event.stopPropagation();
}

const focusCause = () =>
  (document.querySelector("#causes :checked") ?? document.querySelector("#causes input")).focus();

/** Puts the keyboard at what comes next: the answers, the codes, the cause or the reason. */
function focusQuestion() {
  const decided = answerTo(here.unit);
  if (editing) focusCodes();
  else if (!isGiven(decided) || isDone(here.unit)) $("sides").focus({ preventScroll: true });
  else if (!decided.cause) focusCause();
  else $("reason").focus();
}
