// A case beside those most like it in what one chooses to compare on; company, never a ranking.

import { get } from "../../lib/api.js";
import { h, put } from "../../lib/dom.js";
import { trouble } from "../findings/words.js";
import { at, go } from "./address.js";
import { levelWords } from "./look.js";

const MOST = ["2", "3", "5", "8", "12"];
/** Thousands are set apart from here on, so that years stay years. */
const GROUPED = 10_000;
const SEPARATOR = "\n";

/** @param {HTMLElement} place */
export async function showPeers(place) {
  put(place, h("p", { class: "muted" }, "Comparing …"));
  const asked = new URLSearchParams({ case: at().of, most: at().most || "3" });
  for (const each of at().vars.split(SEPARATOR).filter(Boolean)) asked.append("by", each);
  let said;
  try {
    said = await get(`/api/framework/peers?${asked}`);
  } catch (error) {
    put(place, h("div", { class: "card stack" }, h("p", { class: "problem" }, trouble(error)), h("div", { class: "row" }, h("button", { on: { click: () => { go({ of: "", vars: "" }); void showPeers(place); } } }, "Choose anew"))));
    return;
  }
  if (!at().of && said.cases.length && said.columns.length) {
    go({ of: said.cases[0] });
    if (said.usual.length) return showPeers(place);
  }
  put(place, said.columns.length ? [chooser(said, () => void showPeers(place)), said.company ? company(said.company) : h("p", { class: "muted" }, "Choose what to compare on.")] : howTo());
}

const howTo = () => [
  h("p", {}, "Cases can be compared once something is known of them. Make a table ", h("code", {}, "corpus/cases.csv"), " with a column ", h("code", {}, "case"), " and any others you like; an empty field means: not known."),
  h("pre", { class: "sample" }, "case,population,region\nArden,610000,north\nBoro,,south"),
];

function chooser({ columns, usual, cases, company: found }, changed) {
  const chosen = new Set(found?.chosen ?? (at().vars.split(SEPARATOR).filter(Boolean).length ? at().vars.split(SEPARATOR) : usual));
  const of = h("select", { id: "peer-case", on: { change: () => { go({ of: of.value }); changed(); } } }, cases.map((each) => h("option", { value: each, selected: each === at().of }, each)));
  const most = h("select", { on: { change: () => { go({ most: most.value }); changed(); } } }, MOST.map((each) => h("option", { value: each, selected: each === (at().most || "3") }, each)));
  const box = (name) => {
    const input = h("input", { type: "checkbox", checked: chosen.has(name), on: { change: () => {
      if (input.checked) chosen.add(name);
      else chosen.delete(name);
      go({ vars: columns.filter((each) => chosen.has(each)).join(SEPARATOR) });
      changed();
    } } });
    return h("label", { class: "inline" }, input, name);
  };
  return h("section", { class: "card stack", "aria-label": "What to compare" },
    h("div", { class: "row" }, h("label", { class: "inline" }, "Peers of", of), h("label", { class: "inline" }, "at most", most)),
    h("fieldset", { class: "plain row" }, h("legend", {}, "Alike in"), columns.map(box)));
}

function company(said) {
  return [
    h("ul", { class: "stack peers" }, said.peers.map((each) => h("li", {}, each.sentence))),
    !said.peers.length && h("p", {}, "No case can be compared with it on these: too little is known of both."),
    said.apart.length > 0 && h("p", { class: "muted small" }, `Not compared, as too little is known: ${said.apart.join(", ")}.`),
    beside(said),
    h("p", { class: "muted small" }, "The nearest stand first, by what you chose. This says who is like whom, and nothing of who does better: levels are not compared, and no case is ranked."),
  ];
}

function beside({ cases, chosen, values, rows }) {
  const known = (value) => (value === null || value === undefined ? h("span", { class: "muted" }, "not known") : typeof value === "number" && Math.abs(value) >= GROUPED ? value.toLocaleString("en") : String(value));
  const shares = (name, place) => place > 0 && values[0][name] !== null && values[place][name] === values[0][name] && h("span", { class: "tag ok" }, "same");
  return h("div", { class: "scroll matrix beside", tabindex: "0", role: "region", "aria-label": "Side by side" }, h("table", {},
    h("thead", {}, h("tr", {}, h("th", { scope: "col", class: "corner" }, "Side by side"), cases.map((each, place) => h("th", { scope: "col" }, each, place > 0 && h("span", { class: "muted" }, " peer"))))),
    h("tbody", {},
      chosen.map((name) => h("tr", {}, h("th", { scope: "row" }, name), values.map((each, place) => h("td", {}, known(each[name]), " ", shares(name, place))))),
      rows.map((row) => h("tr", {}, h("th", { scope: "row", title: row.code }, row.label), row.cells.map((cell) => h("td", {}, level(cell), cell.text && h("p", { class: "small peer-text" }, cell.text))))))));
}

function level(judged) {
  if (!judged.decided) return h("span", { class: "muted" }, levelWords(judged));
  const [given, ...standing] = levelWords(judged).split(", ");
  return [h("b", {}, given), " ", h("span", { class: "muted small" }, standing.join(", "))];
}
