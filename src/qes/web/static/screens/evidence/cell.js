// What one cell of the matrix shows: figures, a tiny bar of the values, and the same in words.

import { count, h } from "../../lib/dom.js";

const COLOURS = ["v-ok", "v-no", "v-warn", "v-accent"];
const UNSTATED = "not stated";

/** The class by which a value is coloured; the letters beside the bar say the same. */
export const colour = (place, values) => (place < values.length ? (COLOURS[place] ?? "v-other") : "v-none");

/** The shortest beginnings by which values are told apart. */
export function letters(values) {
  return values.map((value) => {
    let size = 1;
    while (size < value.length && values.some((other) => other !== value && other.startsWith(value.slice(0, size)))) size++;
    return value.slice(0, size);
  });
}

/** @param {{codings: number, passages: number, disputed: number, sources: number, values: number[]}|undefined} cell */
export function cellView(cell, values) {
  if (!cell) return h("span", { class: "ne" }, "0");
  const short = [...letters(values), "–"];
  const given = cell.values.map((number, place) => ({ number, place })).filter((each) => each.number);
  return [
    h("b", {}, cell.codings), cell.disputed > 0 && h("span", { class: "disputed" }, ` +${cell.disputed}?`),
    values.length > 0 && h("span", { class: "tiny" }, given.map(({ number, place }) => h("i", { class: colour(place, values), style: { flexGrow: number } }))),
    values.length > 0 && h("span", { class: "figures" }, given.map(({ number, place }) => `${number}${short[place]}`).join(" ")),
  ];
}

/** The same for those who hear it. */
export function cellWords(cell, values, attribute) {
  if (!cell) return "nothing coded";
  const named = [...values, UNSTATED];
  const by = cell.values.map((number, place) => number && `${named[place]} ${number}`).filter(Boolean).join(", ");
  const passages = `${count(cell.codings, "coding")} on ${count(cell.passages, "passage")} of ${count(cell.sources, "source")}`;
  return [passages, attribute && by && `${attribute}: ${by}`, cell.disputed && `${cell.disputed} disputed, not counted`].filter(Boolean).join("; ");
}

/** What the marks mean. */
export function legend({ values }) {
  const short = letters(values);
  return h("p", { class: "legend small muted" },
    values.map((value, place) => h("span", {}, h("i", { class: colour(place, values) }), `${short[place]} ${value}`)),
    values.length > 0 && h("span", {}, h("i", { class: "v-none" }), `– ${UNSTATED}`),
    h("span", {}, "+2? disputed, not counted"), h("span", {}, h("span", { class: "ne" }, "0"), " nothing coded"));
}
