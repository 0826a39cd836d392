// The differences there are, by filter.

import { h, put } from "../../lib/dom.js";
import { read, write } from "./address.js";

export const DIFFERENCES = { given: "whether it applies", words: "which words", attributes: "attributes" };
const FILTERS = ["state", "code", "kind", "case", "source", "pair"];
const STATES = { "": "open", settled: "settled", all: "open and settled" };

/** What the address asks for, as the server wants it. */
export function asked() {
  const { state = "", code, kind, case: of, source, pair } = read();
  const [first, second] = pair ? pair.split("~").map(decodeURIComponent) : [];
  return { code, kind, case: of, source, first, second, settled: { "": false, settled: true }[state], most: 500 };
}

export const idOf = (row) => `${row.passage} ${row.code}`;

/**
 * @param {import("../../lib/book.js").Book} book
 * @param {{changed: () => void, open: (row: any) => void}} does
 */
export function listView(book, does) {
  const fields = Object.fromEntries(FILTERS.map((name) => [name, h("select", { "aria-label": name, on: { change: () => change(name) } })]));
  const status = h("p", { class: "muted small", role: "status" });
  const list = h("ol", { class: "differences", "aria-label": "Differences" });
  const { state, ...others } = fields;
  const filters = h("details", { class: "filters", open: FILTERS.some((name) => name !== "state" && read()[name]) }, h("summary", {}, "Only some of them"),
    h("div", { class: "stack" }, Object.values(others)));
  const element = h("section", { class: "stack side-list", "aria-label": "Differences to settle" }, state, filters, status, list);

  function change(name) {
    write({ [name]: fields[name].value, at: "" });
    does.changed();
  }

  function fill(said, pairs) {
    const now = read();
    const option = (value, text) => h("option", { value }, text);
    const tally = (counts, label) => Object.entries(counts).map(([value, number]) => [value, label(value), number]).filter(([value]) => value);
    const options = {
      state: Object.entries(STATES).map(([value, text]) => option(value, text)),
      code: some("all codes", tally(said.codes, (code) => book.label(code))),
      kind: some("every kind of difference", tally(said.kinds, (kind) => DIFFERENCES[kind])),
      case: some("all cases", tally(said.cases, (name) => name)),
      source: some("all sources", said.sources.map((each) => [each.id, each.path, each.count])),
      pair: [option("", "whoever read it"), ...pairs.map(({ coders }) => option(coders.map(encodeURIComponent).join("~"), `read by ${coders.join(" and ")}`))],
    };
    for (const name of FILTERS) {
      put(fields[name], options[name]);
      fields[name].value = now[name] ?? "";
    }
    fields.pair.hidden = pairs.length < 2;
  }

  function some(all, entries) {
    return [h("option", { value: "" }, all), ...entries.sort((one, other) => one[1].localeCompare(other[1])).map(([value, text, number]) => h("option", { value }, `${text} (${number})`))];
  }

  /** Draw the rows; `at` is the id of the open one. */
  function draw(said, rows, at) {
    const left = rows.filter((row) => row.applies === null).length;
    const cut = said.count > rows.length ? ` The first ${rows.length} are listed; the others follow.` : "";
    const withheld = said.withheld ? ` ${said.withheld.toLocaleString("en")} more ${said.withheld === 1 ? "stands" : "stand"} on passages you are still to code unaided; they show once you have.` : "";
    put(status, `${left} of ${rows.length} here open · ${said.open} open and ${said.settled} settled in all.${cut}${withheld}`);
    put(list, rows.map((row) => item(row, idOf(row) === at)));
    list.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });
  }

  function item(row, here) {
    const settled = row.applies !== null;
    return h("li", {}, h("button", { class: `difference ${settled ? "settled" : ""}`, "aria-current": here && "true", on: { click: () => does.open(row) } },
      h("span", { class: "difference-code" }, settled && h("span", { "aria-label": "settled:" }, row.applies ? "✓ " : "✗ "), book.label(row.code)),
      h("span", { class: "muted small" }, row.kind === "given" ? `${row.gave} gave it, ${row.denied} did not` : `differ on ${DIFFERENCES[row.kind]}`, row.own && " · yours too"),
      h("span", { class: "excerpt" }, row.excerpt),
      h("span", { class: "muted small" }, `${row.case ?? ""} · ${row.path} · ${row.place}`)));
  }

  return { element, fill, draw };
}
