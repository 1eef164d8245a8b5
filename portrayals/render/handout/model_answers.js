// Training: after each unit, the coder's answers beside those of the one whom they learn from.

const modelName = handout.model && (handout.model.coder_name ?? handout.model.coder);
const modelOf = new Map(); // the answers to learn from, by unit
for (const each of handout.model?.answers ?? []) {
  modelOf.set(each.unit, [...(modelOf.get(each.unit) ?? []), each]);
}

/** Whether the coder has seen the other answers about a unit: their own stay as they are. */
const isClosed = (uuid) => modelOf.has(uuid) && work.done.includes(uuid);

/** Whether a unit may be answered; says so if not. */
function mayAnswer(unit = here.unit) {
  if (!mayChange()) return false;
  if (isClosed(unit.uuid)) say(`You have seen the answers of ${modelName}: yours stay as they are.`);
  return !isClosed(unit.uuid);
}

/** Another state of the work, but with the answers that were given here before others were seen. */
function withClosed(state) {
  const closed = work.done.filter(isClosed);
  const own = [...work.answers].filter(([, each]) => closed.includes(each.unit));
  const taken = [...state.answers].filter(([, each]) => !closed.includes(each.unit));
  return {
    ...state,
    answers: new Map([...taken, ...own]),
    done: [...new Set([...state.done, ...closed])],
    returnTo: state.returnTo.filter((each) => !closed.includes(each)),
  };
}

/** Shows both answers to the questions of a unit that is closed; afterwards, or else, goes on. */
function compareAnswers(unit, goOn) {
  if (!isClosed(unit.uuid)) {
    goOn();
    return;
  }
  const compared = modelOf.get(unit.uuid).map((model) => comparison(unit, model));
  const judged = compared.filter((each) => each.alike !== null);
  const alike = judged.filter((each) => each.alike).length;
  const told = element(
    "div",
    { class: "compared", tabindex: "0", role: "group", "aria-labelledby": "model-title" },
    compared.sort((one, two) => (one.alike ?? true) - (two.alike ?? true)).map((each) => each.drawn),
  );
  const dialog = element(
    "dialog",
    { id: "model", "aria-labelledby": "model-title" },
    element("h2", { id: "model-title" }, "Your answers and those of ", words(modelName)),
    element("p", { class: "hint" }, words(nameOf(unit)), `: ${alike} of ${judged.length} alike.`),
    told,
    element("p", { class: "ends" }, button("Go on", "Enter", () => dialog.close(), { class: "main" })),
  );
  dialog.onkeydown = (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    event.stopPropagation(); // once it is closed, the key would go on from the question
    if (!event.repeat) dialog.close(); // the key that has opened it may still be down
  };
  dialog.onclose = () => {
    dialog.remove();
    goOn();
  };
  document.body.append(dialog);
  dialog.showModal();
  told.focus();
}

/** One question: both answers, what the model's rests on, and the rules of the codes. Whether they
 * are alike is null of texts, which are not compared. */
function comparison(unit, model) {
  const variable = variableOf.get(model.variable);
  const own = answerTo(unit, variable);
  const alike = variable.type === "text" ? null : isGiven(own) && sayTheSame(own, model);
  const codes = new Set([own, model].flatMap((each) => [...(each?.codes ?? []), ...(each?.doubtful ?? [])]));
  const ruled = [variable, ...[...codes].map((key) => lineOf(variable, key)?.code).filter(Boolean)];
  const row = (who, ...said) => element("div", {}, element("dt", {}, words(who)), element("dd", {}, ...said));
  const drawn = element(
    "section",
    { class: alike === false ? "differs" : null },
    element(
      "h3",
      {},
      words(variable.label),
      alike === null ? null : element("span", { class: "tag" }, alike ? "alike" : "differs"),
    ),
    element(
      "dl",
      { class: "both" },
      row("You", words(isGiven(own) ? inWords(variable, own) : "no answer")),
      row(
        modelName,
        words(inWords(variable, model)),
        model.evidence.map((place) =>
          element("p", { class: "about" }, words(placeInWords(variable, place))),
        ),
        model.note ? element("p", { class: "note" }, "Note: ", words(model.note)) : null,
      ),
    ),
    ruled.map(ruleOf),
  );
  return { alike, drawn };
}

/** The rules of a question or code under its name; nothing where there are none. */
function ruleOf(of) {
  const rules = ruleList(of);
  return rules.children.length
    ? element("div", { class: "rule" }, element("h4", {}, "Rule: ", words(of.label)), rules)
    : null;
}

/** Whether two answers say the same. */
function sayTheSame(one, other) {
  const said = ({ state, codes, doubtful, number }) =>
    JSON.stringify([state, [...(codes ?? [])].sort(), [...(doubtful ?? [])].sort(), number ?? null]);
  return said(one) === said(other);
}
