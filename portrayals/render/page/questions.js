// One question: its codes or field, its states, and what a key does to its answer.

let cursor = null; // the key of the code that keys act on

/** Draws the question where the coder is. */
function drawQuestion() {
  const { variable } = here;
  clearDigits();
  cursor = null;
  $("question").replaceChildren(
    element("legend", {}, words(variable.label, "label"), words(variable.question ?? variable.label, "ask")),
    ...(hasCodes(variable) ? codesOf(variable) : [fieldOf(variable)]),
  );
  $("states").replaceChildren(...statesOf(variable));
  refresh();
  const picked = hasCodes(variable)
    ? document.querySelector("#codes input:checked, #codes .maybe input")
    : null;
  setCursor(picked?.value ?? variable.lines.find((each) => each.number)?.code.key ?? null);
}

function codesOf(variable) {
  const digits = digitsOf(variable);
  const list = (codes, attributes) =>
    element(
      "ul",
      attributes,
      codes.map((code) => {
        const { number } = lineOf(variable, code.key);
        const shown = [words(code.label, "name"), element("span", { class: "unsure" }, "maybe")];
        return element(
          "li",
          { "data-code": code.key },
          number === null
            ? element("span", { class: "group" }, words(code.label))
            : element(
                "label",
                {},
                element("input", {
                  type: variable.type === "multi" ? "checkbox" : "radio",
                  name: "code",
                  value: code.key,
                  tabindex: "-1",
                }),
                element("kbd", { "aria-hidden": "true" }, String(number).padStart(digits, "0")),
                ...shown,
              ),
          code.codes.length ? list(code.codes, { "aria-label": code.label }) : null,
        );
      }),
    );
  const roots = variable.type === "boolean" ? YES_AND_NO : variable.codes;
  const many = digits > 1;
  const search = element("input", {
    type: "search",
    id: "search",
    "aria-label": "Search the codes",
    placeholder: "Search",
    autocomplete: "off",
    spellcheck: "false",
    input: searchCodes,
    keydown: searchKey,
  });
  return [
    many ? element("p", { class: "finder" }, element("kbd", { "aria-hidden": "true" }, "/"), search) : null,
    list(roots, {
      id: "codes",
      class: many ? "many" : null,
      change: (event) => press(event.target.value),
      focusin: (event) => setCursor(event.target.value),
    }),
  ].filter(Boolean);
}

function fieldOf(variable) {
  const at = here;
  const isText = variable.type === "text";
  const range = [variable.minimum, variable.maximum];
  const limits = range.every((each) => each !== null)
    ? `${range[0]} to ${range[1]}`
    : range[0] !== null
      ? `${range[0]} or more`
      : range[1] !== null
        ? `${range[1]} or less`
        : "";
  return element(
    "div",
    { class: "written" },
    element("label", { for: "field" }, isText ? "In words" : (variable.measure ?? "Number")),
    element(isText ? "textarea" : "input", {
      id: "field",
      type: isText ? null : "text",
      inputmode: isText ? null : "decimal",
      rows: isText ? "4" : null,
      dir: "auto",
      autocomplete: "off",
      "aria-describedby": "field-hint field-wrong",
      input: writeSoon,
      change: () => here === at && writeField(), // a browser tells of it when the field goes, too
    }),
    element(
      "p",
      { id: "field-hint", class: "hint" },
      isText ? "Enter goes on, Shift+Enter begins a line, Esc leaves the field." : limits,
    ),
    element("p", { id: "field-wrong", class: "wrong", role: "alert" }),
  );
}

function statesOf(variable) {
  return Object.entries(STATE_KEYS)
    .filter(([state]) => state !== "none" || variable.type === "multi")
    .map(([state, key]) =>
      button(STATES[state], key, COMMANDS[key].run, {
        "data-state": state,
        "aria-pressed": "false",
        class: "small",
      }),
    );
}

/** Brings codes, states and field in line with the answer, without drawing them anew. */
function showPicked(answer) {
  const coded = isGiven(answer) && answer.state === "coded";
  for (const input of document.querySelectorAll("#codes input")) {
    input.checked = coded && answer.codes.includes(input.value);
    input.indeterminate = coded && answer.doubtful.includes(input.value);
    input.closest("li").classList.toggle("maybe", input.indeterminate);
    input.closest("li").classList.toggle("picked", input.checked);
  }
  for (const each of document.querySelectorAll("[data-state]"))
    each.setAttribute("aria-pressed", isGiven(answer) && answer.state === each.dataset.state);
  const field = $("field");
  if (field && document.activeElement !== field)
    field.value = coded ? String(answer.text ?? answer.number) : "";
}

