// Sorts a table by the column whose head is pressed. Pages are whole without it.
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
    const compare = (a, b) => (isNumber ? a - b : a.localeCompare(b, "en-GB", { numeric: true }));
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
