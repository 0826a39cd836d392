// Beside the text: all about the stripe at hand, or about the passage one is at.

import { h, put } from "../../lib/dom.js";
import { NAME, may } from "../../lib/page.js";
import { criteria } from "../../lib/picker.js";
import { STATUS, stripesOf } from "./passage.js";
import { flagView, offered, voicesView } from "../../lib/voices.js";
import { wholly } from "./stripes.js";
import { mineOf } from "./volume.js";

const KINDS = { agreed: "ok", settled: "ok", disputed: "warn", denied: "no", proposed: "accent", single: "" };

/**
 * @param {{book: import("../../lib/book.js").Book, passage: any, stripe: any, full: boolean, attribute: number}} at
 * @param {Record<string, (...given: any[]) => void>} does
 */
export function drawPanel(element, at, does) {
  element.classList.toggle("open", Boolean(at.stripe));
  element.classList.toggle("acts-only", !at.stripe && Boolean(at.passage?.codable) && may("researcher"));
  put(element, at.stripe ? stripeView(at, does) : at.passage ? passageAbout(at, does) : guide());
}

const button = (key, label, kind, act) => h("button", { class: kind, "aria-keyshortcuts": key, on: { click: act } }, label, " ", h("kbd", {}, key));

function stripeView(at, does) {
  const { book, passage, stripe } = at;
  const code = book.byId.get(stripe.code);
  return [
    h("div", { class: "row" }, h("h2", { class: "grow" }, book.label(stripe.code)), h("button", { class: "quiet", "aria-label": "Close", on: { click: does.close } }, "✕")),
    h("p", { class: "row small" }, h("span", { class: `tag ${KINDS[stripe.status]}` }, STATUS[stripe.status]), h("span", { class: "muted" }, `${passage.place} · ${wholly(passage, stripe) ? "the whole passage" : "some of its words"}`)),
    h("p", {}, code?.brief ?? "This code is not in the present codebook."),
    h("div", { class: "row" }, actions(at, does)),
    at.full && code && h("div", { class: "criteria" }, criteria(code)),
    flagView(passage.flag),
    stripe.proposal ? proposalView(stripe.proposal, code, does) : h("p", { class: "quote panel-quote" }, `“${quoteOf(passage, stripe.span)}”`),
    stripe.settled && h("p", { class: "settled" }, h("b", {}, `Settled by ${stripe.settled.author}: `), stripe.settled.reason),
    stripe.differing.length > 0 && h("p", { class: "small" }, h("span", { class: "tag warn" }, "differ on"), " ", stripe.differing.join(", ")),
    stripe.marks.map((mark) => givenView(at, mark, does)),
    missing(passage, stripe),
  ];
}

function actions({ stripe, full }, does) {
  const define = button("d", full ? "Less" : "Definition", "", does.define);
  if (!may("researcher")) return define;
  if (stripe.proposal) return [button("y", "It applies", "ok", does.agree), button("x", "It does not", "no", does.away), define];
  const mine = mineOf(stripe);
  if (!mine) return [stripe.status !== "denied" && button("y", "Give it too", "ok", does.agree), define];
  return [button("w", "Other words", "", does.words), button("m", "Memo", "", does.memo), button("x", "Take away", "no", does.away), define];
}

function proposalView(proposal, code, does) {
  const adds = may("researcher") && code?.attributes && offered(proposal).length > 0;
  return h("div", { class: "stack small" },
    !proposal.spoken && h("p", {}, `Likelihood ${proposal.score.toFixed(2)}, proposed by ${proposal.maker}. `, proposal.note),
    proposal.criterion && h("p", {}, h("b", {}, "Fits: "), proposal.criterion),
    proposal.caution && h("p", { class: "caution" }, h("b", {}, "But not when: "), proposal.caution),
    voicesView(proposal, { asked: does.asked, take: adds && does.adopt, takes: "It applies, with these" }),
    proposal.voices.some((each) => each.near) && h("p", { class: "near-label" }, "Dotted in the text: near. Only like the words a model gave as a quote."));
}

