"use strict";
(() => {
  const titles = [...document.querySelectorAll("details.title")];
  const form = document.getElementById("filter");
  const words = document.getElementById("filter-words");
  const finding = document.getElementById("filter-finding");
  const left = document.getElementById("filter-left");
  const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  let texts = null;

  const filter = () => {
    texts ??= titles.map((title) => folded(title.textContent));
    const wanted = folded(words.value).split(/\s+/).filter(Boolean);
    let number = 0;
    titles.forEach((title, place) => {
      const found = title.dataset.found.split(" ");
      const fits = wanted.every((word) => texts[place].includes(word))
        && (!finding.value || found.includes(finding.value));
      title.hidden = !fits;
      number += fits;
    });
    left.textContent = `${number} of ${titles.length} titles`;
  };

  if (form) {
    form.hidden = false;
    words.addEventListener("input", filter);
    finding.addEventListener("change", filter);
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", () => setTimeout(filter));
    const all = document.getElementById("open-all");
    all.addEventListener("click", () => {
      const open = all.getAttribute("aria-pressed") !== "true";
      titles.forEach((title) => { title.open = open; });
      all.setAttribute("aria-pressed", open);
    });
  }

  const show = () => {
    const id = decodeURIComponent(location.hash.slice(1));
    const target = id && document.getElementById(id);
    if (!target) return;
    if (target.hidden && form) form.reset();
    for (let each = target; each; each = each.parentElement) {
      if (each.tagName === "DETAILS") each.open = true;
    }
    target.scrollIntoView();
  };
  addEventListener("hashchange", show);
  show();

  let closed = [];
  addEventListener("beforeprint", () => {
    closed = [...document.querySelectorAll("details:not([open])")];
    closed.forEach((each) => { each.open = true; });
  });
  addEventListener("afterprint", () => {
    closed.forEach((each) => { each.open = false; });
  });
})();
