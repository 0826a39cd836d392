// One decision to look at again: what its code meant and means, and the words it stands on.

import { h } from "../../lib/dom.js";
import { criteria } from "../../lib/picker.js";
import { marked } from "../../lib/text.js";
import { diffView } from "./differ.js";
import { fieldName, when } from "./words.js";

const WHY = {
  reworded: "was reworded",
  merged: "was merged into another code",
  split: "was split",
  retired: "was retired",
};

/** Whether what was decided can be decided again as it is. */
export const givable = (item, book) => item.decision.verdict === "reject" || Boolean(book.byId.get(given(item.decision))?.codable);

const given = (decision) => (decision.verdict === "replace" ? decision.replacement : decision.code);

/** The words it stands on. */
export function quoteOf({ passage, decision }) {
  const [start, end] = decision.span ?? passage.span;
  return [...passage.text].slice(Math.max(0, start - passage.span[0]), end - passage.span[0]).join("");
}

export function staleView(item, book, inPassage) {
  const { passage, source, decision, version } = item;
  const label = book.label(item.code);
  const [from, to] = inPassage(decision.span ?? passage.span, passage);
  const whole = from === 0 && to === passage.text.length;
  const facts = [source.facts.role, source.facts.kind, source.facts.date].filter(Boolean).join(" · ");
  // The words come first: the code is the same for many passages in a row.
  return h("div", { class: "stack" },
    h("article", { class: "card stack", "aria-label": "Passage" },
      h("header", { class: "row small" }, h("strong", {}, passage.case), h("a", { href: `/reader/${source.id}#${passage.id}` }, source.path), h("span", { class: "muted" }, passage.place), facts && h("span", { class: "muted" }, facts)),
      passage.question && h("p", { class: "muted again-question" }, passage.question),
      passage.speaker && h("p", { class: "small" }, h("strong", {}, passage.speaker)),
      h("p", { class: "quote again-text", data: { passage: passage.id } }, marked(passage.text, whole ? [] : [{ from, to, kind: "is-words" }])),
      decision.memo && h("p", { class: "memo" }, h("b", {}, "Memo: "), decision.memo)),
    h("section", { class: "card stack", "aria-label": "The code" },
      h("div", { class: "row" }, h("h2", {}, h("a", { href: `/codebook#${encodeURIComponent(item.code)}` }, label)), h("span", { class: "tag warn" }, item.why)),
      h("p", {}, `You ${did(item, book)} under version ${version}, `, when(decision.at), `. Since then the code ${WHY[item.why]}.`),
      item.why === "reworded" ? h("dl", { class: "changes" }, item.changes.map((each) => [h("dt", {}, fieldName(each.field)), h("dd", {}, diffView(each.before, each.after))])) : formerly(item, book.byId.get(item.code)),
      item.proposals.length > 0 && h("div", { class: "stack" }, h("h3", {}, item.proposals.length > 1 ? "One of these takes its place" : "This takes its place"),
        item.proposals.map((code, number) => book.byId.get(code) && h("div", { class: "proposal" }, h("kbd", {}, number + 1), h("div", { class: "criteria" }, criteria(book.byId.get(code), { examples: false })))))));
}

/** What a code meant that can no longer be given, and what is said in its place. */
function formerly(item, code) {
  const line = item.changes.find((each) => each.field === "when_not_to_use")?.after.split("\n\n")[0];
  const row = (field) => code?.[field] && [h("dt", {}, fieldName(field)), h("dd", {}, code[field])];
  return [line && h("p", { class: "notice" }, line), h("dl", { class: "changes" }, row("brief"), row("definition"), row("when_to_use"))];
}

function did({ decision, code }, book) {
  const other = decision.verdict === "replace" && (decision.code === code ? decision.replacement : decision.code);
  if (other) return decision.code === code ? `said that “${book.label(other)}” applies instead of it` : `gave it instead of “${book.label(other)}”`;
  return decision.verdict === "reject" ? "said that it does not apply" : "gave it";
}
