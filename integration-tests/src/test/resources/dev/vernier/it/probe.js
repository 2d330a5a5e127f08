// Looks at a page in frames of several widths and writes what it finds as JSON into its own document.
const page = atob("@page@");
const bytes = Uint8Array.from(page, c => c.charCodeAt(0));
const text = new TextDecoder().decode(bytes);

function parts(color) {
  const numbers = color.match(/[\d.]+/g).map(Number);
  return { rgb: numbers.slice(0, 3), alpha: numbers.length > 3 ? numbers[3] : 1 };
}

// Relative luminance and contrast as WCAG 2 defines them.
function luminance(rgb) {
  const [r, g, b] = rgb.map(v => v / 255).map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a, b) {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

// The first opaque background behind an element.
function behind(view, element) {
  for (let e = element; e; e = e.parentElement) {
    const back = parts(view.getComputedStyle(e).backgroundColor);
    if (back.alpha === 1) return back.rgb;
  }
  return [255, 255, 255];
}

function weakest(view) {
  let found = { contrast: 99, text: "" };
  for (const element of view.document.querySelectorAll("main *")) {
    const own = [...element.childNodes].filter(n => n.nodeType === 3 && n.nodeValue.trim());
    if (own.length === 0 || element.getClientRects().length === 0) continue;
    const ink = parts(view.getComputedStyle(element).color).rgb;
    const value = contrast(ink, behind(view, element));
    if (value < found.contrast) found = { contrast: value, text: own[0].nodeValue.trim() };
  }
  return found;
}

// Elements that stick out of the page although nothing that scrolls holds them.
function outside(view) {
  const width = view.document.documentElement.clientWidth;
  return [...view.document.querySelectorAll("main *")]
    .filter(e => !e.closest(".scroll > *") && e.getBoundingClientRect().right > width + 0.5)
    .map(e => e.outerHTML.slice(0, 80));
}

function cells(table, column) {
  return [...table.tBodies[0].rows].map(row => row.cells[column].textContent.trim());
}

// What every sortable column holds after one and after two clicks on its heading.
function sorted(view) {
  const found = [];
  for (const table of view.document.querySelectorAll("table.sortable")) {
    [...table.tHead.rows[0].cells].forEach((head, column) => {
      head.click();
      const up = cells(table, column), first = head.getAttribute("aria-sort");
      head.dispatchEvent(new view.KeyboardEvent("keydown", { key: "Enter" }));
      found.push({ title: head.textContent, up, down: cells(table, column),
        order: first + " " + head.getAttribute("aria-sort") });
    });
  }
  return found;
}

function look(frame, width) {
  const view = frame.contentWindow, root = view.document.documentElement;
  return { width, inner: view.innerWidth, scroll: root.scrollWidth, height: root.scrollHeight,
    weakest: weakest(view), outside: outside(view),
    fetched: view.performance.getEntriesByType("resource").length,
    columns: width === 1280 ? sorted(view) : [] };
}

const results = [];
function open(widths) {
  if (widths.length === 0) {
    document.body.textContent = JSON.stringify(results);
    return;
  }
  const frame = document.createElement("iframe");
  frame.style.width = widths[0] + "px";
  frame.style.border = "0";
  frame.onload = () => { results.push(look(frame, widths[0])); open(widths.slice(1)); };
  frame.srcdoc = text;
  document.body.append(frame);
}
open([1280, 800, 400]);
