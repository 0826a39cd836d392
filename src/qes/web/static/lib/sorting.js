// Tables sorted by whichever column one wants.

import { h, put } from "./dom.js";

/**
 * @typedef {{name: string, label: string, about?: string, number?: boolean, by: (row: any) => string|number|null,
 *   cell: (row: any) => any}} Column
 */

/**
 * @param {Column[]} columns the first names the row
 * @param {any[]} rows in their own order, which they have until a column is chosen
 * @param {{caption: string, pinned?: (row: any) => boolean, sort?: string, down?: boolean, sorted?: (sort: string, down: boolean) => void}} how
 *   pinned rows stay above
 */
export function sortable(columns, rows, { caption, pinned = () => false, sort = "", down = false, sorted = () => {} }) {
  const body = h("tbody");
  const heads = columns.map((column) => {
    const button = h("button", { class: "link sort", type: "button", title: column.about, on: { click: () => choose(column.name) } }, column.label, h("span", { class: "arrow", "aria-hidden": "true" }));
    return h("th", { scope: "col", class: column.number ? "number" : "" }, button);
  });
  const choose = (name) => {
    // Figures are first wanted from the largest on, names from A; a third click gives the rows their own order back.
    const first = Boolean(columns.find((each) => each.name === name)?.number);
    if (sort !== name) [sort, down] = [name, first];
    else if (down === first) down = !first;
    else [sort, down] = ["", false];
    sorted(sort, down);
    draw();
  };
  const draw = () => {
    columns.forEach((column, place) => heads[place].setAttribute("aria-sort", column.name === sort ? (down ? "descending" : "ascending") : "none"));
    const column = columns.find((each) => each.name === sort);
    const free = rows.filter((row) => !pinned(row));
    const ordered = column ? [...free].sort((one, other) => compare(column.by(one), column.by(other), down)) : free;
    put(body, [...rows.filter(pinned), ...ordered].map((row) =>
      h("tr", { class: pinned(row) ? "pinned" : "" }, columns.map((each, place) =>
        place ? h("td", { class: each.number ? "number" : "" }, each.cell(row)) : h("th", { scope: "row" }, each.cell(row))))));
  };
  draw();
  return h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": caption },
    h("table", { class: "sortable" }, h("caption", { class: "visually-hidden" }, caption), h("thead", {}, h("tr", {}, heads)), body));
}

/** What is undefined comes last, whichever way round. */
function compare(one, other, down) {
  const lacks = [one, other].map((each) => each === null || each === undefined);
  if (lacks[0] || lacks[1]) return Number(lacks[0]) - Number(lacks[1]);
  const order = typeof one === "string" ? one.localeCompare(other) : one - other;
  return down ? -order : order;
}
