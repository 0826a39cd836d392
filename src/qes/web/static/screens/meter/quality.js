// How good the proposals are, on blind labels only.

import { h } from "../../lib/dom.js";
import { NONE, figure, intervalBar, range } from "../../lib/figures.js";
import { sortable } from "../../lib/sorting.js";

const FIGURES = [["precision", "Precision", "Of what was proposed, the part people gave"], ["recall", "Recall", "Of what people gave, the part that was proposed"],
  ["f1", "F1", "The harmonic mean of the two"], ["average_precision", "AP", "Average precision: whether the right passages stand at the top of the order"]];

/** @param {any} said @param {import("../../lib/book.js").Book} book */
export function qualityView(said, book, how) {
  const { summary, quality } = said;
  const { micro, macro, codes } = summary;
  const rows = [
    { ...micro, code: "micro", name: "Micro: every proposal the same", summary: true },
    { ...macro, code: "macro", name: `Macro: mean over ${codes} code${codes === 1 ? "" : "s"}`, given: null, proposed: null, summary: true, sentence: "" },
    ...quality.map((each) => ({ ...each, name: book.label(each.code) })),
  ];
  return h("section", { class: "card stack" },
    h("h2", {}, "How good the proposals are, where nobody saw them"),
    h("p", {}, summary.sentence),
    micro.passages > 0 && sortable(columns(), rows, { caption: "Quality of the proposals on blind labels", pinned: (row) => Boolean(row.summary), ...how }),
    micro.passages > 0 && h("p", { class: "muted small" }, `Measured on ${micro.passages.toLocaleString("en")} passages read blind, against what would have been proposed there${said.suggester ? ` by “${said.suggester}”` : ""}; a passage has a code when at least half of its blind readers gave it. Bars are 95 % intervals from 0 to 1; those of AP and of the macro means are drawn by passage (bootstrap) and have no width where every proposal was right, so read them with the number given. Codes given fewer than 5 times have no part in macro. Neighbouring passages are taken for independent, so true uncertainty is somewhat larger.`));
}

function columns() {
  const number = (name, label, about) => ({ name, label, about, number: true, by: (row) => row[name], cell: (row) => row[name]?.toLocaleString("en") ?? NONE });
  return [
    { name: "name", label: "Code", by: (row) => row.name, cell: (row) => (row.sentence ? h("details", { class: "words" }, h("summary", {}, row.name), h("p", { class: "small" }, row.sentence)) : row.name) },
    number("given", "Given", "Blind passages with the code"),
    number("proposed", "Proposed", "Blind passages for which it would have been proposed"),
    ...FIGURES.map(([name, label, about]) => ({ name, label, about, number: true, by: (row) => row[name].value, cell: (row) => bar(row[name], label) })),
  ];
}

function bar({ value, interval }, label) {
  if (value === null) return NONE;
  return h("div", { class: "measured" },
    h("span", { class: "row" }, h("strong", {}, figure(value)), h("span", { class: "muted small" }, interval ? range(interval) : "")),
    intervalBar({ value, interval, label: `${label} ${figure(value)}${interval ? `, 95 % interval ${range(interval)}` : ""}` }));
}
