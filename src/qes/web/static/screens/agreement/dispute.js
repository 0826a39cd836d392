// A passage about which coders differ: what stands around it, the sides next to each other, and what was settled.

import { h } from "../../lib/dom.js";
import { inPassage } from "../../lib/offsets.js";
import { marked } from "../../lib/text.js";
import { KINDS } from "./draft.js";
import { DIFFERENCES } from "./list.js";

/** How many sides have an underline of their own; further ones share them. */
const PATTERNS = 4;

/** @param {import("./draft.js").Draft} draft */
export function passageView(draft, book, wide, widen) {
  const { passage, source, before, after, kind, own, overlap } = draft.dispute;
  const facts = [source.facts.role, source.facts.kind, source.facts.date].filter(Boolean).join(" · ");
  return h("article", { class: "card passage", "aria-label": "Passage" },
    h("header", { class: "row passage-head" },
      h("h2", {}, book.label(draft.dispute.code)),
      h("span", { class: "tag accent" }, `they differ on ${DIFFERENCES[kind]}`),
      kind === "words" && h("span", { class: "muted small" }, `${Math.round(100 * overlap)} % of the words shared`),
      own && h("span", { class: "tag warn" }, "you are one of the sides")),
    h("p", { class: "muted small" }, h("strong", {}, passage.case), " · ", h("a", { href: `/reader/${source.id}#${passage.id}` }, source.path), ` · ${passage.place}`, facts && ` · ${facts}`),
    around(before.filter((each) => each.text !== passage.question), `before ${wide ? "all" : ""}`),
    passage.question && h("p", { class: "question" }, passage.question),
    h("div", { class: "passage-body" }, passage.speaker && h("p", { class: "speaker" }, passage.speaker),
      h("p", { class: "passage-text quote", id: "passage-text" }, marked(passage.text, marks(draft)))),
    around(after, `after ${wide ? "all" : ""}`),
    h("button", { class: "link small widen", "aria-pressed": String(wide), on: { click: widen } }, wide ? "Less of what stands around " : "More of what stands around ", h("kbd", {}, "o")));
}

const around = (passages, kind) => h("div", { class: `around ${kind}` }, passages.map((each) => h("p", { class: `near ${each.kind}` }, each.speaker && h("b", {}, `${each.speaker}: `), each.text)));

function marks(draft) {
  const { passage, voices } = draft.dispute;
  const place = (span, kind) => {
    const [from, to] = inPassage(span, passage);
    return { from, to, kind };
  };
  const said = voices.flatMap((voice, number) => voice.spans.map((span) => place(span, `said said-${number % PATTERNS}`)));
  return draft.applies && draft.span ? [...said, place(draft.span, "is-chosen")] : said;
}

/** The sides next to each other. */
export function sidesView(draft, does) {
  const { voices, named } = draft.dispute;
  return h("section", { class: "sides", "aria-label": "The sides" }, voices.map((voice, place) => side(draft, voice, place, named, does)));
}

function side(draft, voice, place, named, does) {
  const chosen = draft.side === place;
  const states = voice.gave ? ["gives it", "ok"] : voice.refused ? ["denies it", "no"] : ["read it, did not mention it", ""];
  return h("div", { class: `card voice ${chosen ? "chosen" : ""}` },
    h("div", { class: "row" },
      h("h3", { class: named ? "" : "letter" }, voice.name),
      voice.gave && h("span", { class: `sample said said-${place % PATTERNS}`, "aria-hidden": "true" }, "words"),
      h("span", { class: `tag ${states[1]}` }, states[0]),
      h("span", { class: "tag", title: voice.blind ? "Proposals were hidden." : "Proposals were in view." }, voice.blind ? "coded blind" : "proposals in view")),
    voice.spans.map((span) => h("blockquote", { class: "quote" }, quoted(span, draft.dispute.passage))),
    attributes(draft, voice, place, does),
    voice.memos.map((memo) => h("p", { class: "memo" }, h("b", {}, "Memo: "), memo)),
    h("button", { "aria-pressed": String(chosen), on: { click: () => does.choose(place) } },
      voice.gave ? `Take ${voice.name}’s words` : `Side with ${voice.name}`, " ", place < 9 && h("kbd", {}, place + 1)));
}

function quoted(span, passage) {
  const [from, to] = inPassage(span, passage);
  if (from === 0 && to === passage.text.length) return h("span", { class: "muted" }, "the whole passage");
  return `${from ? "… " : ""}${passage.text.slice(from, to)}${to < passage.text.length ? " …" : ""}`;
}

function attributes(draft, voice, place, does) {
  const given = Object.entries(voice.attributes);
  if (!given.length) return voice.gave && draft.rules.length > 0 && h("p", { class: "muted small" }, "no attributes");
  const { differing } = draft.dispute;
  return h("div", { class: "row said-attributes" },
    given.map(([name, values]) => h("span", { class: `tag ${differing.includes(name) ? "warn" : ""}` }, differing.includes(name) && "differs · ", `${name}: ${values.join(", ")}`)),
    h("button", { class: "link small", on: { click: () => does.take(place) } }, "take these"));
}

/** How it was settled, the newest last. */
export function historyView(dispute) {
  if (!dispute.history.length) return null;
  return h("section", { class: "card stack settled-card", "aria-label": "How it was settled" },
    h("h3", {}, dispute.history.length > 1 ? "How it was settled, the last word holding" : "How it was settled"),
    dispute.history.map((each) => settledView(each, dispute.passage)),
    dispute.unsaid.length > 0 && h("p", { class: "problem small" }, `Still open: ${dispute.unsaid.join(", ")} differs, and settling did not say which holds.`));
}

export function settledView(each, passage) {
  const attributes = Object.entries(each.attributes).map(([name, value]) => `${name}: ${value}`).join(", ");
  return h("div", { class: "stack settled" },
    h("p", { class: "row" }, h("span", { class: `tag ${each.applies ? "ok" : "no"}` }, each.applies ? "applies" : "does not apply"),
      each.kind && h("span", { class: "tag" }, KINDS[each.kind].label),
      h("span", { class: "muted small" }, [each.mine ? "by you" : each.author && `by ${each.author}`, each.at?.slice(0, 16).replace("T", " ")].filter(Boolean).join(", "))),
    h("p", { class: "reason-text" }, each.reason),
    each.applies && each.span && h("blockquote", { class: "quote" }, quoted(each.span, passage)),
    attributes && h("p", { class: "muted small" }, attributes));
}
