// Elements made of text. Nothing that a study or a person says is ever read as markup.

const $ = (id) => document.getElementById(id);

/** An element with attributes (a function listens) and children; null and false are left out. */
function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "function") made.addEventListener(name, value);
    else made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return made;
}

/** A text of any script and direction, which turns nothing around it. */
const words = (text, className) => element("bdi", { class: className }, text);

/** A button that says which key does the same. */
function button(name, key, run, attributes = {}) {
  return element(
    "button",
    { type: "button", click: run, "aria-keyshortcuts": key, ...attributes },
    element("span", {}, name),
    key ? element("kbd", { "aria-hidden": "true" }, key) : null,
  );
}

const capital = (text) => text[0].toUpperCase() + text.slice(1);
const counted = (number, noun) => `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;

/** A text without marks and capitals, as it is searched. */
const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/** How well a text has the words of a search: 0 at beginnings, 1 within, 2 letter by letter. */
function fit(search, text) {
  const parts = text.split(/[^\p{L}\p{N}]+/u);
  let worst = 0;
  for (const word of search.split(/\s+/).filter(Boolean)) {
    const inOrder = new RegExp(
      [...word].map((each) => each.replace(/[\\^$.*+?()[\]{}|/]/, "\\$&")).join(".*"),
      "u",
    );
    if (parts.some((part) => part.startsWith(word))) continue;
    if (text.includes(word)) worst = Math.max(worst, 1);
    else if (inOrder.test(text)) worst = 2;
    else return null;
  }
  return worst;
}

/** Those of `found` (text of each by `textOf`) that fit best; letter by letter only if none else. */
function bestFitting(search, found, textOf) {
  const fits = found.map((each) => [fit(folded(search), folded(textOf(each))), each]);
  const close = fits.filter(([how]) => how !== null && how < 2);
  return (close.length ? close : fits.filter(([how]) => how !== null)).map(([, each]) => each);
}

/** Says something once, to eyes and screen readers. */
function say(text) {
  $("said").textContent = text;
}

/** A line on top of the page that stays until it no longer holds; an empty one takes it away. */
function warn(id, text, ...actions) {
  $(id).hidden = !text;
  $(id).replaceChildren(...(text ? [element("span", {}, text), ...actions] : []));
}
