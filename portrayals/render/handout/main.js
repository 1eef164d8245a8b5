// The page begins.

/** Shows the work where the coder left it. */
function start() {
  arrange(work.proposals);
  const [uuid, key] = work.place ?? [];
  const unit = unitOf.get(uuid);
  here = null;
  if (!unitsToCode.length) {
    say("There is nothing to code in this handout.");
    return;
  }
  if (unitsToCode.includes(unit)) visit(unit, variableOf.get(key));
  else visit(unitsToCode.find((each) => !work.done.includes(each.uuid)) ?? unitsToCode[0]);
  showFile();
  if (work.basis === null && !readOnly) askBasis();
}

/** What a button does; afterwards the keyboard is back at the question. */
function on(id, run) {
  $(id).addEventListener("click", () => {
    run();
    if (!document.querySelector("dialog[open]")) focusQuestion();
  });
}

function listen() {
  document.addEventListener("keydown", onKey);
  on("back-button", goBack);
  on("skip-button", skip);
  on("next-button", goOn);
  on("list-button", showUnits);
  on("person-button", askPerson);
  on("rules-button", toggleRules);
  on("keys-button", showKeys);
  on("basis-all", () => askBasis());
  on("basis-unit", () => askBasis(here.unit));
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

async function begin() {
  const before = await restore();
  if (readOnly)
    warn(
      "reading",
      "This handout is open in another tab. This one only reads, and takes over when the other is closed.",
    );
  const narrow = matchMedia("(width < 64rem)").matches;
  document.body.classList.toggle("without-rules", narrow);
  $("questions").open = !narrow;
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

begin();
