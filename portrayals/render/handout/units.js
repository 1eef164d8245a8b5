// The list of units: done, to return to, not begun.

const MOST_LISTED = 200;

/** How far a unit is: its state and a word for it. */
function progressOf(unit) {
  const left = () => counted(open(unit, work).length, "question");
  if (work.returnTo.includes(unit.uuid)) return ["return", "return to it"];
  if (work.done.includes(unit.uuid))
    return ["done", open(unit, work).length ? `done, ${left()} open` : "done"];
  const begun = variablesOf(unit).some((each) => isGiven(answerTo(unit, each)));
  return begun ? ["begun", `${left()} open`] : ["new", "not begun"];
}

function showUnits() {
  const dialog = $("units");
  dialog.onclose = focusQuestion;
  dialog.showModal();
  $("units-search").value = "";
  drawUnits();
  $("units-search").focus();
}

/** The units that the search and the filter leave. */
function drawUnits() {
  const wanted = document.querySelector("#units [name=which]:checked").value;
  const some = unitsToCode.filter((each) => wanted === "all" || progressOf(each)[0] === wanted);
  const found = bestFitting($("units-search").value, some, nameOf);
  $("units-list").replaceChildren(
    ...found.slice(0, MOST_LISTED).map((unit) => {
      const [state, told] = progressOf(unit);
      return element(
        "li",
        { "data-progress": state },
        element(
          "button",
          {
            type: "button",
            click: () => {
              $("units").close();
              visit(unit);
            },
            "aria-current": unit === here.unit ? "true" : null,
          },
          words(nameOf(unit), "name"),
          element("span", { class: "told" }, told),
        ),
      );
    }),
  );
  const more = found.length - MOST_LISTED;
  $("units-told").textContent =
    `${counted(found.length, "unit")}${more > 0 ? `; type to see those after the first ${MOST_LISTED}` : ""}`;
}

/** Up and down through the search and the units; Enter in the search opens the first. */
function unitsKey(event) {
  const stops = [$("units-search"), ...document.querySelectorAll("#units-list button")];
  const at = stops.indexOf(document.activeElement);
  if (event.key === "ArrowDown" && at >= 0) stops[Math.min(at + 1, stops.length - 1)].focus();
  else if (event.key === "ArrowUp" && at > 0) stops[at - 1].focus();
  else if (event.key === "Enter" && at === 0) stops[1]?.click();
  else return;
  event.preventDefault();
}
