// What a cell shows: its summary, or how many quotes there are where none is written yet.

import { count, h } from "../../lib/dom.js";

/** @param {any} cell undefined: neither evidence nor words */
export function cellView(cell) {
  if (!cell) return h("span", { class: "ne" }, "NE");
  if (cell.held) return h("span", { class: "tag warn" }, "held back from you");
  const quotes = cell.quotes ? count(cell.quotes, "quote") : "no quote";
  if (!cell.text) return h("span", { class: "uncharted" }, cell.quotes ? quotes : cell.disputed ? `${cell.disputed} disputed` : h("span", { class: "ne" }, "NE"));
  return [h("span", { class: "charted" }, cell.text),
    h("span", { class: "muted small" }, `${cell.cited} of ${quotes} cited`, cell.lost > 0 && h("span", { class: "tag no" }, `${cell.lost} lost`))];
}

/** The same for those who hear it. */
export function cellWords(cell) {
  if (!cell) return "no evidence";
  if (cell.held) return "a summary is held back until you have coded what it cites";
  const quotes = cell.quotes ? count(cell.quotes, "quote") : "no quote";
  return cell.text ? `${cell.text} (${quotes}, ${cell.cited} cited)` : `${quotes}, no summary yet`;
}
