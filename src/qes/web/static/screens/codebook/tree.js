// The codes as a tree: every key of one, a search box that filters it, and counts beside each code.

import { count, h, put } from "../../lib/dom.js";
import { outline } from "./order.js";
import { dragging } from "./drag.js";

const PAUSE = 700;

/**
 * @typedef {{book: import("../../lib/book.js").Book, closed: Record<string, any>, usage: Record<string, any>, marks: Map<string, string>}} Shown
 */

export class Tree {
  /**
   * @param {{select: (code: string) => void, enter: () => void, edit: () => void, shift: (code: string, by: number) => void,
   *   drop: (code: string, target: string, where: "before"|"into"|"after") => void, edits: boolean}} does
   */
  constructor(does) {
    this.does = does;
    /** @type {Shown|null} */
    this.shown = null;
    this.at = "";
    this.shut = new Set();
    this.typed = "";
    this.typing = 0;
    this.list = h("ul", { role: "tree", class: "tree", "aria-label": "Codes", on: { keydown: (event) => this.press(event), click: (event) => this.click(event) } });
    this.field = h("input", { type: "search", placeholder: "Find a code", "aria-label": "Find a code", autocomplete: "off", spellcheck: "false",
      on: { input: () => this.draw(), keydown: (event) => this.leaveField(event) } });
    this.old = h("input", { type: "checkbox", on: { change: () => this.draw() } });
    this.oldLabel = h("label", { class: "inline small muted" }, this.old, h("span"));
    this.none = h("p", { class: "muted", hidden: true }, "No code fits what you typed.");
    this.element = h("div", { class: "tree-side" }, this.field, h("div", { class: "tree-scroll" }, this.list, this.none), this.oldLabel);
    if (does.edits) dragging(this.list, does.drop, does.enter);
  }

  /** @param {Shown} shown */
  show(shown) {
    this.shown = shown;
    this.draw();
  }

  draw() {
    if (!this.shown) return;
    const focused = this.list.contains(document.activeElement);
    const { closed, book } = this.shown;
    const gone = Object.keys(closed).length;
    this.oldLabel.hidden = !gone;
    put(this.oldLabel.lastElementChild, `Show ${count(gone, "code")} no longer in use`);
    this.roots = outline(book, closed, { typed: this.field.value.trim(), old: this.old.checked, also: this.at });
    put(this.list, this.roots.map((node) => this.node(node, 1)));
    this.none.hidden = this.roots.length > 0;
    const items = this.items();
    if (items.length && !items.some((each) => each.tabIndex === 0)) items[0].tabIndex = 0;
    if (focused) this.list.querySelector('[tabindex="0"]')?.focus();
  }

  node(node, level) {
    const { code } = node;
    const open = !this.shut.has(code.code) || this.field.value.trim() !== "";
    const here = code.code === this.at;
    const words = this.words(node);
    return h("li", {
      role: "treeitem", tabindex: here ? 0 : -1, data: { code: code.code, ...(node.fits ? { fits: "yes" } : {}) }, draggable: this.does.edits && "true",
      "aria-level": level, "aria-selected": String(here), "aria-expanded": node.children.length ? String(open) : null,
      "aria-label": [code.label, ...words.map((each) => each.said)].join(", "), class: this.shown.closed[code.code] ? "gone" : "",
    },
    h("div", { class: "tree-row", style: { paddingLeft: `${(level - 1) * 1.1 + 0.2}rem` } },
      h("span", { class: "twist", "aria-hidden": "true" }, node.children.length ? (open ? "▾" : "▸") : ""),
      h("span", { class: "tree-label" }, code.label),
      words.map((each) => h("span", { class: each.class, title: each.said }, each.shown))),
    node.children.length > 0 && open && h("ul", { role: "group" }, node.children.map((each) => this.node(each, level + 1))));
  }

  /** What stands beside a code: what the draft does to it, what became of it, and how often it was given. */
  words(node) {
    const { closed, usage, marks } = this.shown;
    const { code } = node;
    const used = usage[code.code];
    const found = [];
    const mark = marks.get(code.code);
    const end = closed[code.code]?.end;
    if (end) found.push({ shown: end, said: end, class: "tag" });
    else if (mark) found.push({ shown: mark, said: `${mark} in the draft`, class: "tag accent" });
    if (used?.disputed) found.push({ shown: `${used.disputed} disputed`, said: `${used.disputed} disputed`, class: "tag warn" });
    if (code.codable || used) found.push({ shown: used?.codings ?? 0, said: count(used?.codings ?? 0, "coding"), class: "tree-count" });
    return found;
  }

