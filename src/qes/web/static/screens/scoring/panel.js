// The side of a unit: what is still to be said of it, or what was, and what may be done next.

import { h } from "../../lib/dom.js";
import { NAME, may } from "../../lib/page.js";
import { formView } from "./form.js";
import { newsView } from "./news.js";
import { warning } from "./proposal.js";
import { ALONE, levelMark, when } from "./words.js";

/** @param {import("./unit.js").UnitDesk} desk */
export function panelView(desk) {
  const { draft, sheet } = desk;
  const notice = newsView(desk.news, desk.refused, desk.seen);
  if (draft) return [formView(draft, { fields: desk.fields, title: titles(desk), before: before(desk), warn: draft.kind === "sign" && [alone(desk), warning(desk.doubts)], notice, other: other(desk) }, desk), acts(desk)];
  return h("section", { class: "card stack", "aria-label": "Where it stands" }, notice, ...(sheet.revealed ? decided(desk) : waiting(desk)), acts(desk));
}

function titles({ draft, sheet }) {
  if (draft.kind === "score" && sheet.mine) return "Another score instead of yours";
  if (draft.kind === "sign" && sheet.revealed.signoff) return "Sign off anew";
  return "";
}

function before({ draft, sheet }) {
  const left = sheet.needed - sheet.locked.length;
  if (draft.kind === "score" && sheet.needed === 1) return h("div", { class: "stack tight" }, h("p", { class: "muted small" }, "The tool’s proposal shows once you have locked yours, which is final."),
    h("p", { class: "notice small" }, "One person is asked to score here, so no agreement can be told of it. For two, give a second person an account (People), or set ", h("code", {}, "scorers = 2"), " under ", h("code", {}, "[scoring]"), "."));
  if (draft.kind === "score") return h("p", { class: "muted small" }, [again(sheet), `${sheet.locked.length} of ${sheet.needed} locked`, sheet.locked.length > 0 && `: ${sheet.locked.join(", ")}`, ". ", !sheet.mine && left === 1 ? "Yours is the last: locking it shows everybody’s scores, and is final." : "Others’ scores and the tool’s proposal show once all are locked."]);
  if (draft.kind === "settle") return h("p", { class: "muted small" }, sheet.alone ? "What the one scorer answered is filled in." : "Answers on which all agree are filled in; answer the rest in the list.");
  return null;
}

/** Whoever could know the proposal before does not score blind, and reports say so. */
const again = ({ seen_before: seen, locked, mine }) => mine && locked.length > 0 && seen.includes(mine.author) ? "You have seen the proposal of this unit before: reports count your score apart from those given blind. " : "";

/** What a lead is told before signing what rests on one person. */
const alone = ({ sheet }) => sheet.alone && h("p", { class: "notice small" }, h("strong", {}, ALONE), ` ${sheet.locked[0]} gave the level, and nobody else has judged it. Your sign-off does not make it two; reports say so.`);

const button = (label, does, name, kind = "") => h("button", { type: "button", class: kind, "data-focus": name, on: { click: does } }, label);

/** Instead of what the form is for. */
function other(desk) {
  const { draft, sheet } = desk;
  if (draft.kind === "sign" && !sheet.revealed.signoff) return button("Settle on another level", () => desk.want("settle"), "other");
  if (desk.wish) return button("Leave it", () => desk.want(""), "other");
  return null;
}

function waiting(desk) {
  const { mine, needed, locked } = desk.sheet;
  const left = needed - locked.length;
  return [h("h2", {}, "Your score is locked"),
    h("p", {}, levelMark(mine.level), mine.confidence && [", confidence ", h("strong", {}, mine.confidence.overall)], h("span", { class: "muted small" }, ` · ${when(mine.at)}`)),
    h("p", { class: "own-words" }, mine.reason),
    desk.sheet.seen_before.includes(mine.author) && h("p", { class: "notice small" }, "You locked it before a second person was asked, or after an earlier round was shown. It is hidden now so that others score apart; reports do not count a score as blind whose author could know the proposal."),
    h("p", { class: "muted small" }, `It waits for ${left === 1 ? "one more score" : `${left} more scores`}; then all are shown. Until then you can lock another one, or take it back.`),
    h("div", { class: "row" }, button(["Next that waits ", h("kbd", {}, "n")], desk.does.next, "next", "primary"), button("Lock another", () => desk.want("score"), "other"))];
}

function decided(desk) {
  const { signoff, consensus, scores } = desk.sheet.revealed;
  const word = signoff ? `Signed off by ${signoff.author}` : consensus ? `Settled by ${consensus.author}` : scores.length > 1 ? `All ${scores.length} give the same level` : `Scored by ${scores[0].author} alone`;
  const said = signoff ?? consensus ?? scores[0];
  return [h("h2", {}, word),
    h("p", {}, levelMark(said.level), said.confidence && [", confidence ", h("strong", {}, said.confidence.overall)], h("span", { class: "muted small" }, ` · ${when(said.at)}`)),
    desk.sheet.alone && h("p", { class: "notice small" }, ALONE),
    (signoff?.statement || consensus?.reason) && h("p", { class: "own-words" }, signoff?.statement || consensus.reason),
    !signoff && h("p", { class: "muted small" }, "A lead signs it off."),
    h("div", { class: "row" }, button(["Next that waits ", h("kbd", {}, "n")], desk.does.next, "next", "primary"),
      !signoff && button(consensus ? "Settle anew" : "Settle on another level", () => desk.want("settle"), "other"),
      signoff && !desk.sheet.revealed.stale && may("lead") && button("Sign off anew", () => desk.want("sign"), "other"))];
}

/** What can be taken back, and a new round. */
function acts(desk) {
  const { history, seen, revealed, locked } = desk.sheet;
  const last = history.find((each) => each.id === seen);
  const own = last && (may("lead") || (last.author === NAME && ["scored", "settled"].includes(last.kind)));
  const takes = own && !(last.kind === "scored" && revealed);
  // Where its evidence has changed, reopening is offered beside what has.
  const reopens = may("lead") && locked.length > 0 && !revealed?.stale;
  if (!takes && !reopens) return null;
  const what = { scored: "the score", settled: "the consensus", signed: "the sign-off", reopened: "the reopening" };
  return h("div", { class: "row" },
    takes && button(`Take back ${what[last.kind]} …`, () => void desk.acts.withdraw(last), "withdraw"),
    reopens && button("Reopen …", () => void desk.acts.reopen(), "reopen"));
}
