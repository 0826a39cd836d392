// The matrix: one walks in it with the arrows; codes with codes below them open and close.

import { h, put } from "../../lib/dom.js";
import { Walk, taken } from "../../lib/walk.js";
import { cellView, cellWords } from "./cell.js";

export class Grid {
  /**
   * @param {{chosen: (cell: {case: string, code: string}) => void, opened: (codes: string[]) => void}} tells
   */
  constructor(tells) {
    this.tells = tells;
    this.walk = new Walk(() => this.table, () => [this.said.cases.length, this.columns.length], [1, 1]);
    this.open = new Set();
    this.table = h("table", { role: "grid", "aria-label": "Cases by codes", on: { keydown: (event) => this.key(event), click: (event) => this.click(event) } });
    this.element = [
      h("div", { class: "scroll matrix" }, this.table),
      h("p", { class: "muted small" }, h("kbd", {}, "x"), " to the matrix · ", h("kbd", {}, "arrows"), " move · ", h("kbd", {}, "Enter"), " quotes · ", h("kbd", {}, "Space"), " opens or closes a code"),
    ];
  }

  /** Show what the server said. */
  draw(said, open) {
    this.said = said;
    this.parents = new Set(said.codes.map((each) => each.parent));
    this.open = new Set(open.filter((code) => this.parents.has(code)));
    this.cells = new Map(said.cells.map(([row, column, cell]) => [`${row} ${column}`, cell]));
    this.render();
    return this.element;
  }

  /** Codes in sight: those at the top, and those below one that is open. */
  get columns() {
    const shown = new Set();
    return this.said.codes.map((code, place) => ({ ...code, place })).filter(({ code, parent }) => {
      const visible = !parent || (shown.has(parent) && this.open.has(parent));
      if (visible) shown.add(code);
      return visible;
    });
  }

  render() {
    const { cases, values, attribute } = this.said;
    const columns = this.columns;
    const head = h("tr", {}, h("th", { scope: "col", class: "corner", tabindex: "-1", "data-at": "0 0" }, "Case"),
      columns.map((code, place) => this.head(code, place + 1)));
    const rows = cases.map((name, row) => h("tr", {},
      h("th", { scope: "row", tabindex: "-1", "data-at": `${row + 1} 0`, data: { case: name, code: "" } }, name),
      columns.map((code, column) => {
        const cell = this.cells.get(`${row} ${code.place}`);
        const words = `${name}, ${code.label}: ${cellWords(cell, values, attribute)}`;
        return h("td", { tabindex: "-1", class: `${cell ? "" : "none"} ${code.depth ? "sub" : ""}`, title: words, "aria-label": words, "data-at": `${row + 1} ${column + 1}`, data: { case: name, code: code.code } }, cellView(cell, values));
      })));
    put(this.table, h("thead", {}, head), h("tbody", {}, rows));
    this.walk.point(...this.walk.at, false);
  }

  head(code, place) {
    const below = this.parents.has(code.code);
    const open = this.open.has(code.code);
    return h("th", { scope: "col", tabindex: "-1", class: code.depth ? "sub" : "", "data-at": `0 ${place}`, data: { case: "", code: code.code }, "aria-expanded": below ? String(open) : null, title: code.code },
      h("div", { class: "code-head" }, below && h("button", { class: "fold", tabindex: "-1", "aria-label": `${open ? "Close" : "Open"} ${code.label}` }, open ? "▾" : "▸"), h("span", {}, code.label)));
  }

  focus() {
    this.walk.point(...this.walk.at);
  }

  key(event) {
    if (event.altKey || event.metaKey) return;
    const { here } = this.walk;
    if (event.key === "Enter") this.choose(here);
    else if (event.key === " ") this.fold(here.dataset.code);
    else if (!this.walk.key(event)) return;
    taken(event);
  }

  click(event) {
    const cell = this.walk.click(event);
    if (!cell) return;
    if (event.target.closest(".fold")) this.fold(cell.dataset.code);
    else this.choose(cell);
  }

  choose(cell) {
    if (cell?.dataset.case || cell?.dataset.code) this.tells.chosen({ case: cell.dataset.case, code: cell.dataset.code });
  }

  /** Open or close a code, or the one above where it has nothing below it. */
  fold(code) {
    const known = this.said.codes.find((each) => each.code === code);
    const meant = this.parents.has(code) ? code : known?.parent;
    if (!meant) return;
    if (!this.open.delete(meant)) this.open.add(meant);
    this.tells.opened([...this.open]);
    this.walk.at[1] = 1 + this.columns.findIndex((each) => each.code === meant);
    this.render();
    this.focus();
  }
}
