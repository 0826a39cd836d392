// How far coders agree: a row per code, all coders together or a pair of them.

import { get } from "../../lib/api.js";
import { count, h, put } from "../../lib/dom.js";
import { figure, intervalBar, percent, range } from "../../lib/figures.js";
import { sortable } from "../../lib/sorting.js";
import { read, write } from "./address.js";

const OVERALL = "*";
/** Below 0 is systematic disagreement; .667 and .8 are the customary marks (Krippendorff 2004). */
const SCALE = { from: -0.2, to: 1, lines: [0, 0.667, 0.8] };

/**
 * @param {HTMLElement} place
 * @param {import("../../lib/book.js").Book} book
 * @param {{differences: (code: string) => void}} does
 */
export async function showFigures(place, book, does) {
  const table = h("div", { class: "stack" }, h("p", { class: "muted" }, "Working out the figures …"));
  const choice = h("select", { on: { change: () => chosen(choice.value) } });
  const link = h("a", { class: "button", href: "/api/agreement.csv", download: "agreement.csv" }, "Download as CSV");
  put(place, h("div", { class: "row figures-head" }, h("label", { class: "inline" }, "Coders", choice), h("span", { class: "grow" }), link), table);

  const { first = "", second = "" } = read();
  await draw(first && second ? { first, second } : {});

  async function chosen(value) {
    const [one = "", other = ""] = value ? JSON.parse(value) : [];
    write({ first: one, second: other });
    await draw(one ? { first: one, second: other } : {});
  }

  async function draw(pair) {
    try {
      const said = await get("/api/agreement", pair);
      options(said, pair);
      link.setAttribute("href", `/api/agreement.csv?${new URLSearchParams(pair)}`);
      put(table, said.rows.length ? figures(said, pair, book, does) : nothing(said));
    } catch (error) {
      put(table, h("p", { class: "problem" }, `${error.message}. ${error.hint ?? ""}`));
    }
  }

  function options({ pairs, coders }, { first: one, second: other }) {
    const value = (each) => JSON.stringify(each.coders);
    const now = one ? JSON.stringify([one, other].sort()) : "";
    put(choice, h("option", { value: "" }, `all ${count(coders.length, "coder")} together`),
      coders.length > 2 && pairs.map((each) => h("option", { value: value(each), selected: value(each) === now }, `${each.coders.join(" and ")} (${count(each.passages, "passage")} in common)`)));
    choice.disabled = coders.length < 3;
  }
}

function nothing({ coders }) {
  return h("div", { class: "card stack" }, h("h2", {}, "No passage has been read by two coders yet"),
    h("p", {}, coders.length < 2 ? "Agreement needs a second coder." : "These coders have read nothing in common."),
    h("p", {}, "Let a second person code a share of the same sources: ", h("a", { href: "/people" }, "People"), ". The figures follow as they read."));
}

function figures(said, pair, book, does) {
  const address = read();
  const careful = said.rows.filter((row) => row.warning && row.code !== OVERALL).length;
  const overall = said.rows.find((row) => row.code === OVERALL);
  return [
    h("p", { role: "status" }, "Unit: the ", h("strong", {}, "passage"), `. ${count(overall.units, "passage")} read by ${pair.first ? "both" : "at least two coders"}; each code is a yes or no on each of them.`),
    careful > 0 && h("p", { class: "notice" }, `${count(careful, "code")} below ${careful === 1 ? "is" : "are"} to be read with care, most often because the code is rare: then percent flatters, and κ and α fall far for a single difference. Open “with care” in the row.`),
    sortable(columns(book, does), said.rows, {
      caption: "Agreement per code",
      pinned: (row) => row.code === OVERALL,
      sort: address.sort ?? "",
      down: address.down === "yes",
      sorted: (sort, down) => write({ sort, down: down ? "yes" : "" }),
    }),
    h("p", { class: "muted small" }, "κ: Cohen’s, for more than two coders the mean over pairs weighted by the passages they share. α: Krippendorff’s, nominal, with its 95 % bootstrap interval drawn by passage; the bars run from −0.2 to 1, with lines at 0, .667 and .8. AC1: Gwet’s, which stays meaningful where a code is rare. Prevalence: share of the judgements that say yes."),
  ];
}

/** @returns {import("../../lib/sorting.js").Column[]} */
function columns(book, does) {
  const number = (name, label, format, about) => ({ name, label, about, number: true, by: (row) => row[name], cell: (row) => format(row[name]) });
  return [
    { name: "code", label: "Code", by: (row) => book.label(row.code), cell: (row) => (row.code === OVERALL ? "All codes together" : named(row.code, book, does)) },
    number("units", "Units", (value) => value.toLocaleString("en"), "Passages read by at least two"),
    number("prevalence", "Prevalence", (value) => percent(value, 1), "Share of the judgements that give the code"),
    number("percent", "Percent", (value) => percent(value, 1), "Agreeing judgements, chance included"),
    number("kappa", "κ", figure, "Cohen’s kappa"),
    { ...number("alpha", "α and its 95 % interval", figure, "Krippendorff’s alpha"), cell: alpha },
    number("ac1", "AC1", figure, "Gwet’s AC1"),
    { name: "warning", label: "Read", by: (row) => row.warning || null, cell: warning },
  ];
}

function named(code, book, does) {
  return [h("a", { href: `/codebook#${code}` }, book.label(code)), " ",
    h("button", { class: "quiet small", title: `What coders differ about in ${book.label(code)}`, "aria-label": `Differences on ${book.label(code)}`, on: { click: () => does.differences(code) } }, "⇄")];
}

function alpha(row) {
  const said = `alpha ${figure(row.alpha)}${row.interval ? `, 95 % interval ${range(row.interval)}` : ""}`;
  return h("div", { class: "with-chart" },
    h("strong", {}, figure(row.alpha)),
    row.alpha !== null && intervalBar({ value: row.alpha, interval: row.interval, ...SCALE, label: said }),
    h("span", { class: "muted small" }, row.interval ? range(row.interval) : "no interval"));
}

function warning(row) {
  return row.warning && h("details", { class: "care" }, h("summary", {}, "⚠ with care"), h("p", { class: "small" }, row.warning));
}
