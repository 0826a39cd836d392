// How far the reading has come: cases as bars, sources and coders as tables.

import { h } from "../../lib/dom.js";
import { table } from "./table.js";
import { figure, percent, when } from "./words.js";

const FIRST = 10;
let opened = false;

/** A bar for each case: read by two, by one, by nobody. */
export function casesView(cases) {
  if (!cases.length) return h("p", { class: "muted" }, "No case has anything to code yet.");
  const rows = cases.map(caseView);
  const rest = rows.slice(FIRST);
  const more = h("button", { class: "link", hidden: !rest.length, on: { click: () => open(!opened) } });
  function open(all) {
    opened = all;
    for (const each of rest) each.hidden = !all;
    more.textContent = all ? "Show fewer" : `Show all ${cases.length} cases`;
  }
  open(opened);
  return [legend(), h("ul", { class: "cases" }, rows), more];
}

const legend = () => h("p", { class: "legend small muted" },
  [["twice", "read by two or more"], ["once", "read by one"], ["none", "waiting"]].map(([kind, words]) => h("span", {}, h("i", { class: kind }), words)));

function caseView({ case: name, passages, once, twice, waiting, disputed }) {
  const wide = (number) => ({ width: `${(100 * number) / passages}%` });
  const words = `${figure(once)} of ${figure(passages)} read, ${figure(twice)} by two`;
  return h("li", {},
    h("a", { href: `/evidence?${new URLSearchParams({ case: name })}` }, name),
    h("div", { class: "bar-of", "aria-hidden": "true" }, h("i", { class: "twice", style: wide(twice) }), h("i", { class: "once", style: wide(once - twice) })),
    h("span", { class: "small" }, words, waiting > 0 && [", ", h("b", {}, `${figure(waiting)} wait`)], disputed > 0 && h("span", { class: "muted" }, `, ${figure(disputed)} disputed`)));
}

export function sourcesView(sources) {
  if (!sources.length) return h("p", { class: "muted" }, "No source has anything to code yet.");
  const number = (name, key, title) => ({ name, title, number: true, value: (row) => row[key], cell: (row) => figure(row[key]) });
  return table("Sources", [
    { name: "Source", value: (row) => row.path, cell: (row) => h("a", { href: `/reader/${row.id}` }, row.path) },
    { name: "Case", value: (row) => row.cases.join(", ") },
    number("Passages", "passages"), number("Read", "once", "by at least one coder"), number("By two", "twice", "by two coders or more"),
    number("Waiting", "waiting"), number("Disputed", "disputed", "codings that wait to be settled"),
  ], sources);
}

export function codersView(coders) {
  if (!coders.length) return h("p", { class: "muted" }, "Nobody has coded yet.");
  return table("Coders", [
    { name: "Coder", value: (row) => row.name },
    { name: "Passages", number: true, value: (row) => row.passages, cell: (row) => figure(row.passages) },
    { name: "Decisions", number: true, value: (row) => row.decisions, cell: (row) => figure(row.decisions) },
    { name: "Blind", title: "share of their passages coded while proposals were hidden", number: true, value: (row) => row.blind_share, cell: (row) => percent(row.blind_share) },
    { name: "Last active", number: true, value: (row) => row.last, cell: (row) => when(row.last) },
  ], coders);
}
