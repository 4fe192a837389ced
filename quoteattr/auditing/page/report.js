"use strict";
// Sort tables by their columns, and show the claims that a figure counts. The page is readable without this script.
(() => {
  document.querySelectorAll("table").forEach(sortable);
  const items = [...document.querySelectorAll(".qa-claims li")];
  const note = document.getElementById("claims-note");
  const all = document.getElementById("claims-all");
  const before = note.textContent;
  const show = (wanted) => items.forEach((item) => { item.hidden = wanted !== null && !wanted.has(item.id); });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-claims]");
    if (!link) return;
    event.preventDefault();
    const ids = link.dataset.claims.split(" ");
    show(new Set(ids.map((id) => `claim-${id}`)));
    const total = +link.dataset.total;
    note.textContent = `${link.dataset.of}: ${ids.length} of ${total} claims` + (total > ids.length ? "; all are in the table claims.csv." : ".");
    all.hidden = false;
    document.getElementById("claims").scrollIntoView();
    document.getElementById("claims-title").focus({ preventScroll: true });
  });
  all.addEventListener("click", () => {
    show(null);
    note.textContent = before;
    all.hidden = true;
  });
})();
