// What is asked of a page, inside it. Each function is sent to the browser by itself, so it uses
// nothing from outside.

/// What does not fit: the page, words over words in a drawing, words outside of it.
export const layout = ({ isPrint }) => {
  const said = [];
  const selector = (element) => {
    const id = element.closest("[id]")?.id;
    return `${id ? `#${id} ` : ""}${element.tagName.toLowerCase()}${element.className?.baseVal === undefined && element.className ? `.${element.className.split(" ")[0]}` : ""}`;
  };
  const root = document.documentElement;
  if (!isPrint && root.scrollWidth > root.clientWidth) {
    const wide = [...document.body.querySelectorAll("*")].filter((element) => {
      if (element.closest(".scroll")) return element.matches(".scroll") && element.getBoundingClientRect().right > root.clientWidth + 1;
      return element.getBoundingClientRect().right > root.clientWidth + 1;
    });
    said.push(`the page scrolls sideways (${root.scrollWidth} of ${root.clientWidth}): ${wide.slice(0, 3).map(selector).join(", ")}`);
  }
  for (const drawing of document.querySelectorAll("figure.chart svg")) {
    const frame = drawing.getBoundingClientRect();
    if (frame.width === 0) {
      // Of a layout for a page and one for a telephone the style sheet shows one.
      const all = [...drawing.closest("figure").querySelectorAll("svg")];
      if (all.some((other) => other.getBoundingClientRect().width > 0)) continue;
      said.push(`a drawing has no size: ${selector(drawing)}`);
      continue;
    }
    // Letters do not fill the box of their line: two lines may touch, and a label may come as near
    // as a space is wide. What is more is an overlap.
    const unit = frame.width / drawing.viewBox.baseVal.width;
    const high = 4.5 * unit;
    const wide = 1.5 * unit;
    const labels = [...drawing.querySelectorAll("text")]
      .filter((label) => label.textContent.trim() !== "")
      .map((label) => ({ words: label.textContent, box: label.getBoundingClientRect() }));
    labels.sort((a, b) => a.box.top - b.box.top);
    labels.forEach(({ words, box }, at) => {
      if (box.left < frame.left - wide || box.right > frame.right + wide || box.top < frame.top - high || box.bottom > frame.bottom + high) {
        said.push(`a label leaves its drawing: ${selector(drawing)}: “${words}”`);
      }
      for (let next = at + 1; next < labels.length && labels[next].box.top < box.bottom; next += 1) {
        const other = labels[next].box;
        const across = Math.min(box.right, other.right) - Math.max(box.left, other.left);
        const down = Math.min(box.bottom, other.bottom) - Math.max(box.top, other.top);
        if (across > wide && down > high) {
          said.push(`labels overlap: ${selector(drawing)}: “${words}” and “${labels[next].words}”`);
        }
      }
    });
  }
  return said;
};

/// What a key must reach: links, buttons, fields and places that scroll, where they are shown.
export const focusable = () => {
  const all = document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']");
  const shown = [...all].filter((element) => element.checkVisibility({ visibilityProperty: true }));
  return shown.map((element, number) => {
    element.dataset.checkNumber = number;
    const words = (element.textContent || element.getAttribute("aria-label") || "").trim().slice(0, 40);
    return { number, selector: `${element.tagName.toLowerCase()} “${words}”` };
  });
};

/// Where the focus is, and whether it is seen; null where it left the page.
export const focused = () => {
  const element = document.activeElement;
  if (!element || element === document.body || element === document.documentElement) return null;
  const style = getComputedStyle(element);
  const ring = style.outlineStyle !== "none" && Number.parseFloat(style.outlineWidth) >= 2;
  const words = (element.textContent || element.getAttribute("aria-label") || "").trim().slice(0, 40);
  const number = element.dataset.checkNumber ?? words;
  return { number: Number.isNaN(Number(number)) ? number : Number(number), ring, selector: `${element.tagName.toLowerCase()} “${words}”` };
};

/// The words of the content without what the script adds, and without drawings, whose words for
/// hovering it takes over.
export const text = () => {
  const copy = document.querySelector("main").cloneNode(true);
  copy.querySelectorAll(".bar, svg").forEach((element) => element.remove());
  return copy.textContent.replace(/\s+/g, " ").trim();
};

/// Where two texts part.
export const difference = (one, other) => {
  let at = 0;
  while (at < one.length && one[at] === other[at]) at += 1;
  return `“${one.slice(at, at + 40)}” against “${other.slice(at, at + 40)}”`;
};

/// What each chart has words for, in order: where no script has taken them over.
export const told = () =>
  [...document.querySelectorAll(".scroll")].map((region) => {
    const drawings = [...region.querySelectorAll("figure.chart svg")];
    const seen = drawings.find((drawing) => drawing.getBoundingClientRect().width > 0);
    return [...(seen?.querySelectorAll("g > title") ?? [])].map((title) => title.textContent);
  });

/// What the script shows at a chart, and what it says.
export const shown = () => {
  const box = document.querySelector(".hover:not([hidden])");
  const said = [...document.querySelectorAll("body > [role=status]")].map((one) => one.textContent);
  return { seen: box?.textContent ?? null, said: said.join(" ") };
};
