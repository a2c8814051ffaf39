// Sorts, filters and copies tables, and shows the value under the pointer in a chart. Pages are
// whole without it. Its words come with the element that loads it, and nothing of a page is read
// as markup.
(() => {
  const words = document.currentScript.dataset;
  const language = document.documentElement.lang;
  const make = (name, properties = {}) => Object.assign(document.createElement(name), properties);
  const button = (text, press) => {
    const made = make("button", { type: "button", textContent: text });
    made.addEventListener("click", press);
    return made;
  };

  // What a cell is worth in an order; null for what is missing, which comes last either way.
  const worth = (cell, isNumber) => {
    if (!cell || cell.classList.contains("missing")) return null;
    const text = cell.textContent.trim();
    if (!isNumber) return text;
    const value = Number(text.replaceAll(",", "").replace("\u2212", "-"));
    return text === "" || Number.isNaN(value) ? null : value;
  };

  const sortable = (table, orders) => {
    const heads = [...table.tHead.rows[0].cells];
    const body = table.tBodies[0];
    heads.forEach((head, at) => {
      const isNumber = head.classList.contains("number");
      const text = head.textContent;
      if (text.trim() === "") return;
      head.replaceChildren(button(text, () => {
        const rows = [...body.rows].map((row) => [worth(row.cells[at], isNumber), row]);
        const known = rows.map(([value]) => value).filter((value) => value !== null);
        const order = orders.find((order) => known.every((value) => order.includes(value)));
        const compare = (a, b) =>
          isNumber ? a - b
          : order ? order.indexOf(a) - order.indexOf(b)
          : a.localeCompare(b, language, { numeric: true });
        const way = head.getAttribute("aria-sort") === "ascending" ? -1 : 1;
        heads.forEach((other) => other.removeAttribute("aria-sort"));
        head.setAttribute("aria-sort", way === 1 ? "ascending" : "descending");
        rows.sort(([a], [b]) => (a === null) - (b === null) || (a === null ? 0 : way * compare(a, b)));
        body.append(...rows.map(([, row]) => row));
      }));
    });
  };

  const filter = (table, bar) => {
    const rows = [...table.tBodies[0].rows];
    const field = make("input", { type: "search", autocomplete: "off" });
    const label = make("label", { textContent: words.filter });
    const count = make("span");
    count.setAttribute("role", "status");
    label.append(field);
    bar.append(label, count);
    field.addEventListener("input", () => {
      const wanted = field.value.trim().toLocaleLowerCase(language);
      let left = 0;
      for (const row of rows) {
        row.hidden = !row.textContent.toLocaleLowerCase(language).includes(wanted);
        left += row.hidden ? 0 : 1;
      }
      count.textContent =
        wanted === "" ? "" : words.shown.replace("{n}", left).replace("{all}", rows.length);
    });
  };

  // A cell that a spreadsheet would take for a formula is made text; a number stays one.
  const harmless = (cell) => {
    const text = cell.textContent.trim().replace(/\s+/g, " ");
    if (cell.classList.contains("number") && !cell.classList.contains("missing")) {
      return cell.tagName === "TH" ? text : text.replaceAll(",", "").replace("\u2212", "-");
    }
    return /^[=+\-@]/.test(text) ? `'${text}` : text;
  };

  const copy = async (table) => {
    const rows = [...table.rows].filter((row) => !row.hidden);
    const text = rows.map((row) => [...row.cells].map(harmless).join("\t")).join("\n");
    if (navigator.clipboard) {
      try {
        await navigator.clipboard.writeText(text);
        return true;
      } catch {
        // A browser may refuse it to a page of a folder; the old way is left.
      }
    }
    const field = make("textarea", { value: text });
    document.body.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    return done;
  };

  for (const place of document.querySelectorAll(".table")) {
    const table = place.querySelector("table");
    if (!table || !table.tHead || !table.tBodies[0]) continue;
    const bar = make("div", { className: "bar" });
    if (place.classList.contains("long")) {
      const orders = (place.dataset.orders || "").split(";").map((order) => order.split("|"));
      sortable(table, orders);
      filter(table, bar);
    }
    const told = make("span");
    told.setAttribute("role", "status");
    const press = async (event) => {
      const pressed = event.currentTarget;
      told.textContent = (await copy(table)) ? words.copied : words.notCopied;
      pressed.focus();
    };
    bar.append(button(words.copy, press), told);
    place.prepend(bar);
  }

  // The nearest of what a chart has words for, within a finger's breadth.
  const REACH = 18;
  const shown = make("div", { className: "hover", hidden: true });
  shown.setAttribute("aria-hidden", "true");
  let marked = null;
  const leave = () => {
    shown.hidden = true;
    if (marked) marked.classList.remove("near");
    marked = null;
  };
  for (const drawing of document.querySelectorAll("figure.chart svg")) {
    const told = new Map();
    for (const title of drawing.querySelectorAll("g > title")) {
      told.set(title.parentNode, title.textContent);
      // The browser would show it too, later and over ours.
      title.remove();
    }
    if (told.size === 0) continue;
    drawing.addEventListener("pointermove", (event) => {
      let [best, least] = [event.target.closest("g"), REACH];
      while (best && !told.has(best)) best = best.parentNode.closest("g");
      if (!best) {
        for (const group of told.keys()) {
          const box = group.getBoundingClientRect();
          const aside = Math.max(box.left - event.clientX, 0, event.clientX - box.right);
          const away = Math.max(box.top - event.clientY, 0, event.clientY - box.bottom);
          const distance = Math.hypot(aside, away);
          if (distance < least) [best, least] = [group, distance];
        }
      }
      if (!best) return leave();
      if (best !== marked) {
        leave();
        marked = best;
        marked.classList.add("near");
        shown.textContent = told.get(best);
        document.body.append(shown);
        shown.hidden = false;
      }
      const room = document.documentElement;
      const left = Math.min(event.clientX + 14, room.clientWidth - shown.offsetWidth - 6);
      const above = event.clientY - shown.offsetHeight - 12;
      shown.style.left = `${Math.max(left, 6)}px`;
      shown.style.top = `${above > 4 ? above : event.clientY + 18}px`;
    });
    drawing.addEventListener("pointerleave", leave);
  }
  addEventListener("scroll", leave, { passive: true, capture: true });
})();
