// What a cell shows: its summary, or how many quotes there are where none is written yet.

import { count, h } from "../../lib/dom.js";

/** Nothing was coded: that is no judgement, and so not NE. */
const nothing = () => h("span", { class: "ne" }, "nothing coded");

const STAGES = { open: "not scored yet", partly: "being scored", differing: "scores differ" };

/** How far the scoring of a unit has come, in words; NE is said only where people have given it. */
export function levelWords({ decided, stage, level, signed, alone }) {
  if (!decided) return STAGES[stage] ?? "not scored yet";
  return `${level === null ? "NE" : `level ${level}`}, ${signed ? "signed off" : "not signed off"}${alone ? ", one scorer" : ""}`;
}

function levelView(judged) {
  if (!judged) return null;
  if (!judged.decided) return h("span", { class: "cell-level small muted" }, levelWords(judged));
  const [given, ...standing] = levelWords(judged).split(", ");
  return h("span", { class: "cell-level small" }, judged.signed && h("span", { "aria-hidden": "true" }, "✓ "), h("b", {}, given), h("span", { class: "muted" }, `, ${standing.join(", ")}`));
}

/** @param {any} cell undefined: neither evidence nor words @param {any} judged of a scored code: how far its level has come */
export function cellView(cell, judged) {
  return [levelView(judged), inside(cell)];
}

function inside(cell) {
  if (!cell) return nothing();
  if (cell.held) return h("span", { class: "tag warn" }, "held back from you");
  const quotes = cell.quotes ? count(cell.quotes, "quote") : "no quote";
  if (!cell.text) return h("span", { class: "uncharted" }, cell.quotes ? quotes : cell.disputed ? `${cell.disputed} disputed` : nothing());
  // A summary may cite words that nobody coded, so the quotes cited are not some of those coded.
  return [h("span", { class: "charted" }, cell.text),
    h("span", { class: "muted small" }, `${cell.cited} cited, ${quotes} coded`, cell.lost > 0 && h("span", { class: "tag no" }, `${cell.lost} lost`))];
}

/** The same for those who hear it. */
export function cellWords(cell, judged) {
  return [judged && levelWords(judged), heard(cell)].filter(Boolean).join("; ");
}

function heard(cell) {
  if (!cell) return "nothing coded";
  if (cell.held) return "a summary is held back until you have coded what it cites";
  const quotes = cell.quotes ? count(cell.quotes, "quote") : "no quote";
  return cell.text ? `${cell.text} (${quotes}, ${cell.cited} cited)` : `${quotes}, no summary yet`;
}
