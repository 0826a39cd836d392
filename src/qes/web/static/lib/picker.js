// Choosing a code: type a few letters, see what it means, press Enter.

import { h, put } from "./dom.js";

const RECENT = "qes-recent-codes";
const MOST_RECENT = 6;

function recent() {
  try {
    return JSON.parse(localStorage.getItem(RECENT) ?? "[]");
  } catch {
    return [];
  }
}

function remember(code) {
  try {
    localStorage.setItem(RECENT, JSON.stringify([code, ...recent().filter((each) => each !== code)].slice(0, MOST_RECENT)));
  } catch {
    // only a convenience
  }
}

/**
 * Ask for a code.
 * @param {import("./book.js").Book} book
 * @param {{title?: string, quote?: string}} [about]
 * @returns {Promise<string|null>} its id; null when called off
 */
export function pickCode(book, { title = "Add a code", quote = "" } = {}) {
  return new Promise((resolve) => {
    let picked = null;
    let at = 0;
    let shown = [];
    const list = h("ul", { class: "picker-list", role: "listbox", id: "picker-list", "aria-label": "Codes" });
    const about = h("div", { class: "picker-about", tabindex: 0, role: "region", "aria-label": "What the code means" });
    const field = h("input", {
      type: "text", role: "combobox", "aria-expanded": "true", "aria-controls": "picker-list", "aria-autocomplete": "list",
      "aria-label": title, placeholder: "Type a few letters of a code", autocomplete: "off", spellcheck: "false",
    });
    const dialog = h("dialog", { class: "picker", "aria-label": title },
      h("div", { class: "stack" }, h("h2", {}, title), quote && h("p", { class: "quote picker-quote" }, `“${quote}”`), field,
        h("div", { class: "picker-body" }, list, about),
        h("p", { class: "muted small" }, h("kbd", {}, "↑"), " ", h("kbd", {}, "↓"), " choose · ", h("kbd", {}, "Enter"), " take it · ", h("kbd", {}, "Esc"), " call it off")));

    const take = (code) => {
      picked = code;
      remember(code);
      dialog.close();
    };
    const point = (place) => {
      at = Math.max(0, Math.min(shown.length - 1, place));
      [...list.children].forEach((each, number) => each.setAttribute("aria-selected", String(number === at)));
      list.children[at]?.scrollIntoView({ block: "nearest" });
      field.setAttribute("aria-activedescendant", shown.length ? `picker-${at}` : "");
      put(about, shown[at] ? criteria(shown[at]) : h("p", { class: "muted" }, "No code fits what you typed."));
    };
    const draw = () => {
      const typed = field.value.trim();
      const found = book.find(typed);
      const first = typed ? [] : recent().map((id) => book.byId.get(id)).filter((code) => code?.codable);
      shown = [...first, ...found.filter((code) => !first.includes(code))];
      put(list, shown.map((code, number) =>
        h("li", { id: `picker-${number}`, role: "option", on: { click: () => take(code.code), mousemove: () => number !== at && point(number) } },
          h("span", { class: "picker-label" }, code.label), " ", h("span", { class: "muted small" }, code.code))));
      point(0);
    };
    field.addEventListener("input", draw);
    field.addEventListener("keydown", (event) => {
      const move = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }[event.key];
      if (move) point(at + move);
      else if (event.key === "Enter" && shown[at]) take(shown[at].code);
      else return;
      event.preventDefault();
    });
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(picked);
    });
    document.body.append(dialog);
    draw();
    dialog.showModal();
    field.focus();
  });
}

/** What the codebook says of a code. */
export function criteria(code, { examples = true } = {}) {
  const part = (label, text, kind = "") => text && h("div", { class: `criterion ${kind}` }, h("h3", {}, label), h("p", {}, text));
  const texts = (label, all, kind = "") =>
    examples && all.length > 0 && h("div", { class: `criterion ${kind}` }, h("h3", {}, label), h("ul", {}, all.map((each) => h("li", {}, each))));
  return [
    h("p", {}, h("strong", {}, code.label), " ", h("span", { class: "muted small" }, code.code)),
    code.brief && h("p", {}, code.brief),
    code.definition !== code.brief && part("Definition", code.definition),
    part("When to use", code.when_to_use, "use"),
    part("When not to use", code.when_not_to_use, "avoid"),
    texts("Examples", code.examples),
    texts("Not examples", code.counter_examples, "avoid"),
  ];
}
