// How much was read blind, and what the figures cannot tell yet.

import { h } from "../../lib/dom.js";
import { percent, shareBar } from "../../lib/figures.js";

/** Overall and per coder. */
export function shareView({ coders, blind_share: target }) {
  return h("section", { class: "card stack" },
    h("h2", {}, "Read blind"),
    h("p", {}, `${percent(target)} of all passages are drawn at random to be read with proposals hidden (the dashed line); whole sources can be assigned to be read blind beside them.`),
    h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": "Blind share" }, h("table", {},
      h("caption", { class: "visually-hidden" }, "Share of the reading that was blind"),
      h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "Coder"), h("th", { scope: "col" }, "Share"), h("th", { class: "number", scope: "col" }, "Blind"), h("th", { class: "number", scope: "col" }, "With proposals"))),
      h("tbody", {}, coders.map((each) => row(each, target))))));
}

function row({ coder, reading }, target) {
  const { hits, total, value } = reading;
  return h("tr", { class: coder === "*" ? "pinned" : "" },
    h("th", { scope: "row" }, coder === "*" ? "Everybody" : coder),
    h("td", {}, h("div", { class: "with-chart" }, shareBar({ value, target, label: `${percent(value)} blind, ${percent(target)} drawn` }), h("strong", {}, percent(value)))),
    h("td", { class: "number" }, hits.toLocaleString("en")), h("td", { class: "number" }, (total - hits).toLocaleString("en")));
}

/** What is missing, and what to do about it. */
export function missingView({ missing }) {
  if (!missing.length) return null;
  return h("section", { class: "card stack missing" },
    h("h2", {}, "What these figures cannot tell yet"),
    h("ul", {}, missing.map((each) => h("li", {}, each.what, each.help && [" ", h("strong", {}, each.help)]))));
}

