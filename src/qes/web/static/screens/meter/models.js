// Language models as coders: what they cost, what was refused of their answers, and how they agree with people who read blind.

import { h } from "../../lib/dom.js";
import { NONE, figure, intervalBar, percent, range } from "../../lib/figures.js";
import { sortable } from "../../lib/sorting.js";

/** @param {any[]} models @param {import("../../lib/book.js").Book} book @param {(model: string) => any} how */
export function modelsView(models, book, how) {
  if (!models.length) return null;
  return h("section", { class: "card stack models" },
    h("h2", {}, "Language models, measured"),
    h("p", {}, "A model is one more coder, whose answers weigh in what is learned as much as they agree with what people said without having seen them. It is no person: it enters no agreement between people and no evidence."),
    models.map((each) => modelView(each, book, how(each.model))));
}

function modelView(said, book, how) {
  const codes = Object.entries(said.codes).filter(([, each]) => each.units > 0).map(([code, each]) => ({ ...each, code, name: book.label(code) }));
  const steady = codes.some((each) => each.steadiness);
  return h("div", { class: "stack" },
    h("h3", {}, said.model),
    h("p", { class: "muted small" }, spent(said)),
    h("p", {}, said.sentence),
    codes.length > 0 && sortable(columns(steady), codes, { caption: `Agreement of ${said.model} with people who read blind`, ...how }),
    codes.length > 0 && h("p", { class: "muted small" }, "Only passages that people read blind and of which the model said yes or no. Bars are 95 % intervals of Krippendorff's alpha, drawn by passage, from −1 to 1, with a dotted line at 0, which is what chance would give. A code is flagged where a coder who says yes equally often, but at random, would be right as often in more than one of twenty tries, over all codes together.",
      steady && " “Alike” is the share of answers to one and the same prompt, asked several times over, that were the same; in brackets what chance would give."));
}

function spent(said) {
  const { quotes, refused } = said;
  const count = (number) => number.toLocaleString("en");
  return [`${count(said.passages)} passages, ${count(said.calls)} calls, ${count(said.tokens_in)} tokens in and ${count(said.tokens_out)} out`,
    said.cost !== null && ` (${said.cost.toFixed(2)} by the prices set)`,
    `; ${count(said.useless)} replies of no use. Quotes: ${count(quotes.exact + quotes.alike)} verbatim, ${count(quotes.near)} near, ${count(refused.invented)} invented and ${count(refused.elsewhere)} from elsewhere, both refused.`];
}

function columns(steady) {
  const number = (name, label, about, show = (value) => value.toLocaleString("en")) => ({ name, label, about, number: true, by: (row) => row[name], cell: (row) => (row[name] === null ? NONE : show(row[name])) });
  return [
    { name: "name", label: "Code", by: (row) => row.name, cell: (row) => row.name },
    number("units", "Read blind", "Passages read blind of which it said yes or no"),
    number("given", "Given", "Of these, with the code by people"),
    number("said", "Said", "Of these, with the code by the model"),
    number("right", "Both", "Given by both"),
    number("precision", "Precision", "Of what it said yes to, the part people gave", percent),
    number("recall", "Recall", "Of what people gave, the part it said yes to", percent),
    number("kappa", "κ", "Cohen's kappa", figure),
    number("ac1", "AC1", "Gwet's AC1, which stays meaningful when a code is rare", figure),
    { name: "interval", label: "Alpha", about: "95 % interval of Krippendorff's alpha", number: true, by: (row) => row.interval?.[0] ?? null, cell: alpha },
    ...(steady ? [{ name: "alike", label: "Alike", about: "The same answer when asked again", number: true, by: (row) => row.steadiness?.alike ?? null, cell: alike }] : []),
    { name: "flag", label: "Beware", by: (row) => row.flag, cell: (row) => (row.flag ? h("span", { class: `tag ${row.corrected === null ? "" : "warn"}` }, row.flag) : "") },
  ];
}

function alpha({ interval }) {
  if (!interval) return NONE;
  return h("div", { class: "measured" }, h("span", { class: "muted small" }, range(interval)),
    intervalBar({ value: null, interval, from: -1, lines: [0], label: `95 % interval of alpha ${range(interval)}` }));
}

const alike = ({ steadiness }) => (steadiness ? [h("strong", {}, percent(steadiness.alike)), " ", h("span", { class: "muted small" }, `(${percent(steadiness.by_chance)})`)] : NONE);
