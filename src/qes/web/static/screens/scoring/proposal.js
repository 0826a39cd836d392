// What the rubric makes of the evidence, why, why not more, and what it hangs on; shown only once all have locked.

import { h, put } from "../../lib/dom.js";
import { levelMark, levelText } from "./words.js";

/** @param {any} proposal @param {any} frame @param {Promise<any>} doubts */
export function proposalView(proposal, frame, doubts) {
  const { level } = proposal;
  const met = proposal.checks.filter((each) => each.met && (each.level === null || each.level <= (level ?? 0)));
  const label = frame.levels.find((each) => each.level === level)?.label;
  return h("section", { class: "card stack", "aria-label": "The tool’s proposal" },
    h("h2", {}, "What the tool proposes"),
    h("p", {}, levelMark(level), label && ` ${label}`, proposal.confidence && [", confidence ", h("strong", {}, proposal.confidence)], h("span", { class: "muted small" }, " · counted from the codings; people judge")),
    h("div", { class: "for-against" },
      h("section", {}, h("h3", {}, `Why ${levelText(level)}`), met.length ? h("ul", { class: "why" }, met.map(reason)) : h("p", { class: "muted small" }, "Not even what the lowest level takes is there.")),
      h("section", {}, h("h3", {}, "Why not the next level"), h("ul", { class: "why" }, proposal.next.map((each) => h("li", {}, each))))),
    proposal.concerns.length > 0 && h("section", { class: "stack tight" }, h("h3", {}, "Concerns it sees"), h("dl", { class: "concerns" }, proposal.concerns.map((each) => [h("dt", {}, each.label), h("dd", {}, h("strong", {}, each.grade), each.reason && `: ${each.reason}`)]))),
    doubtsView(doubts));
}

const reason = (each) => h("li", {}, each.text, h("span", { class: "muted small" }, ` ${each.why}`));

function doubtsView(asked) {
  const place = h("div", { class: "stack" }, h("p", { class: "muted" }, "Trying the level without each source and coder …"));
  asked.then((said) => put(place, doubtsTold(said)), (error) => put(place, h("p", { class: "problem" }, `${error.message}. ${error.hint ?? ""}`)));
  return place;
}

function doubtsTold(said) {
  const blind = said.variants.find((each) => each.without === "assisted");
  return [
    h("section", { class: "stack tight" }, h("h3", {}, "What the level hangs on"),
      h("p", {}, "Proposed level ", h("strong", {}, levelText(said.level)), spread(said)),
      said.sentences.length > 0 && h("ul", { class: "why" }, said.sentences.map((each) => h("li", {}, each))),
      blind && h("p", { class: "small" }, `From passages coded blind alone: ${levelText(blind.level)}`, h("span", { class: "muted" }, ` (${blind.codings} codings)`)),
      table("Every source and coder left out", ["Without", "Level", "Codings left"], said.variants.map((each) => [each.without === "assisted" ? "codings made with proposals in view" : `${each.without} ${each.name}`, levelText(each.level), each.codings]))),
    h("section", { class: "stack tight" }, h("h3", {}, "What the last source added"), h("p", {}, said.last_added),
      table("Source by source", ["Source", "Date", "New texts", "New kinds", "Level so far"], said.steps.map((each) => [each.source, each.date || "–", each.codings, each.fresh, levelText(each.level)]))),
  ];
}

/** How far it moves; where all comes from one source or coder there is nothing to compare with. */
function spread({ all_from: from, range, level, sentences }) {
  if (from.length) return `: it rests on ${from.map((each) => `one ${each}`).join(" and ")}.`;
  if (range !== levelText(level)) return [", and from ", h("strong", {}, range), " as one source, one coder or the assisted codings are left out:"];
  return sentences.length ? ":" : ", whichever one source or coder is left out.";
}

function table(title, heads, rows) {
  return rows.length > 0 && h("details", {}, h("summary", { class: "small" }, title),
    h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": title }, h("table", {}, h("thead", {}, h("tr", {}, heads.map((each) => h("th", { scope: "col" }, each)))), h("tbody", {}, rows.map((row) => h("tr", {}, row.map((each, place) => (place ? h("td", {}, each) : h("th", { scope: "row" }, each)))))))));
}

/** What a lead should know before signing. */
export function warning(asked) {
  const place = h("div", { role: "status" });
  asked.then((said) => said.sentences.length && put(place, h("div", { class: "notice small" }, h("strong", {}, "It hangs on little. "), said.sentences.join(" "))), () => {});
  return place;
}
