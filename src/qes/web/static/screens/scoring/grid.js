// All units, cases by capabilities: one walks in it with the arrows; marks and words say how far each has come.

import { h, put } from "../../lib/dom.js";
import { sameUnit, stageOf, toldOf } from "./words.js";

/** Marks in the order of the work, for the legend. */
const LEGEND = [["○", "open"], ["1/2", "scores locked, of those asked for"], ["⇄", "scores differ"], ["=3", "scores agree, or settled"], ["✓3", "signed off"], ["!3", "signed off, evidence has changed"]];

export class Grid {
  /** @param {{open: (unit: any) => void}} does */
  constructor(does) {
    this.does = does;
    this.at = [0, 0];
    this.table = h("table", { role: "grid", "aria-label": "Cases by capabilities", on: { keydown: (event) => this.key(event), click: (event) => this.click(event) } });
    this.legend = h("p", { class: "legend small muted" }, h("span", {}, h("b", { class: "dot", "aria-hidden": "true" }, "●"), " waits for you"),
      LEGEND.map(([mark, told]) => h("span", {}, h("b", {}, mark), ` ${told}`)));
    this.element = h("div", { class: "stack" }, h("div", { class: "scroll units" }, this.table), this.legend);
  }

  /** @param {any} said all units @param {boolean} only those that wait for whoever is here */
  draw(said, only) {
    this.said = said;
    const waiting = new Set(said.units.filter((each) => each.waits).map((each) => each.case));
    const all = [...new Set(said.units.map((each) => each.case))];
    this.cases = only ? all.filter((each) => waiting.has(each)) : all;
    this.byPlace = new Map(said.units.map((each) => [`${each.case}\n${each.capability}`, each]));
    const had = this.table.contains(document.activeElement);
    put(this.table,
      h("thead", {}, h("tr", {}, h("th", { scope: "col", class: "corner" }, "Case"), said.capabilities.map((each) => h("th", { scope: "col" }, each.label)))),
      h("tbody", {}, this.cases.map((name, row) => h("tr", {}, h("th", { scope: "row" }, name), said.capabilities.map((each, column) => this.cell(name, each, row, column, only))))));
    this.point(...this.at, had);
  }

  cell(name, { code, label }, row, column, only) {
    const unit = this.byPlace.get(`${name}\n${code}`);
    if (!unit) return h("td", {});
    const { mark, word, kind } = stageOf(unit);
    const words = toldOf(unit, label);
    return h("td", { class: `unit ${kind} ${only && !unit.waits ? "aside" : ""}`, tabindex: "-1", title: words, "aria-label": words, "data-at": `${row} ${column}`, data: { case: name, capability: code } },
      unit.waits && h("b", { class: "dot", "aria-hidden": "true" }, "● "), h("b", {}, mark), h("span", { class: "word" }, ` ${word}`));
  }

  unitAt([row, column]) {
    const capability = this.said.capabilities[column]?.code;
    return this.byPlace.get(`${this.cases[row]}\n${capability}`);
  }

  focus() {
    this.point(...this.at, true);
  }

  /** Stand on a unit, so that one comes back to where one was. */
  stand(unit) {
    const row = this.cases.indexOf(unit.case);
    const column = this.said.capabilities.findIndex((each) => each.code === unit.capability);
    if (row >= 0 && column >= 0) this.point(row, column, false);
  }

  /** Have one cell in the order of tabs, and perhaps go there. */
  point(row, column, go) {
    const within = (number, most) => Math.max(0, Math.min(most - 1, number));
    this.at = [within(row, this.cases.length), within(column, this.said.capabilities.length)];
    this.here?.setAttribute("tabindex", "-1");
    this.here = this.table.querySelector(`[data-at="${this.at.join(" ")}"]`);
    this.here?.setAttribute("tabindex", "0");
    if (!go) return;
    this.here?.focus({ preventScroll: true });
    this.here?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  /** To the next unit, or the one before, in the order of reading. */
  step(by, only) {
    const order = this.said.units.filter((each) => (!only || each.waits) && this.cases.includes(each.case));
    const now = order.findIndex((each) => sameUnit(each, this.unitAt(this.at)));
    const next = order[Math.max(0, Math.min(order.length - 1, now + by))];
    if (!next) return;
    this.stand(next);
    this.focus();
  }

  key(event) {
    if (event.altKey || event.metaKey || event.ctrlKey) return;
    const [row, column] = this.at;
    const moves = { ArrowUp: [row - 1, column], ArrowDown: [row + 1, column], ArrowLeft: [row, column - 1], ArrowRight: [row, column + 1],
      Home: [row, 0], End: [row, Infinity], PageUp: [row - 10, column], PageDown: [row + 10, column] };
    if (moves[event.key]) this.point(...moves[event.key], true);
    else if (event.key === "Enter" || event.key === " ") this.choose();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  click(event) {
    const cell = event.target.closest("[data-at]");
    if (!cell) return;
    this.point(...cell.dataset.at.split(" ").map(Number), false);
    this.choose();
  }

  choose() {
    const unit = this.unitAt(this.at);
    if (unit) this.does.open(unit);
  }
}
