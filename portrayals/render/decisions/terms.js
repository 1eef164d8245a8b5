// How it is decided, and with whom: asked once, and kept for the decisions that follow.

/** Asks on what terms everything is decided from now on. */
function askTerms() {
  if (!mayChange()) return;
  const form = $("terms").querySelector("form");
  const { method, with: others } = work.terms ?? { method: "discussion", with: [] };
  form.elements.method.value = method;
  form.elements.with.value = others.join(", ");
  ask("terms", (filled) => {
    const keys = [...new Set(filled.with.split(/[\s,;]+/).filter(Boolean))];
    if (filled.method === "discussion" && !keys.length) return ["with", "A discussion takes two: say with whom."];
    if (filled.method === "alone" && keys.length) return ["with", "Who decides alone has nobody with them."];
    work.terms = { method: filled.method, with: keys };
    keep([]);
    drawTerms();
    return null;
  });
  $("terms").onclose = () => (work.terms === null ? askTerms() : focusQuestion()); // nothing is decided without
}

/** Shows the terms, as they hold for what is decided next. */
function drawTerms() {
  if (!work.terms) return;
  const { method, with: others } = work.terms;
  const told = document.querySelector(`#terms [value="${method}"]`).parentElement.textContent.trim();
  $("terms-shown").textContent = others.length ? `${told}: ${others.join(", ")}` : told;
}
