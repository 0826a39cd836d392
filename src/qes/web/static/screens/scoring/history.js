// Everything ever said of a unit, in order, also what was taken back.

import { h } from "../../lib/dom.js";
import { levelText, when } from "./words.js";

const DID = { scored: "locked a score", settled: "settled", signed: "signed off", reopened: "reopened it" };

/** What happened, in a few words. */
export function deed(each) {
  const level = each.kind === "reopened" ? "" : ` ${each.kind === "scored" ? "of" : "on"} ${levelText(each.level)}`;
  const sure = each.confidence ? `, confidence ${each.confidence}` : "";
  return [h("strong", {}, each.author), ` ${DID[each.kind]}${each.kind === "signed" ? ` ${levelText(each.level)}` : level}${sure}`, h("span", { class: "muted small" }, ` · ${when(each.at)}`)];
}

export function historyView(history) {
  if (!history.length) return null;
  return h("section", { class: "card stack", "aria-label": "History" }, h("h2", {}, "History"),
    h("ol", { class: "past" }, history.map((each) => h("li", { class: each.withdrawn ? "taken-back" : "" },
      h("p", {}, deed(each), each.withdrawn && [" ", h("span", { class: "tag warn" }, "taken back")]),
      each.reason && h("p", { class: "own-words" }, each.reason),
      each.withdrawn && h("p", { class: "small" }, `Taken back by ${each.withdrawn.author}, ${when(each.withdrawn.at)}: ${each.withdrawn.reason}`)))));
}
