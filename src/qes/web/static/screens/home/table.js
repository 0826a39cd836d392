// A table one can sort by any column, which shows the first rows until one asks for all.

import { h, put } from "../../lib/dom.js";

const FIRST = 12;

/** @typedef {{name: string, title?: string, value: (row: any) => number|string|null, cell?: (row: any) => any, number?: boolean}} Column */

/** How each table was sorted and whether it was opened, so that new figures do not change what one looks at. */
const states = new Map();

/**
 * @param {string} caption
 * @param {Column[]} columns the first names the row
 * @param {any[]} rows in their own order
 */
export function table(caption, columns, rows) {
  const state = states.get(caption) ?? { by: null, down: false, all: false };
  states.set(caption, state);
  const body = h("tbody");
  const more = h("button", { class: "link", on: { click: () => draw({ all: !state.all }) } });
  const heads = columns.map((column) =>
    h("th", { scope: "col", class: column.number ? "number" : "", title: column.title },
      h("button", { class: "sort", on: { click: () => sort(column) } }, column.name)));

  function sort(column) {
    const same = state.by === column.name;
    // Figures from the largest, names from A; a third click brings back the order of their own.
    if (same && state.down !== Boolean(column.number)) draw({ by: null });
    else draw({ by: column.name, down: same ? !state.down : Boolean(column.number) });
  }

  function draw(change) {
    Object.assign(state, change);
    const column = columns.find((each) => each.name === state.by);
    const sorted = column ? [...rows].sort((a, b) => compare(column.value(a), column.value(b)) * (state.down ? -1 : 1)) : rows;
    heads.forEach((head, place) => {
      if (columns[place] === column) head.setAttribute("aria-sort", state.down ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    });
    put(body, (state.all ? sorted : sorted.slice(0, FIRST)).map(row));
    put(more, state.all ? "Show fewer" : `Show all ${rows.length.toLocaleString("en")}`);
    more.hidden = rows.length <= FIRST;
  }

  const row = (each) => h("tr", {}, columns.map((column, place) => {
    const content = column.cell ? column.cell(each) : column.value(each);
    return place ? h("td", { class: column.number ? "number" : "" }, content) : h("th", { scope: "row" }, content);
  }));
  draw({});
  const whole = h("table", {}, h("caption", { class: "visually-hidden" }, caption), h("thead", {}, h("tr", {}, heads)), body);
  return [h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": caption }, whole), more];
}

/** Nothing comes after everything. */
function compare(a, b) {
  if (a === null || b === null) return (a === null) - (b === null);
  return typeof a === "string" ? a.localeCompare(b) : a - b;
}
