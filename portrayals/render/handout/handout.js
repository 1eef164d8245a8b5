// The handout: its units, and what is written over each.

const handout = content;
/** The variables that are coded for a unit: all of its level, unless the handout names them. */
const variablesOf = (unit) =>
  variables.filter((each) => each.level === unit.level && (unit.variables?.includes(each.key) ?? true));

/** Whether titles are told on the page, as vignettes are in training. */
const hasTexts = handout.units.some((each) => each.synopsis);

let unitOf;
let unitsToCode;

/** Puts proposed units among the others, each after all that stands beneath the same unit. */
function arrange(proposals) {
  const order = [...handout.units];
  unitOf = new Map(order.map((each) => [each.uuid, each]));
  for (const { id, role, ...proposal } of proposals) {
    const unit = { ...proposal, uuid: id, key: null, roles: role ? [role] : [], facts: [], proposed: true };
    unitOf.set(id, unit);
    let place = order.findIndex((each) => each.uuid === unit.above) + 1;
    while (place < order.length && above(order[place]).some((each) => each.uuid === unit.above)) place += 1;
    order.splice(place, 0, unit);
  }
  unitsToCode = order.filter((each) => variablesOf(each).length);
}

/** The units above a unit, nearest first. */
function above(unit) {
  const next = unitOf.get(unit.above);
  return next ? [next, ...above(next)] : [];
}

const titleOf = (unit) => [unit, ...above(unit)].at(-1);
const levelName = (level) => handout.level_names[level] ?? level;

/** `(2005–2014)`, `(1999)` or nothing. */
function years(title) {
  if (title.year === null || title.year === undefined) return "";
  return ` (${title.year}${title.end_year && title.end_year !== title.year ? `–${title.end_year}` : ""})`;
}

/** A person's name with performer and roles. */
function person(unit) {
  const about = [unit.performer, ...unit.roles]
    .filter(Boolean)
    .flatMap((each) => [", ", words(each)])
    .slice(1);
  return [words(unit.name, "person"), about.length ? element("span", { class: "about" }, " ", about) : null];
}

/** Whom or what a unit is: its person, with the one it stands beneath. */
function people(unit) {
  if (unit.level === "title") return ["The title as a whole"];
  const [parent] = above(unit);
  return unit.level === "relationship" && parent
    ? [...person(parent), element("span", { class: "with" }, " with "), ...person(unit)]
    : person(unit);
}

/** A unit in one line of text. */
function nameOf(unit) {
  const chain = [unit, ...above(unit)].reverse();
  return chain.map((each, place) => (place ? each.name : each.name + years(each))).join(" · ");
}
