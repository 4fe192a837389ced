"use strict";
// Shared by the audit report and the app: tables that are sorted by their headings.

// Sort a table by the buttons of its headings. Return a function that sorts again after rows were added.
function sortable(table) {
  const collator = new Intl.Collator("en", { numeric: true });
  const compare = (a, b) => {
    const [x, y] = [a.dataset.sort, b.dataset.sort];
    if (x !== undefined || y !== undefined) return (x === undefined ? -1 : +x) - (y === undefined ? -1 : +y);
    return collator.compare(a.textContent, b.textContent);
  };
  const heads = [...table.querySelectorAll("thead th")];
  function sort() {
    const column = heads.findIndex((head) => head.hasAttribute("aria-sort"));
    if (column < 0) return;
    const sign = heads[column].getAttribute("aria-sort") === "ascending" ? 1 : -1;
    const rows = [...table.tBodies[0].rows];
    rows.sort((a, b) => sign * compare(a.cells[column], b.cells[column]));
    table.tBodies[0].append(...rows);
  }
  for (const head of heads) {
    const button = head.querySelector("button");
    button.disabled = false;
    button.addEventListener("click", () => {
      const first = head.classList.contains("qa-number") ? "descending" : "ascending";
      const other = first === "ascending" ? "descending" : "ascending";
      const order = head.getAttribute("aria-sort") === first ? other : first;
      heads.forEach((each) => each.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", order);
      sort();
    });
  }
  return sort;
}
