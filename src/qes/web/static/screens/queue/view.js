// How a passage on the desk looks.

import { h } from "../../lib/dom.js";
import { inPassage } from "../../lib/offsets.js";
import { criteria } from "../../lib/picker.js";
import { marked } from "../../lib/text.js";
import { flagView, pointed, voicesView } from "../../lib/voices.js";

const STATES = { given: ["given", "ok"], refused: ["refused", "no"], replaced: ["replaced", "no"], open: ["proposed", "accent"] };

/** The passage with what stands around it. */
export function passageView(work) {
  const { passage, source, before, after, blind } = work.card;
  const facts = [source.facts.role, source.facts.kind, source.facts.date].filter(Boolean).join(" · ");
  const text = h("p", { class: "passage-text quote", id: "passage-text", "data-passage": passage.id }, marked(passage.text, marks(work)));
  return h("article", { class: "card passage", "aria-label": "Passage" },
    h("header", { class: "row passage-head" },
      h("strong", {}, passage.case), h("a", { href: `/reader/${source.id}#${passage.id}` }, source.path),
      h("span", { class: "muted" }, passage.place), facts && h("span", { class: "muted" }, facts),
      blind && h("span", { class: "tag warn", title: "Proposals are hidden, so that their quality can be measured on what people code unaided." }, "blind")),
    h("div", { class: `around before ${work.wide ? "all" : ""}` }, around(before.filter((each) => each.text !== passage.question))),
    passage.question && h("p", { class: "question" }, passage.question),
    flagView(work.card.flag),
    h("div", { class: "passage-body" }, passage.speaker && h("p", { class: "speaker" }, passage.speaker), text, nearLabel(work)),
    h("div", { class: `around after ${work.wide ? "all" : ""}` }, around(after)));
}

const around = (passages) => passages.map((each) => h("p", { class: `near ${each.kind}` }, each.speaker && h("b", {}, `${each.speaker}: `), each.text));

function marks(work) {
  const { passage } = work.card;
  const item = work.item_;
  const found = [];
  const add = (span, kind) => {
    const [from, to] = inPassage(span, passage);
    found.push({ from, to, kind });
  };
  const all = (span) => span[0] <= passage.span[0] && span[1] >= passage.span[1];
  for (const each of work.given) if (each !== item && !all(each.span)) add(each.span, "is-given");
  if (item?.suggestion) for (const each of pointed(item.suggestion.voices)) if (!all(each.span)) add(each.span, each.kind);
  if (item && !all(item.span)) add(item.span, item.state === "given" ? "is-chosen" : "is-carried");
  return found;
}

/** Says what the dotted line is, without colour. */
function nearLabel(work) {
  const near = work.item_?.suggestion?.voices.some((each) => each.near);
  return near && h("span", { class: "near-label" }, "Dotted: near. Only like the words a model gave as a quote.");
}

/** Proposals and codes, the one at hand with its criteria. */
export function itemsView(work, does) {
  const items = work.items;
  const list = items.map((item, place) => itemView(work, item, place, does));
  if (!items.length)
    list.push(h("p", { class: "card muted empty" }, work.card.blind ? ["Coded blind, so nothing is proposed: add what you see with ", h("kbd", {}, "a"), "."] : ["Nothing is proposed for this passage. Add what you see with ", h("kbd", {}, "a"), "."]));
  return h("section", { class: "items", "aria-label": "Codes" }, list);
}

function itemView(work, item, place, does) {
  const here = place === work.at;
  const code = work.book.byId.get(item.code);
  const [word, kind] = STATES[item.state];
  return h("div", { class: `item ${item.state} ${here ? "here" : ""}`, data: { code: item.code } },
    h("button", { class: "item-head", "aria-expanded": String(here), on: { click: () => does.focus(place) } },
      h("span", { class: "item-label" }, code?.label ?? item.code),
      item.suggestion && (item.suggestion.spoken ? h("span", { class: "tag", title: "No suggester proposes it, but a language model does: what it says has no likelihood." }, "by a model") : score(item.suggestion)),
      h("span", { class: `tag ${kind}` }, word)),
    here && detail(work, item, code, does));
}

const score = ({ score: likelihood }) =>
  h("span", { class: "score", title: `likelihood ${likelihood.toFixed(2)}` }, h("i", { style: { width: `${Math.round(likelihood * 100)}%` } }), h("b", {}, likelihood.toFixed(2)));

function detail(work, item, code, does) {
  const button = (key, label, kind, act) => h("button", { class: kind, on: { click: act } }, label, " ", h("kbd", {}, key));
  const open = item.state !== "given";
  return h("div", { class: "item-body stack" },
    h("p", {}, code?.brief ?? "This code is not in the present codebook."),
    criterion(item.suggestion, code?.brief),
    voicesView(item.suggestion, { asked: does.asked, take: code?.attributes && open_(item) && does.take }),
    code?.attributes && attributes(work, item, does),
    item.memo && h("p", { class: "memo" }, h("b", {}, "Memo: "), item.memo),
    h("div", { class: "row" },
      open && button("y", "Accept", "ok", does.accept),
      item.state !== "refused" && button("n", open ? "Reject" : "Take away", "no", does.reject),
      item.suggestion && open && button("r", "Replace", "", does.replace),
      item.state !== "replaced" && button("m", "Memo", "", does.memo),
      button("d", work.full ? "Less" : "Definition", "", does.define)),
    work.full && code && h("div", { class: "criteria" }, criteria(code)),
    reason(item.suggestion));
}

const open_ = (item) => item.state === "open" || item.state === "given";

/** What of the codebook comes closest to the passage. */
function criterion(suggestion, brief) {
  const fits = suggestion?.criterion !== brief && suggestion?.criterion;
  if (!fits && !suggestion?.caution) return null;
  return h("div", { class: "reason" },
    fits && h("p", {}, h("b", {}, "Fits: "), fits),
    suggestion.caution && h("p", { class: "caution" }, h("b", {}, "But not when: "), suggestion.caution));
}

function reason(suggestion) {
  if (!suggestion || suggestion.spoken) return null; // what a model says stands above
  const near = suggestion.examples.slice(0, 2).map((each) =>
    h("li", {}, h("span", { class: `tag ${each.kind === "rejected" ? "no" : each.kind === "accepted" ? "ok" : ""}` }, `${each.kind} ${each.near.toFixed(2)}`), " ", short(each.text, 120)));
  return h("div", { class: "reason why" },
    suggestion.note && h("p", { class: "muted" }, suggestion.note),
    suggestion.words.length > 0 && h("p", { class: "muted" }, "Words: ", suggestion.words.join(", ")),
    near.length > 0 && h("ul", { class: "examples" }, near));
}

const short = (text, most) => (text.length > most ? `${text.slice(0, text.lastIndexOf(" ", most))} …` : text);

function attributes(work, item, does) {
  return h("div", { class: "attributes" }, work.book.attributes.map((rule, number) =>
    h("fieldset", { class: number === work.attribute ? "active" : "", title: rule.description },
      h("legend", {}, rule.name),
      rule.values.map((value, place) =>
        h("button", { "aria-pressed": String(item.attributes[rule.name] === value), on: { click: () => does.set(rule.name, value) } },
          number === work.attribute && h("kbd", {}, place + 1), number === work.attribute && " ", value)))));
}
