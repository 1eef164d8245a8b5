// The list of what there is to do: done, to return to, not begun.

const MOST_LISTED = 200;

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
  const some = listed().filter((each) => wanted === "all" || progressOf(each)[0] === wanted);
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
    `${counted(found.length, noun.unit)}${more > 0 ? `; type to see those after the first ${MOST_LISTED}` : ""}`;
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
