// The matrix: a row per source, grouped by case, a column per coder; each cell is a button.

import { h } from "../../lib/dom.js";
import { openCoder } from "./coder.js";
import { cellWords, percent, progress } from "./say.js";

const STATES = { inactive: "not active", viewer: "a viewer", none: "no account" };
const MOVES = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };

/** @param {import("./work.js").Work} work */
export function matrixView(work) {
  const { shown } = work;
  if (!shown.length) return h("p", { class: "muted" }, "No source fits. Choose another case, or clear the search.");
  const groups = Map.groupBy(shown, (each) => each.cases.join(", "));
  const table = h("table", { class: "matrix", on: { keydown: (event) => move(event, table, work), focusin: (event) => stopAt(event.target, table) } },
    h("thead", {}, head(work, shown)),
    [...groups].map(([name, rows]) => h("tbody", {}, groupRow(work, name, rows), rows.map((each) => row(work, each)))));
  const first = table.querySelector("button[data-coder]");
  if (first) first.tabIndex = 0;
  return [h("div", { class: "scroll matrix-frame", role: "region", "aria-label": "Sources and coders" }, table),
    h("p", { class: "muted small" }, "In a cell: ", h("kbd", {}, "Enter"), " to choose, ", h("kbd", {}, "w"), " whole, ", h("kbd", {}, "b"), " blind share, ",
      h("kbd", {}, "x"), " nothing, ", h("kbd", {}, "m"), " marks the source; the arrows move.")];
}

function head(work, shown) {
  const all = shown.every((each) => work.marked.has(each.id));
  const some = !all && shown.some((each) => work.marked.has(each.id));
  return h("tr", {},
    h("th", { scope: "col", class: "source" }, h("label", { class: "inline" },
      h("input", { type: "checkbox", checked: all, indeterminate: some, data: { focus: "mark-all" }, on: { change: () => work.mark(shown.map((each) => each.id), !all) } }), "Source")),
    h("th", { scope: "col", class: "wide-only" }, "Read"),
    h("th", { scope: "col", class: "number wide-only", title: "Passages read by two coders, of those assigned to two" }, "By two"),
    work.said.coders.map((each) => h("th", { scope: "col", class: "coder" },
      h("button", { class: "link", data: { focus: `coder ${each.name}` }, title: "What is assigned", on: { click: () => openCoder(work, each.name) } }, each.name),
      h("div", { class: "small" }, each.work ? progress(each.work.read, each.work.of, each.name) : "codes everything"),
      stateOf(work, each))));
}

function stateOf(work, coder) {
  const words = coder.account === "none" && !work.hasAccounts ? "" : STATES[coder.account];
  return words && h("span", { class: "tag warn" }, words);
}

function groupRow(work, name, rows) {
  const ids = rows.map((each) => each.id);
  const all = ids.every((each) => work.marked.has(each));
  return h("tr", { class: "group" },
    h("th", { scope: "rowgroup", class: "source" }, h("label", { class: "inline" },
      h("input", { type: "checkbox", checked: all, indeterminate: !all && ids.some((each) => work.marked.has(each)), data: { focus: `case ${name}` }, on: { change: () => work.mark(ids, !all) } }),
      name || "Without a case")),
    h("td", { colspan: 2 + work.said.coders.length }));
}

function row(work, source) {
  const marked = work.marked.has(source.id);
  return h("tr", { class: marked ? "marked" : "" },
    h("th", { scope: "row", class: "source" }, h("label", { class: "inline" },
      h("input", { type: "checkbox", checked: marked, data: { focus: `mark ${source.id}` }, on: { change: () => work.mark([source.id], !marked) } }),
      h("span", {}, shortPath(source), h("span", { class: "narrow-only muted small" }, `${source.once} / ${source.passages} read`)))),
    h("td", { class: "wide-only" }, progress(source.once, source.passages, source.path)),
    h("td", { class: "number wide-only" }, source.doubled.of ? `${source.doubled.read} / ${source.doubled.of}` : source.twice || ""),
    work.said.coders.map((each) => h("td", { class: "cell" }, cell(work, source, each))));
}

/** Without the folder that names the case already. */
function shortPath({ path, cases }) {
  const folder = `${cases[0] ?? ""}/`;
  return cases.length === 1 && path.toLowerCase().startsWith(folder.toLowerCase()) ? path.slice(folder.length) : path;
}

function cell(work, source, coder) {
  const mine = coder.cells[source.id];
  const [share, blind, of, read] = mine ?? [0, 0, 0, 0];
  const words = mine ? cellWords(share, blind) : coder.work ? "nothing" : "codes everything";
  return h("button", {
    class: "cell-button", tabindex: -1, "aria-label": `${source.path}, ${coder.name}: ${words}${mine ? `, ${read} of ${of} read` : ""}`,
    title: mine ? `${words}: ${read} of ${of} passages read` : words,
    data: { coder: coder.name, source: source.id, state: mine ? (share === 1 ? "whole" : "share") : coder.work ? "none" : "free", focus: `cell ${coder.name} ${source.id}` },
    on: { click: () => work.openCell(coder.name, source.id) },
  }, mine ? [h("span", {}, share === 1 ? "whole" : percent(share), blind > 0 && h("span", { class: "blind" }, blind === share ? " blind" : ` · ${percent(blind)} blind`)), h("span", { class: "small" }, `${read} / ${of}`)] : coder.work ? "–" : "(all)");
}

/** The arrows move within; for the tab key the matrix is one stop. */
function move(event, table, work) {
  const at = event.target.closest("button[data-coder]");
  if (!at) return;
  if (event.key === "Delete") {
    event.preventDefault();
    work.key(0, false);
    return;
  }
  const step = MOVES[event.key];
  if (!step || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  const cells = Array.from(table.querySelectorAll("button[data-coder]"));
  const wide = work.said.coders.length;
  const place = cells.indexOf(at);
  const column = (place % wide) + step[1];
  const next = column >= 0 && column < wide ? cells[place + step[0] * wide + step[1]] : null;
  if (!next) return;
  next.focus();
}

/** Where one was last is where the tab key comes back to. */
function stopAt(cell, table) {
  if (!cell.dataset.coder) return;
  for (const each of table.querySelectorAll('button[data-coder][tabindex="0"]')) each.tabIndex = -1;
  cell.tabIndex = 0;
}
