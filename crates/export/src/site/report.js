// Sorts, filters and copies tables, and shows the values of a chart under the pointer and by the
// arrow keys. Pages are whole without it. Its words come with the element that loads it, and nothing
// of a page is read as markup.
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

  // What a chart has words for: under the pointer the nearest, within a finger's breadth; in a chart
  // that has the focus one after the other, by the arrow keys to the left and to the right.
  const REACH = 18;
  const shown = make("div", { className: "hover", hidden: true });
  shown.setAttribute("aria-hidden", "true");
  // The same for those who listen: out of sight, and spoken when the keyboard changes it.
  const spoken = make("div");
  spoken.setAttribute("role", "status");
  Object.assign(spoken.style, {
    position: "fixed", width: "1px", height: "1px", overflow: "hidden", clipPath: "inset(50%)",
  });
  let marked = null;
  // Puts what the keyboard shows into its place, which scrolling moves; nothing under the pointer.
  let follow = null;
  const leave = () => {
    shown.hidden = true;
    spoken.textContent = "";
    if (marked) marked.classList.remove("near");
    [marked, follow] = [null, null];
  };
  const show = (group, text) => {
    leave();
    marked = group;
    if (marked) marked.classList.add("near");
    shown.textContent = text;
    document.body.append(shown);
    shown.hidden = false;
  };
  const showByKey = (group, text, where) => {
    show(group, text);
    spoken.textContent = text;
    follow = () => {
      const box = where.getBoundingClientRect();
      place(group ? box.left + box.width / 2 : box.left, box.top);
    };
    follow();
  };
  // Above and beside a point of the window, and inside the window.
  const place = (x, y) => {
    const room = document.documentElement;
    const left = Math.min(x + 14, room.clientWidth - shown.offsetWidth - 6);
    const above = y - shown.offsetHeight - 12;
    shown.style.left = `${Math.max(left, 6)}px`;
    shown.style.top = `${above > 4 ? above : y + 18}px`;
  };

  const withPointer = (drawing, told) => {
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
      if (best !== marked) show(best, told.get(best));
      place(event.clientX, event.clientY);
    });
    drawing.addEventListener("pointerleave", leave);
  };

  const withKeys = (region, drawings) => {
    // Of a layout for a page and one for a telephone one has a size.
    const seen = () => drawings.find(([drawing]) => drawing.getBoundingClientRect().width > 0);
    let at = null;
    const end = () => {
      at = null;
      leave();
    };
    region.addEventListener("focus", () => {
      if (region.matches(":focus-visible") && seen()) showByKey(null, words.keys, region);
    });
    region.addEventListener("blur", end);
    region.addEventListener("keydown", (event) => {
      const other = event.ctrlKey || event.altKey || event.metaKey || event.shiftKey;
      if (other || event.target !== region) return;
      if (event.key === "Escape") return end();
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      const drawing = step && seen();
      if (!drawing) return;
      event.preventDefault();
      const all = [...drawing[1]];
      const from = at ?? (step > 0 ? -1 : all.length);
      at = Math.min(Math.max(from + step, 0), all.length - 1);
      const [group, text] = all[at];
      group.scrollIntoView({ block: "nearest", inline: "nearest" });
      showByKey(group, text, group);
    });
  };

  const regions = new Map();
  for (const drawing of document.querySelectorAll("figure.chart svg")) {
    const told = new Map();
    for (const title of drawing.querySelectorAll("g > title")) {
      told.set(title.parentNode, title.textContent);
      // The browser would show it too, later and over ours.
      title.remove();
    }
    if (told.size === 0) continue;
    withPointer(drawing, told);
    const region = drawing.closest(".scroll");
    if (region) regions.set(region, [...(regions.get(region) || []), [drawing, told]]);
  }
  if (regions.size > 0) document.body.append(spoken);
  regions.forEach((drawings, region) => withKeys(region, drawings));
  addEventListener("scroll", () => (follow || leave)(), { passive: true, capture: true });
})();