/** Moves the cursor to a code and shows its rules. */
function setCursor(key) {
  cursor = key;
  for (const input of document.querySelectorAll("#codes input")) {
    input.tabIndex = input.value === key ? 0 : -1;
    input.closest("li").classList.toggle("cursor", input.value === key);
  }
  drawRules(here.variable, key === null ? [] : [lineOf(here.variable, key)]);
}

const inputOf = (key) => document.querySelector(`#codes input[value="${CSS.escape(key)}"]`);
const inputsShown = () =>
  [...document.querySelectorAll("#codes li:not([hidden]) > label input")].filter((each) => each.offsetParent);

/** Puts the keyboard at the code under the cursor, or in the field. */
function focusCodes() {
  const target = cursor === null ? $("field") : inputOf(cursor);
  target?.focus({ preventScroll: true });
  (target?.closest("li") ?? target)?.scrollIntoView({ block: "nearest" });
}

/** Moves the cursor by so many codes of those shown. */
function moveCursor(steps) {
  const inputs = inputsShown();
  if (!inputs.length) return;
  const at = inputs.findIndex((each) => each.value === cursor);
  const next = inputs[at < 0 ? 0 : Math.min(Math.max(at + steps, 0), inputs.length - 1)];
  setCursor(next.value);
  if (document.activeElement === $("search")) {
    next.closest("li").scrollIntoView({ block: "nearest" });
    say(labelOf(here.variable, next.value));
  } else focusQuestion();
}

/** Picks a code or takes it back; as `doubtful`, says maybe of it. */
function press(key, how = "codes") {
  const { unit, variable } = here;
  const before = answerTo(unit, variable);
  const sets = pressed(variable, before, key, how);
  setCursor(key);
  if (!sets.codes.length && !sets.doubtful.length) {
    withdraw();
    return;
  }
  const below =
    lineOf(variable, key).code.codes.length &&
    sets.codes.find((each) => lineOf(variable, each).above.includes(key));
  if (below) say(`${labelOf(variable, below)} says it already, and more exactly.`);
  answer({ state: "coded", ...sets });
}

function sayMaybe() {
  if (here.variable.type !== "multi")
    say("Maybe is for questions with several codes. Press c for cannot tell.");
  else if (cursor) press(cursor, "doubtful");
}

function giveState(state) {
  if (state === "none" && here.variable.type !== "multi") say("None is for questions with several codes.");
  else answer({ state });
}

/** Takes the answer back, which is not the same as never having given one. */
function withdraw() {
  const before = answerTo(here.unit, here.variable);
  if (isGiven(before) && answer({ state: "withdrawn" })) say("Withdrawn: the question is open again.");
  refresh();
}

let writing = null;

function writeSoon() {
  clearTimeout(writing);
  writing = setTimeout(() => writeField(false), 400);
}

/** Takes the number or text that was typed; says what is wrong with it, and whether it was taken. */
function writeField(complain = true) {
  clearTimeout(writing);
  const field = $("field");
  if (!field) return true;
  const { unit, variable } = here;
  const before = answerTo(unit, variable);
  const text = field.value.trim();
  const [number, problem] = variable.type === "number" && text ? readNumber(variable, text) : [null, null];
  if (complain || !problem) {
    $("field-wrong").textContent = problem ?? "";
    field.setAttribute("aria-invalid", Boolean(problem));
  }
  if (problem) return false;
  const was = isGiven(before) && before.state === "coded" ? String(before.text ?? before.number) : "";
  if (!text && was) withdraw();
  else if (text && text !== was)
    answer({ state: "coded", ...(variable.type === "number" ? { number } : { text }) });
  return true;
}

/** Shows only the codes that the search finds, with the groups above them. */
function searchCodes() {
  const { variable } = here;
  const assignable = variable.lines.filter((each) => each.number);
  const found = bestFitting($("search").value, assignable, (each) => `${each.code.label} ${each.code.key}`);
  const shown = new Set(found.flatMap((each) => [each.code.key, ...each.above]));
  for (const item of document.querySelectorAll("#codes li")) item.hidden = !shown.has(item.dataset.code);
  setCursor(found[0]?.code.key ?? null);
  say(
    found.length
      ? `${counted(found.length, "code")}, first ${found[0].code.label}`
      : "No code has these letters.",
  );
}

function searchKey(event) {
  const pick = event.key === "Enter" && cursor !== null;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") moveCursor(event.key === "ArrowDown" ? 1 : -1);
  else if (event.key === "Escape" || pick) {
    const key = cursor;
    event.target.value = "";
    searchCodes();
    if (key !== null) setCursor(key);
    if (pick) press(key);
    focusQuestion();
  } else return;
  event.preventDefault();
  event.stopPropagation();
}
