// How a page begins: it listens, and takes up what was kept.

/** What a button does; afterwards the keyboard is back at the question. */
function on(id, run) {
  $(id).addEventListener("click", () => {
    run();
    if (!document.querySelector("dialog[open]")) focusQuestion();
  });
}

const isNarrow = () => matchMedia("(width < 64rem)").matches;

function listen() {
  document.addEventListener("keydown", onKey);
  on("back-button", goBack);
  on("skip-button", skip);
  on("next-button", goOn);
  on("list-button", showUnits);
  on("rules-button", toggleRules);
  on("keys-button", showKeys);
  on("send-button", saveFile);
  $("answered-file").addEventListener("change", (event) => {
    if (mayChange() && event.target.files[0]) openFile(event.target.files[0]);
    event.target.value = "";
  });
  $("units").addEventListener("keydown", unitsKey);
  $("units").addEventListener("input", drawUnits);
  for (const each of document.querySelectorAll("[data-close]"))
    each.addEventListener("click", () => each.closest("dialog").close());
  for (const each of document.querySelectorAll("[data-join]"))
    each.addEventListener("click", () => $("join").close(each.dataset.join));
  addEventListener("pagehide", () => writeField(false));
  addEventListener("beforeunload", (event) => {
    writeField(false);
    if (work.unsent && !readOnly) event.preventDefault();
  });
  setInterval(showFile, 5000);
}

/** Takes up what was kept under a name, and starts. */
async function begin(name) {
  const before = await restore(name);
  if (readOnly)
    warn(
      "reading",
      `This ${noun.page} is open in another tab. This one only reads, and takes over when the other is closed.`,
    );
  const narrow = isNarrow();
  document.body.classList.toggle("without-rules", narrow);
  $("rules-button").setAttribute("aria-expanded", !narrow);
  listen();
  start();
  if (database) showSaved();
  if (!before) return;
  file = before;
  const granted = (await file.queryPermission?.({ mode: "readwrite" })) === "granted";
  const written = granted && (await writeFile().then(() => true, () => false));
  if (!written) warn("due", `${fileName} is no longer being written.`, saveButton());
}
