// The matrix as a table one walks in with the arrows; on a telephone one case at a time.

import { h, put } from "../../lib/dom.js";
import { cellView, cellWords } from "./look.js";

const SMALL = matchMedia("(max-width: 720px)");

export class Table {
  /** @param {{open: (case_: string, code: string) => void, turn: (case_: string) => void}} does */
  constructor(does) {
    this.does = does;
    this.row = 0;
    this.column = 0;
    this.element = h("div", {});
    // The same element as long as the page is open, so that it stays where one has scrolled to.
    this.box = h("div", { class: "scroll matrix framework" });
    SMALL.addEventListener("change", () => this.said && this.render());
  }

  /** @param {any} said @param {{case: string, code: string}} open the cell that is open, if one is */
  draw(said, open) {
    this.said = said;
    this.open = open;
    this.cells = new Map(said.cells.map(([row, column, cell]) => [`${row} ${column}`, cell]));
    const [row, column] = [said.cases.indexOf(open.case), said.codes.findIndex((each) => each.code === open.code)];
    if (row >= 0) this.row = row;
    if (column >= 0) this.column = column;
    this.row = Math.min(this.row, Math.max(0, said.cases.length - 1));
    this.column = Math.min(this.column, Math.max(0, said.codes.length - 1));
    this.render();
  }

  render() {
    const shown = SMALL.matches ? this.list() : this.table();
    if (shown.parentNode !== this.element || this.element.childElementCount > 1) put(this.element, shown);
    if (SMALL.matches) return;
    this.point(this.row, this.column, false);
    this.grid.querySelector("td.open")?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  table() {
    const { cases, codes } = this.said;
    const head = h("tr", {}, h("th", { scope: "col", class: "corner" }, "Case"), codes.map((code) => h("th", { scope: "col", class: code.depth ? "sub" : "", title: code.code }, code.label)));
    const rows = cases.map((name, row) => h("tr", {}, h("th", { scope: "row" }, name), codes.map((code, column) => {
      const cell = this.cells.get(`${row} ${column}`);
      const open = this.open.case === name && this.open.code === code.code;
      return h("td", { tabindex: "-1", class: open ? "open" : "", "aria-label": `${name}, ${code.label}: ${cellWords(cell)}`, data: { row, column } }, cellView(cell));
    })));
    this.grid = h("table", { role: "grid", "aria-label": "Cases by codes", on: { keydown: (event) => this.key(event), click: (event) => this.click(event) } }, h("thead", {}, head), h("tbody", {}, rows));
    put(this.box, this.grid);
    return this.box;
  }

  /** One case: its codes below each other. */
  list() {
    const { cases, codes } = this.said;
    const choose = h("select", { "aria-label": "Case", on: { change: () => { this.row = cases.indexOf(choose.value); this.does.turn(choose.value); this.render(); } } }, cases.map((each, row) => h("option", { value: each, selected: row === this.row }, each)));
    return h("div", { class: "stack one-case" }, h("label", {}, "Case", choose), h("ul", {}, codes.map((code, column) => {
      const cell = this.cells.get(`${this.row} ${column}`);
      return h("li", {}, h("button", { class: "cell-button", on: { click: () => this.does.open(cases[this.row], code.code) } }, h("b", { class: code.depth ? "sub" : "" }, code.label), cellView(cell)));
    })));
  }

  point(row, column, go = true) {
    const { cases, codes } = this.said;
    this.here?.setAttribute("tabindex", "-1");
    this.row = Math.max(0, Math.min(cases.length - 1, row));
    this.column = Math.max(0, Math.min(codes.length - 1, column));
    this.here = this.grid.querySelector(`[data-row="${this.row}"][data-column="${this.column}"]`);
    this.here?.setAttribute("tabindex", "0");
    if (!go) return;
    this.here?.focus({ preventScroll: true });
    this.here?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  focus() {
    if (this.said && !SMALL.matches) this.point(this.row, this.column);
    else this.element.querySelector("select")?.focus();
  }

  key(event) {
    if (event.altKey || event.metaKey) return;
    const { row, column } = this;
    const moves = { ArrowUp: [row - 1, column], ArrowDown: [row + 1, column], ArrowLeft: [row, column - 1], ArrowRight: [row, column + 1],
      Home: [event.ctrlKey ? 0 : row, 0], End: [event.ctrlKey ? Infinity : row, Infinity], PageUp: [row - 10, column], PageDown: [row + 10, column] };
    if (moves[event.key]) this.point(...moves[event.key]);
    else if (event.key === "Enter" && !event.ctrlKey) this.choose();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  click(event) {
    const cell = event.target.closest("td");
    if (!cell) return;
    this.point(Number(cell.dataset.row), Number(cell.dataset.column));
    this.choose();
  }

  choose() {
    this.does.open(this.said.cases[this.row], this.said.codes[this.column].code);
  }

  /** The next cell that has quotes and no summary, in reading order from here. */
  get waiting() {
    const { cases, codes } = this.said;
    const place = (row, column) => row * codes.length + column;
    const here = place(this.row, this.column) - (this.open.code ? 0 : 1);
    const all = this.said.cells.filter(([, , cell]) => cell.quotes && !cell.text && !cell.held).map(([row, column]) => [place(row, column), row, column]);
    all.sort(([one], [other]) => one - other);
    const found = all.find(([at]) => at > here) ?? all.find(([at]) => at !== here);
    return found ? { case: cases[found[1]], code: codes[found[2]].code } : null;
  }
}
