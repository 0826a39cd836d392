// How much more, or less, often a code is given when proposals are in view.

import { h } from "../../lib/dom.js";
import { NONE, intervalBar, percent, points, range } from "../../lib/figures.js";
import { sortable } from "../../lib/sorting.js";

const COMPARISONS = {
  matched: ["matched by score", "ok", "Readings of one coder with proposals of about the same score are compared, band by band."],
  plain: ["not matched", "warn", "All blind readings against all others: the difference may be one between the passages."],
  none: ["nothing to compare", "", "Nothing was read blind, or nothing otherwise."],
};

/** @param {any} said @param {import("../../lib/book.js").Book} book @param {string} coder @param {any} whose to choose the coder */
export function shiftView(said, book, coder, whose, how) {
  const all = said.coders.find((each) => each.coder === coder);
  const rows = said.codes.filter((each) => each.shift.difference !== null).map((each) => ({ ...each, name: book.label(each.code) }));
  const left = said.codes.length - rows.length;
  const ends = scale(rows);
  return h("section", { class: "card stack" },
    h("div", { class: "row" }, h("h2", { class: "grow" }, "The shift: with proposals in view, minus blind"), whose),
    coder === "*" && h("p", {}, said.sentence),
    rows.length > 0 && h("p", {}, h("strong", {}, "Any code at all: "), all.shift.sentence),
    rows.length > 0 && confounding(rows),
    rows.length > 0 && sortable(columns(ends), rows, { caption: "Shift per code", ...how }),
    rows.length > 0 && h("p", { class: "muted small" }, `Differences are in percentage points, drawn from ${points(ends.from)} to ${points(ends.to)}; the bar is the 95 % interval, the dotted line is no difference. Filled bars leave it out (“clear”). Among many codes some seem to shift by chance alone: about one in twenty.`,
      left > 0 && ` ${left} code${left === 1 ? " has" : "s have"} nothing to compare.`));
}

/** Said before the figures, because it decides what they mean. */
function confounding(rows) {
  const plain = rows.filter((row) => row.shift.comparison === "plain").length;
  return h("p", { class: plain ? "notice" : "muted" },
    plain === 0
      ? "Compared are readings of one coder on passages whose proposals scored alike, so that it is not simply the likelier passages that were read with proposals in view."
      : `${plain} of ${rows.length} codes could not be matched by scores. There the difference mixes two things: what proposals do, and that other passages were read blind than otherwise. Whoever reads the likeliest passages first makes the second one large; take those rows as a question, not as an answer.`);
}

/** The same on both sides of no difference, and wide enough for nearly all. */
function scale(rows) {
  const ends = rows.flatMap((row) => row.shift.interval.map(Math.abs)).sort((one, other) => one - other);
  const wanted = ends[Math.floor(0.9 * (ends.length - 1))] ?? 0.1;
  const most = Math.min(1, Math.max(0.1, Math.ceil(10 * wanted) / 10));
  return { from: -most, to: most, lines: [0] };
}

function columns(ends) {
  const share = (name, label) => ({ name, label, number: true, by: (row) => row.shift[name].value, cell: (row) => side(row.shift[name]) });
  return [
    { name: "name", label: "Code", by: (row) => row.name, cell: (row) => h("details", { class: "words" }, h("summary", {}, row.name), h("p", { class: "small" }, row.shift.sentence)) },
    share("assisted", "With proposals"),
    share("blind", "Blind"),
    { name: "difference", label: "Shift and its 95 % interval", number: true, by: (row) => row.shift.difference, cell: (row) => shift(row.shift, ends) },
    { name: "comparison", label: "Compared", by: (row) => row.shift.comparison, cell: ({ shift: { comparison } }) => h("span", { class: `tag ${COMPARISONS[comparison][1]}`, title: COMPARISONS[comparison][2] }, COMPARISONS[comparison][0]) },
  ];
}

const side = ({ hits, total, value }) => (value === null ? NONE : [percent(value), " ", h("span", { class: "muted small" }, `${hits}/${total}`)]);

function shift({ difference, interval, clear }, ends) {
  const said = `${points(difference)} points, 95 % interval ${range(interval, points)}${clear ? ", clear" : ""}`;
  return h("div", { class: "with-chart" }, clear && h("span", { class: "tag accent" }, "clear"), h("strong", {}, points(difference)),
    intervalBar({ value: difference, interval, ...ends, label: said, clear }), h("span", { class: "muted small" }, range(interval, points)));
}
