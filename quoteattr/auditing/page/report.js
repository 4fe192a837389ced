"use strict";
// Sort tables by their columns, and show the claims behind a figure. The page is readable without this script.
(() => {
  const collator = new Intl.Collator("en", { numeric: true });
  const compare = (a, b) => {
    const [x, y] = [a.dataset.sort, b.dataset.sort];
    if (x !== undefined || y !== undefined) return (x === undefined ? -1 : +x) - (y === undefined ? -1 : +y);
    return collator.compare(a.textContent, b.textContent);
  };
  for (const table of document.querySelectorAll("table")) {
    const heads = [...table.querySelectorAll("thead th")];
    heads.forEach((head, column) => {
      const button = head.querySelector("button");
      button.disabled = false;
      button.addEventListener("click", () => {
        const first = head.classList.contains("qa-number") ? "descending" : "ascending";
        const other = first === "ascending" ? "descending" : "ascending";
        const order = head.getAttribute("aria-sort") === first ? other : first;
        heads.forEach((each) => each.removeAttribute("aria-sort"));
        head.setAttribute("aria-sort", order);
        const sign = order === "ascending" ? 1 : -1;
        const rows = [...table.tBodies[0].rows];
        rows.sort((a, b) => sign * compare(a.cells[column], b.cells[column]));
        table.tBodies[0].append(...rows);
      });
    });
  }
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
