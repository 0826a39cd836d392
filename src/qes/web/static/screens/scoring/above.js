// Above the questions: which unit it is, how far it has come, and what is shown once all have scored.

import { h } from "../../lib/dom.js";
import { may } from "../../lib/page.js";
import { criteria } from "../../lib/picker.js";
import { machineView } from "./machine.js";
import { proposalView } from "./proposal.js";
import { scoresView } from "./scores.js";
import { staleView } from "./stale.js";
import { stageOf } from "./words.js";

/** @param {import("./unit.js").UnitDesk} desk */
export function headView({ sheet, book, title, side }) {
  const code = book.byId.get(sheet.capability);
  const said = sheet.revealed?.signoff ?? sheet.revealed?.consensus ?? sheet.revealed?.scores[0];
  const { mark, told } = stageOf({ ...sheet, mine: Boolean(sheet.mine), stale: sheet.revealed?.stale, level: said?.level });
  return [title,
    h("p", {}, h("strong", {}, mark), ` ${told.charAt(0).toUpperCase()}${told.slice(1)}.`, sheet.round > 1 && [" ", h("span", { class: "tag" }, `round ${sheet.round}`)],
      sheet.alone && [" ", h("span", { class: "tag warn" }, "one scorer")], " ", h("button", { type: "button", class: "link to-form", on: { click: () => side.scrollIntoView({ block: "start" }) } }, "To the form ↓")),
    code && h("div", { class: "definition" }, h("p", {}, code.brief),
      h("details", {}, h("summary", { class: "small" }, "Definition, and when to use it"), h("div", { class: "stack tight" }, criteria(code, { examples: false }))))];
}

/** @param {import("./unit.js").UnitDesk} desk */
export function aboveView(desk) {
  const { revealed } = desk.sheet;
  const button = (label, does) => h("button", { type: "button", on: { click: does } }, label);
  const acts = may("lead") && [button("Sign off anew", () => desk.want("sign")), button("Reopen …", () => void desk.acts.reopen())];
  return [revealed.stale && staleView(revealed.stale, desk.quotes, acts),
    scoresView(revealed, desk.sheet.seen_before, desk.frame, (id) => desk.go(id)), proposalView(revealed.proposal, desk.frame, desk.doubts), machineView(desk.machine)];
}