/** What one coder gave. */
function givenView(at, mark, does) {
  const { book, passage, stripe } = at;
  const own = mark.coder === NAME && may("researcher");
  const others = stripe.marks.some((each) => each.span[0] !== mark.span[0] || each.span[1] !== mark.span[1]);
  const said = Object.entries(mark.attributes).map(([name, value]) => `${name}: ${value}`).join(" · ");
  return h("div", { class: "given-by" },
    h("p", { class: "row small" }, h("b", {}, mark.coder === NAME ? "You" : mark.coder), mark.at && h("time", { class: "muted", datetime: mark.at }, new Date(mark.at).toLocaleDateString("en-GB", { day: "numeric", month: "short", year: "numeric" })),
      mark.blind && h("span", { class: "tag", title: "Given before anything was shown of what others gave or what is proposed." }, "blind")),
    others && h("p", { class: "small muted" }, "Words: ", h("button", { class: "link", on: { click: () => does.point(mark.span) } }, `“${short(quoteOf(passage, mark.span), 70)}”`)),
    own && book.byId.get(stripe.code)?.attributes ? attributes(at, mark, does) : said && h("p", { class: "small" }, said),
    mark.memo && h("p", { class: "memo" }, mark.memo));
}

function attributes({ book, attribute }, mark, does) {
  return h("div", { class: "attributes" }, book.attributes.map((rule, number) =>
    h("fieldset", { class: number === attribute ? "active" : "", title: rule.description },
      h("legend", {}, rule.name),
      rule.values.map((value, place) =>
        h("button", { "aria-pressed": String(mark.attributes[rule.name] === value), on: { click: () => does.set(rule.name, value) } },
          number === attribute && [h("kbd", {}, place + 1), " "], value)))));
}

/** Who read the passage and did not give the code. */
function missing(passage, stripe) {
  const others = passage.readers.filter((each) => !stripe.coders.includes(each));
  const names = others.map((each) => (each === NAME ? "you" : each)).join(", ");
  return others.length > 0 && !stripe.proposal && h("p", { class: "small muted" }, `Read, and this code not given here, by ${names}.`,
    stripe.status === "disputed" && may("reviewer") && [" ", h("a", { href: "/agreement" }, "Settle it")]);
}

function passageAbout({ book, passage }, does) {
  const stripes = stripesOf(passage);
  const readers = passage.readers.map((each) => (each === NAME ? "you" : each)).join(", ");
  return [
    h("h2", {}, passage.place),
    h("p", { class: "small muted" }, [passage.case, passage.speaker].filter(Boolean).join(" · ")),
    !passage.codable && h("p", {}, "This is kept for the context and not coded."),
    passage.codable && h("p", {}, readers ? `Read by ${readers}.` : "Nobody has read it yet."),
    passage.hidden && h("p", { class: "notice" }, "What others gave it is hidden until you are done with it yourself (r), so that nothing leads you."),
    flagView(passage.flag),
    stripes.length > 0 && h("ul", { class: "plain" }, stripes.map((each) => h("li", {}, h("button", { class: "link", on: { click: () => does.pick(passage, each) } }, book.label(each.code)), " ", h("span", { class: "small muted" }, STATUS[each.status])))),
    passage.codable && !passage.hidden && !stripes.length && h("p", { class: "muted" }, "No code stands here."),
    passage.codable && may("researcher") && passage.asked && h("p", { class: "small" }, h("button", { class: "link", on: { click: () => does.asked(null) } }, "What models were asked about it")),
    passage.codable && may("researcher") && h("div", { class: "row acts" }, button("a", "Code it", "primary", does.code), !passage.done && button("r", passage.readers.includes(NAME) ? "Read, nothing more" : "Read, nothing here", "", does.read)),
  ];
}

function guide() {
  const line = (keys, text) => h("li", {}, keys.map((each) => [h("kbd", {}, each), " "]), text);
  return [h("h2", {}, "Reading"),
    h("ul", { class: "plain" },
      line(["j", "k"], "go from passage to passage"), line(["/"], "finds words"),
      may("researcher") && [line(["Enter"], "begins to choose words, or select them with the mouse"), line(["a"], "gives a code, to the words or to the whole passage"), line(["r"], "read: nothing (more) here, next")],
      line(["?"], "shows all keys"))];
}

export function quoteOf(passage, span) {
  return [...passage.text].slice(Math.max(0, span[0] - passage.span[0]), span[1] - passage.span[0]).join("");
}

const short = (text, most) => (text.length > most ? `${text.slice(0, text.lastIndexOf(" ", most))} …` : text);
