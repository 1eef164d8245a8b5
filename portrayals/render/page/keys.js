// The keyboard: one letter, one command; digits pick codes.

let digits = "";

function clearDigits() {
  digits = "";
  $("digits").textContent = "";
}

/** Takes a digit; when there are as many as the codes need, picks the code. */
function digit(key) {
  const { variable } = here;
  digits += key;
  const whole = digits.length === digitsOf(variable);
  $("digits").textContent = whole ? "" : `${digits}_`;
  if (whole) pickNumber();
}

function pickNumber() {
  const line = here.variable.lines.find((each) => each.number === Number(digits));
  if (line) {
    press(line.code.key);
    focusQuestion();
  } else say(`No code has the number ${digits}.`);
  clearDigits();
}

function toggleRules() {
  const shown = document.body.classList.toggle("without-rules") === false;
  $("rules-button").setAttribute("aria-expanded", shown);
  if (shown) $("rules").scrollIntoView({ block: "nearest" });
}

/** Whether a key goes to the field in which it is typed; letters never belong to a number. */
function isTyped(event) {
  const field = event.target.closest("textarea, select, input:not([type=radio], [type=checkbox])");
  if (!field) return false;
  if (field.id === "field" && here.variable.type === "number")
    return !/^[a-z/?]$/.test(event.key) && !/^(Enter|Page(Up|Down))$/.test(event.key);
  return true;
}

function onKey(event) {
  if (
    event.ctrlKey ||
    event.altKey ||
    event.metaKey ||
    event.isComposing ||
    document.querySelector("dialog[open]")
  )
    return;
  const { key, target } = event;
  if (target.id === "field" && here.variable.type === "text") {
    if (key === "Escape") {
      writeField();
      target.blur();
    }
    if (key !== "Enter" || event.shiftKey) return;
  } else if (isTyped(event)) return;
  if (key === "Enter" && target.closest("button, summary, a")) return;
  const steps = { ArrowDown: 1, ArrowUp: -1, ArrowRight: 1, ArrowLeft: -1 }[key];
  if (key === "Enter") {
    if (digits) pickNumber();
    else goOn();
  } else if (/^\d$/.test(key) && picksCodes()) digit(key);
  else if (key === "Escape") clearDigits();
  else if (steps && cursor !== null) {
    clearDigits();
    moveCursor(steps);
  } else if (COMMANDS[key]) {
    clearDigits();
    COMMANDS[key].run();
  } else return;
  event.preventDefault();
}
