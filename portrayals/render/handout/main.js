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

on("person-button", askPerson);
on("basis-all", () => askBasis());
on("basis-unit", () => askBasis(here.unit));
$("questions").open = !isNarrow();
begin(`portrayals ${handout.handout}`);
