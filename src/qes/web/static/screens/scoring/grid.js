// All units, cases by capabilities: one walks in it with the arrows; marks and words say how far each has come.

import { h, put } from "../../lib/dom.js";
import { Walk, taken } from "../../lib/walk.js";
import { sameUnit, stageOf, toldOf } from "./words.js";

/** Marks in the order of the work, for the legend. */
const LEGEND = [["○", "open"], ["1/2", "scores locked, of those asked for"], ["⇄", "scores differ"], ["1:3", "scored by one person alone: no agreement can be told"], ["=3", "scores agree, or settled"], ["✓3", "signed off"], ["!3", "signed off, evidence has changed"]];

export class Grid {
  /** @param {{open: (unit: any) => void}} does */
  constructor(does) {
    this.does = does;
    this.walk = new Walk(() => this.table, () => [this.cases.length - 1, this.said.capabilities.length - 1]);
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
    this.walk.point(...this.walk.at, had);
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
    this.walk.point(...this.walk.at);
  }

  /** Stand on a unit, so that one comes back to where one was. */
  stand(unit) {
    const row = this.cases.indexOf(unit.case);
    const column = this.said.capabilities.findIndex((each) => each.code === unit.capability);
    if (row >= 0 && column >= 0) this.walk.point(row, column, false);
  }

  /** To the next unit, or the one before, in the order of reading. */
  step(by, only) {
    const order = this.said.units.filter((each) => (!only || each.waits) && this.cases.includes(each.case));
    const now = order.findIndex((each) => sameUnit(each, this.unitAt(this.walk.at)));
    const next = order[Math.max(0, Math.min(order.length - 1, now + by))];
    if (!next) return;
    this.stand(next);
    this.focus();
  }

  key(event) {
    if (event.altKey || event.metaKey || event.ctrlKey) return;
    if (event.key === "Enter" || event.key === " ") this.choose();
    else if (!this.walk.key(event)) return;
    taken(event);
  }

  click(event) {
    if (this.walk.click(event, false)) this.choose();
  }

  choose() {
    const unit = this.unitAt(this.walk.at);
    if (unit) this.does.open(unit);
  }
}
