// The matrix as a table one walks in with the arrows; on a telephone one case at a time.

import { h, put } from "../../lib/dom.js";
import { Walk, taken } from "../../lib/walk.js";
import { cellView, cellWords } from "./look.js";

const SMALL = matchMedia("(max-width: 720px)");

export class Table {
  /** @param {{open: (case_: string, code: string) => void, turn: (case_: string) => void}} does */
  constructor(does) {
    this.does = does;
    this.walk = new Walk(() => this.grid, () => [this.said.cases.length - 1, this.said.codes.length - 1]);
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
    this.levels = new Map(said.levels.map(([row, column, level]) => [`${row} ${column}`, level]));
    const [row, column] = [said.cases.indexOf(open.case), said.codes.findIndex((each) => each.code === open.code)];
    this.walk.stand(row >= 0 ? row : this.walk.at[0], column >= 0 ? column : this.walk.at[1]);
    this.render();
  }

  render() {
    const shown = SMALL.matches ? this.list() : this.table();
    if (shown.parentNode !== this.element || this.element.childElementCount > 1) put(this.element, shown);
    if (SMALL.matches) return;
    this.walk.point(...this.walk.at, false);
    this.grid.querySelector("td.open")?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  table() {
    const { cases, codes } = this.said;
    const head = h("tr", {}, h("th", { scope: "col", class: "corner" }, "Case"), codes.map((code) => h("th", { scope: "col", class: code.depth ? "sub" : "", title: code.code }, code.label)));
    const rows = cases.map((name, row) => h("tr", {}, h("th", { scope: "row" }, name), codes.map((code, column) => {
      const [cell, judged] = [this.cells.get(`${row} ${column}`), this.levels.get(`${row} ${column}`)];
      const open = this.open.case === name && this.open.code === code.code;
      return h("td", { tabindex: "-1", class: open ? "open" : "", "aria-label": `${name}, ${code.label}: ${cellWords(cell, judged)}`, "data-at": `${row} ${column}` }, cellView(cell, judged));
    })));
    this.grid = h("table", { role: "grid", "aria-label": "Cases by codes", on: { keydown: (event) => this.key(event), click: (event) => this.click(event) } }, h("thead", {}, head), h("tbody", {}, rows));
    put(this.box, this.grid);
    return this.box;
  }

  /** One case: its codes below each other. */
  list() {
    const { cases, codes } = this.said;
    const [here] = this.walk.at;
    const choose = h("select", { "aria-label": "Case", on: { change: () => { this.walk.at[0] = cases.indexOf(choose.value); this.does.turn(choose.value); this.render(); } } }, cases.map((each, row) => h("option", { value: each, selected: row === here }, each)));
    return h("div", { class: "stack one-case" }, h("label", {}, "Case", choose), h("ul", {}, codes.map((code, column) => {
      const [cell, judged] = [this.cells.get(`${here} ${column}`), this.levels.get(`${here} ${column}`)];
      return h("li", {}, h("button", { class: "cell-button", on: { click: () => this.does.open(cases[here], code.code) } }, h("b", { class: code.depth ? "sub" : "" }, code.label), cellView(cell, judged)));
    })));
  }

  focus() {
    if (this.said && !SMALL.matches) this.walk.point(...this.walk.at);
    else this.element.querySelector("select")?.focus();
  }

  key(event) {
    if (event.altKey || event.metaKey) return;
    if (event.key === "Enter" && !event.ctrlKey) this.choose();
    else if (!this.walk.key(event)) return;
    taken(event);
  }

  click(event) {
    if (this.walk.click(event)) this.choose();
  }

  choose() {
    const [row, column] = this.walk.at;
    this.does.open(this.said.cases[row], this.said.codes[column].code);
  }

  /** The next cell that has quotes and no summary, in reading order from here. */
  get waiting() {
    const { cases, codes } = this.said;
    const place = (row, column) => row * codes.length + column;
    const here = place(...this.walk.at) - (this.open.code ? 0 : 1);
    const all = this.said.cells.filter(([, , cell]) => cell.quotes && !cell.text && !cell.held).map(([row, column]) => [place(row, column), row, column]);
    all.sort(([one], [other]) => one - other);
    const found = all.find(([at]) => at > here) ?? all.find(([at]) => at !== here);
    return found ? { case: cases[found[1]], code: codes[found[2]].code } : null;
  }
}