  /** The rows that are to be seen, from the top. */
  items() {
    return /** @type {HTMLElement[]} */ ([...this.list.querySelectorAll('[role="treeitem"]')]);
  }

  /** Mark a code as the one at hand. */
  point(code, focus = false) {
    this.at = code;
    let item = this.items().find((each) => each.dataset.code === code);
    if (!item && this.shown?.book.byId.has(code)) {
      this.field.value = "";
      for (let above = this.above(code); above; above = this.above(above)) this.shut.delete(above);
      this.draw();
      item = this.items().find((each) => each.dataset.code === code);
    }
    for (const each of this.items()) {
      each.setAttribute("aria-selected", String(each === item));
      each.tabIndex = each === item ? 0 : -1;
    }
    if (focus) item?.focus();
    this.reveal(item?.firstElementChild);
  }

  above(code) {
    return this.shown.book.byId.get(code)?.parent;
  }

  /** Bring a row into sight inside the list alone: the page itself must not jump. */
  reveal(row) {
    const box = this.list.parentElement;
    if (!row || !box || box.scrollHeight <= box.clientHeight) return;
    const [inner, outer] = [row.getBoundingClientRect(), box.getBoundingClientRect()];
    if (inner.top < outer.top) box.scrollTop -= outer.top - inner.top + 8;
    else if (inner.bottom > outer.bottom) box.scrollTop += inner.bottom - outer.bottom + 8;
  }

  /** Go some rows up or down. */
  step(by, focus = false) {
    const items = this.items();
    const place = items.findIndex((each) => each.dataset.code === this.at);
    const next = items[Math.max(0, Math.min(items.length - 1, place + by))];
    if (next) this.choose(next.dataset.code, focus);
  }

  choose(code, focus = false) {
    if (code !== this.at) this.does.select(code);
    this.point(code, focus);
  }

  turn(code, open) {
    if (open) this.shut.delete(code);
    else this.shut.add(code);
    this.draw();
  }

  // --- Hands ---

  click(event) {
    const item = event.target.closest('[role="treeitem"]');
    if (!item) return;
    if (event.target.closest(".twist")?.textContent) this.turn(item.dataset.code, item.getAttribute("aria-expanded") !== "true");
    else this.choose(item.dataset.code);
    // In the tree letters go to codes; whoever uses the mouse means the code at hand by them.
    this.does.enter();
  }

  press(event) {
    const item = event.target.closest('[role="treeitem"]');
    if (!item || event.ctrlKey || event.metaKey) return;
    if (event.altKey ? this.shift(event) : this.go(event, item) || this.typeahead(event)) event.preventDefault();
  }

  shift(event) {
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (by && this.does.edits) this.does.shift(this.at, by);
    return Boolean(by);
  }

  go(event, item) {
    const code = item.dataset.code;
    const open = item.getAttribute("aria-expanded");
    const items = this.items();
    switch (event.key) {
      case "ArrowDown": this.step(1, true); break;
      case "ArrowUp": this.step(-1, true); break;
      case "Home": this.choose(items[0].dataset.code, true); break;
      case "End": this.choose(items.at(-1).dataset.code, true); break;
      case "ArrowRight":
        if (open === "false") this.turn(code, true);
        else if (open) this.step(1, true);
        break;
      case "ArrowLeft":
        if (open === "true") this.turn(code, false);
        else this.choose(item.parentElement.closest('[role="treeitem"]')?.dataset.code ?? code, true);
        break;
      case "Enter": this.does.enter(); break;
      case "F2": this.does.edit(); break;
      default: return false;
    }
    return true;
  }

  /** Letters go to the next code that begins with them. */
  typeahead(event) {
    if (event.key.length !== 1 || event.key === " " || "?/".includes(event.key)) return false;
    clearTimeout(this.typing);
    this.typing = setTimeout(() => (this.typed = ""), PAUSE);
    this.typed += event.key.toLowerCase();
    const items = this.items();
    const place = items.findIndex((each) => each.dataset.code === this.at);
    const from = this.typed.length > 1 ? place : place + 1;
    const turned = [...items.slice(from), ...items.slice(0, from)];
    const found = turned.find((each) => this.shown.book.label(each.dataset.code).toLowerCase().startsWith(this.typed));
    if (found) this.choose(found.dataset.code, true);
    return true;
  }

  leaveField(event) {
    if (event.key === "ArrowDown" || event.key === "Enter") {
      const first = this.items().find((each) => each.dataset.fits) ?? this.items()[0];
      if (first) this.choose(first.dataset.code, true);
    } else if (event.key === "Escape" && this.field.value) {
      this.field.value = "";
      this.draw();
    } else return;
    event.preventDefault();
  }
}
