// What became of the proposals people saw.

import { h } from "../../lib/dom.js";
import { NONE, partsBar, partsKey, percent, range } from "../../lib/figures.js";
import { sortable } from "../../lib/sorting.js";

const PARTS = [["accepted", "accepted as proposed"], ["edited", "accepted and changed"], ["replaced", "replaced by another code"], ["rejected", "rejected"]];

/** @param {any} said @param {import("../../lib/book.js").Book} book */
export function answersView(said, book, coder, how) {
  const coders = said.coders.filter((each) => each.answers.shown).map((each) => ({ ...each, name: each.coder === "*" ? "Everybody" : each.coder, everybody: each.coder === "*" }));
  const codes = said.codes.filter((each) => each.answers.shown).map((each) => ({ ...each, name: book.label(each.code) }));
  const whose = coder === "*" ? "everybody" : coder;
  return h("section", { class: "card stack" },
    h("h2", {}, "What became of proposals"),
    h("p", {}, said.coders.find((each) => each.coder === "*").answers.sentence, coders.length > 0 && " A high rate of acceptance is no proof of good proposals: see above what was given where nobody saw them."),
    coders.length > 0 && [
      partsKey(PARTS.map(([, label]) => label)),
      h("h3", {}, "By coder"), sortable(columns("Coder"), coders, { caption: "Answers to proposals by coder", pinned: (row) => row.everybody }),
      h("h3", {}, `By code, as answered by ${whose}`),
      codes.length ? sortable(columns("Code"), codes, { caption: "Answers to proposals by code", ...how }) : h("p", { class: "muted" }, `${whose} has answered no proposal.`),
    ]);
}

function columns(what) {
  return [
    { name: "name", label: what, by: (row) => row.name, cell: (row) => row.name },
    { name: "shown", label: "Answered", about: "Proposals that were answered", number: true, by: (row) => row.answers.shown, cell: (row) => row.answers.shown.toLocaleString("en") },
    { name: "parts", label: "How", by: (row) => row.answers.rejected / row.answers.shown, cell: (row) => partsBar(PARTS.map(([name, label]) => ({ name: label, count: row.answers[name] }))) },
    { name: "kept", label: "Accepted", about: "Proposals whose code was given, changed or not", number: true, by: (row) => row.answers.kept.value, cell: (row) => rate(row.answers.kept) },
    { name: "changed", label: "Of these, changed", about: "Accepted on other words, or with an attribute changed afterwards", number: true, by: (row) => row.answers.changed.value, cell: (row) => rate(row.answers.changed) },
  ];
}

const rate = ({ value, interval }) => (value === null ? NONE : [h("strong", {}, percent(value)), " ", h("span", { class: "muted small" }, range(interval, percent))]);
