// A heading that is clicked, or given Enter, sorts by its column: by number where a cell starts with one, else by text.
const texts = (rows, column) => new Map(rows.map(row => [row, row.cells[column].textContent.trim()]));
const number = text => parseFloat(text.replace(/^[×[]\s*/, "").replaceAll(",", ""));
function sort(table, head) {
  const down = head.getAttribute("aria-sort") === "ascending";
  for (const other of head.parentNode.cells) other.removeAttribute("aria-sort");
  head.setAttribute("aria-sort", down ? "descending" : "ascending");
  const body = table.tBodies[0], rows = [...body.rows], cells = texts(rows, head.cellIndex);
  const compare = (a, b) => {
    const s = cells.get(a), t = cells.get(b), x = number(s), y = number(t);
    if (isNaN(x) !== isNaN(y)) return isNaN(x) ? 1 : -1;
    const order = isNaN(x) ? s.localeCompare(t) : x - y;
    return down ? -order : order;
  };
  body.append(...rows.sort(compare));
}
for (const table of document.querySelectorAll("table.sortable")) {
  for (const head of table.tHead.rows[0].cells) {
    head.tabIndex = 0;
    head.title = "Sort by this column";
    head.addEventListener("click", () => sort(table, head));
    head.addEventListener("keydown", event => { if (event.key === "Enter") sort(table, head); });
  }
}
