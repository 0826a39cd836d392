// Groups of cases side by side, by what is known of them; told apart, never ranked.

import { get } from "../../lib/api.js";
import { count, h, put } from "../../lib/dom.js";
import { place, save, wanted } from "./place.js";

/** @param {() => void} changed when other groups are to be shown */
export function compareView(changed) {
  const body = h("div", { class: "stack" }, h("p", { class: "muted" }, "Counting …"));
  void fill(body, changed);
  return body;
}

async function fill(body, changed) {
  try {
    const { columns, comparison } = await get(`/api/evidence/compare?${wanted({ by: place().by })}`);
    put(body, comparison ? [chooser(columns, comparison, changed), tableOf(comparison), notes(comparison)] : howTo());
  } catch (error) {
    put(body, h("p", { class: "problem" }, error.message), error.hint && h("p", { class: "muted" }, error.hint),
      place().by && h("button", { on: { click: () => { save({ by: "" }); changed(); } } }, "Compare by another column"));
  }
}

const howTo = () => [
  h("p", {}, "Cases can be compared once something is known of them. Make a table ", h("code", {}, "corpus/cases.csv"), " with a column ", h("code", {}, "case"), " and any others you like; an empty field means: not known."),
  h("pre", { class: "sample" }, "case,population,region\nArden,610000,north\nBoro,,south"),
];

function chooser(columns, { by }, changed) {
  const field = h("select", { on: { change: () => { save({ by: field.value }); changed(); } } }, columns.map((each) => h("option", { value: each, selected: each === by }, each)));
  return h("label", { class: "inline" }, "Groups by", field);
}

function tableOf({ groups, codes }) {
  if (!groups.length) return h("p", { class: "muted" }, "Nothing is known of any case in this column.");
  const share = ({ cases, with_evidence: having, codings }) => h("td", {},
    having ? h("span", { class: "share" }, h("span", { class: "share-bar", "aria-hidden": "true" }, h("i", { style: { width: `${(100 * having) / cases}%` } })), `${having} of ${cases}`) : h("span", { class: "ne" }, `0 of ${cases}`),
    having > 0 && h("span", { class: "small muted" }, ` ${(codings / cases).toFixed(1)} a case`));
  return h("div", { class: "scroll matrix", tabindex: "0", role: "region", "aria-label": "Groups side by side" },
    h("table", {},
      h("caption", { class: "small muted" }, "Cases with evidence, and codings a case over all cases of the group"),
      h("thead", {}, h("tr", {}, h("th", { scope: "col", class: "corner" }, "Code"), groups.map((group) => h("th", { scope: "col", title: group.cases.join(", ") }, group.name, h("br"), h("span", { class: "muted" }, count(group.cases.length, "case")))))),
      h("tbody", {}, codes.map((code) => h("tr", { class: code.depth ? "" : "top" }, h("th", { scope: "row", class: `depth-${Math.min(code.depth, 3)}`, title: code.code }, code.label), code.shares.map(share))))));
}

function notes({ unstated, strangers }) {
  return h("div", { class: "small muted stack" },
    h("p", {}, "Groups are told apart, not ranked: how much was coded depends on how much was said and read."),
    unstated.length > 0 && h("p", {}, `Not known of: ${unstated.join(", ")}; in no group.`),
    strangers.length > 0 && h("p", { class: "problem" }, `In cases.csv and not in the project, perhaps misspelt: ${strangers.join(", ")}.`));
}
