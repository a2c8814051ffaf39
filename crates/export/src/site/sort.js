// Sorts a table by the column whose head is pressed. Pages are whole without it.
const orders = [
  ["high", "medium", "low"],
  ["open", "agreed", "started", "done", "done, after its day", "stopped"],
];
for (const table of document.querySelectorAll(".sortable table")) {
  const heads = [...table.tHead.rows[0].cells];
  const body = table.tBodies[0];
  heads.forEach((head, at) => {
    const isNumber = head.classList.contains("number");
    const value = (row) => {
      const cell = row.cells[at];
      if (cell.classList.contains("missing")) return null;
      const text = cell.textContent.trim();
      return isNumber ? Number(text.replaceAll(",", "").replace("\u2212", "-")) : text;
    };
    // Words that have an order of their own are not put in that of the alphabet.
    const words = [...body.rows].map(value).filter((word) => word !== null);
    const order = orders.find((known) => words.every((word) => known.includes(word)));
    const place = (a) => (order ? order.indexOf(a) : a);
    const compare = (a, b) => (isNumber || order ? place(a) - place(b) : a.localeCompare(b, "en-GB", { numeric: true }));
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    head.replaceChildren(button);
    button.addEventListener("click", () => {
      const way = head.getAttribute("aria-sort") === "ascending" ? -1 : 1;
      heads.forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", way === 1 ? "ascending" : "descending");
      const rows = [...body.rows].map((row) => [value(row), row]);
      // What is missing comes last, whichever way the rest goes.
      rows.sort(([a], [b]) => (a === null) - (b === null) || (a === null ? 0 : way * compare(a, b)));
      body.append(...rows.map(([, row]) => row));
    });
  });
}
