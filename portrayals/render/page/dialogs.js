// What is asked beside the question, and the keys.

/** Opens a dialog; `done` takes what was filled in and returns what is wrong as `[field, problem]`. */
function ask(id, done) {
  const dialog = $(id);
  const form = dialog.querySelector("form");
  for (const each of form.querySelectorAll(".wrong")) each.textContent = "";
  form.onsubmit = (event) => {
    event.preventDefault();
    const wrong = done(
      Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, value.trim()])),
    );
    for (const each of form.querySelectorAll(".wrong")) each.textContent = "";
    if (!wrong) {
      dialog.close();
      focusQuestion(); // before the next key; the event of closing may come after it
      return;
    }
    $(`${id}-wrong`).textContent = wrong[1];
    form.elements[wrong[0]].focus();
  };
  form.onkeydown = (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.target.tagName !== "TEXTAREA") return;
    event.preventDefault();
    form.requestSubmit();
  };
  dialog.onclose = focusQuestion;
  dialog.showModal();
}

/** All keys, from the commands themselves. */
function showKeys() {
  const rows = [
    ...KEYS,
    ...Object.entries(COMMANDS)
      .filter(([, each]) => each.name)
      .map(([key, each]) => [key, each.name]),
  ];
  $("keys")
    .querySelector("dl")
    .replaceChildren(
      ...rows.map(([key, name]) =>
        element(
          "div",
          {},
          element(
            "dt",
            {},
            key.split(" ").map((each) => element("kbd", {}, each)),
          ),
          element("dd", {}, name),
        ),
      ),
    );
  $("keys").onclose = focusQuestion;
  $("keys").showModal();
}
