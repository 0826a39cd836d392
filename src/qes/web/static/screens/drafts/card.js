// A draft by a language model: every sentence with its quotes, what is struck out shown struck out, and what can be done.

import { count, h } from "../../lib/dom.js";
import { place } from "../findings/cited.js";
import { moment } from "../findings/words.js";

const FATES = { accepted: "taken over as it stands", edited: "taken over in other words", dropped: "dropped" };

/** The quotes that what was kept rests on, as an editor cites them; those that are lost or count no longer are left out. */
export const citedIn = (draft) => draft.named.map((name) => draft.quotes[name]).filter((each) => each.counts && !each.lost).map((each) => ({ ...each }));

/**
 * @param {any} draft
 * @param {{about?: string, takeOver?: () => void, accept?: () => void, drop?: () => void, key?: string}} how
 *   without `takeOver` it is only shown; `key` takes it over
 */
export function draftCard(draft, { about = "", takeOver, accept, drop, key = "" } = {}) {
  const open = draft.fate === "open";
  const lapsed = draft.named.filter((name) => !draft.quotes[name].counts);
  return h("section", { class: "card stack draft", "aria-label": `Draft by ${draft.model}` },
    h("div", { class: "row" }, mark(), h("h2", { class: "grow draft-by", tabindex: "-1" }, `by ${draft.model}`), !open && h("span", { class: "tag" }, FATES[draft.fate])),
    h("p", { class: "muted small" }, [about, `asked for by ${draft.author}`, moment(draft.at)].filter(Boolean).join(" · ")),
    open && h("p", { class: "small" }, "Nobody’s words until a person takes it over and answers for it. Read each sentence against its quotes."),
    h("ol", { class: "drafted" }, draft.sentences.map((each) => sentence(each, draft.quotes))),
    !draft.sentences.length && h("p", {}, "The model found that the quotes show too little, and wrote no sentence."),
    draft.left_out > 0 && h("p", { class: "muted small" }, `${count(draft.left_out, "quote")} ${draft.left_out === 1 ? "was" : "were"} not shown to the model: too many, on passages somebody is yet to read, or speaking to a machine.`),
    open && takeOver && h("div", { class: "row draft-acts" },
      h("button", { type: "button", class: "primary", on: { click: takeOver } }, "Take over into the editor ", key && h("kbd", {}, key)),
      draft.kept > 0 && !lapsed.length && h("button", { type: "button", on: { click: accept } }, "Accept as it stands"),
      h("button", { type: "button", class: "quiet", on: { click: drop } }, "Drop")),
    open && takeOver && lapsed.length > 0 && h("p", { class: "muted small" }, `It cannot be accepted as it stands: ${lapsed.join(" and ")} ${lapsed.length === 1 ? "is" : "are"} accepted as evidence no longer.`));
}

/** What marks a draft wherever it stands. */
export const mark = () => h("span", { class: "tag warn draft-mark" }, "DRAFT");

function sentence({ text, spans, struck }, quotes) {
  const named = spans.filter((name) => quotes[name]);
  if (!struck) return h("li", { class: "stack kept" }, h("p", { class: "draft-words" }, text), named.map((name) => quote(name, quotes[name])));
  return h("li", { class: "stack struck" },
    h("p", { class: "draft-words" }, h("span", { class: "visually-hidden" }, "Struck out: "), h("s", {}, text)),
    h("p", { class: "small" }, h("b", {}, "Struck out: "), `${struck}.`),
    named.length > 0 && h("details", {}, h("summary", { class: "small" }, named.length === 1 ? "The quote it named" : `The ${named.length} quotes it named`), h("div", { class: "stack" }, named.map((name) => quote(name, quotes[name])))));
}

/** A quote in the words of its source. */
export function quote(name, each) {
  return h("div", { class: "draft-quote" },
    h("blockquote", { class: "quote" }, each.quote),
    h("p", { class: "small" }, h("b", {}, name), each.case && ` · ${each.case}`, " · ", each.lost ? h("span", { class: "problem" }, each.lost) : place(each),
      !each.counts && [" ", h("span", { class: "tag warn" }, "accepted as evidence no longer")]));
}
