// The page begins.

/** Shows the work where it was left. */
function start() {
  here = null;
  if (!differences.length) {
    say("There is nothing to decide in this page.");
    return;
  }
  visit(differenceOf.get(work.place) ?? differences.find((each) => !isDone(each)) ?? differences[0]);
  showFile();
  if (work.terms === null && !readOnly) askTerms();
}

on("terms-button", askTerms);
on("withdraw-button", takeBack);
$("causes").addEventListener("change", (event) => giveCause(event.target.value));
$("reason").addEventListener("input", writeReason);
$("why").addEventListener("keydown", reasonKey);
begin(`portrayals ${sheet.sheet}`);
