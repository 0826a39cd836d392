// How a passage looks: its place, what it is, its words, and the stripes beside them.

import { h, put } from "../../lib/dom.js";
import { NAME, may } from "../../lib/page.js";
import { lanesOf, wholly } from "./stripes.js";
import { mineOf } from "./volume.js";

/** @typedef {import("./volume.js").Passage} Passage */

const TAGS = { heading: "heading", question: "question", aside: "aside", table: "table" };

/**
 * A passage with an empty margin.
 * @param {Passage} passage
 * @param {Passage|undefined} before by which speakers are named once
 */
export function passageView(passage, before) {
  const named = passage.speaker && (passage.speaker !== before?.speaker || before?.kind === "heading");

  const tag = passage.kind === "heading" ? `h${Math.min(6, (passage.level ?? 1) + 1)}` : passage.kind === "table" ? "div" : "p";
  return h("article", {
    class: `p p-${TAGS[passage.kind] ?? "said"}`, id: `p-${passage.id}`, tabindex: -1, "aria-label": label(passage),
    data: { ordinal: String(passage.ordinal), codable: String(passage.codable) },
  },
  h("div", { class: "p-place" }, h("a", { href: `#${passage.id}`, class: "p-link", tabindex: -1, title: "The address of this passage" }, passage.place), h("span", { class: "p-read" })),
  h("div", { class: "p-body" },
    named && h("p", { class: "p-speaker" }, passage.speaker),
    h("div", { class: "p-words" },
      h(tag, { class: "p-text" }, passage.text),
      h("div", { class: "lanes", "aria-hidden": "true" }))),
  h("div", { class: "p-margin" }));
}

function label(passage) {
  const kind = { question: "question", heading: "heading", aside: "aside", table: "table" }[passage.kind];
  return [passage.place, passage.speaker, kind].filter(Boolean).join(", ");
}

/**
 * Draw the margin: bars beside the words, and a label for each that is a button.
 * @param {HTMLElement} element of `passageView`
 * @param {Passage} passage
 * @param {{book: import("../../lib/book.js").Book, pick: (passage: Passage, stripe: any) => void,
 *   point: (passage: Passage, stripe: any) => void, leave: () => void, picked: (passage: Passage, stripe: any) => boolean}} does
 */
export function drawMargin(element, passage, does) {
  const stripes = stripesOf(passage);
  const margin = element.querySelector(".p-margin");
  const focused = margin.contains(document.activeElement) ? document.activeElement.dataset.key : null;
  const here = element.getAttribute("aria-current") === "true";
  put(margin, passage.codable && passage.hidden && h("p", { class: "p-hidden" }, "Codes of others are hidden until you have coded it yourself."),
    stripes.map((stripe) => chip(passage, stripe, here, does)));
  const lanes = lanesOf(stripes);
  put(element.querySelector(".lanes"), stripes.map((stripe, place) => bar(passage, stripe, lanes[place], does)));
  element.style.setProperty("--lanes", String(lanes.length ? Math.max(...lanes) + 1 : 0));
  if (focused) [...margin.querySelectorAll("[data-key]")].find((each) => each.dataset.key === focused)?.focus({ preventScroll: true });
  drawRead(element.querySelector(".p-read"), passage);
}

/** What stands beside a passage: codings, then proposals that nobody's coding says already. */
export function stripesOf(passage) {
  const said = new Set(passage.stripes.map((each) => each.code));
  const proposed = passage.proposals.filter((each) => !said.has(each.code)).map((each) => ({
    code: each.code, span: (each.near ? null : each.span) ?? passage.span, status: "proposed", coders: [], marks: [], differing: [], settled: null, proposal: each,
  }));
  return [...passage.stripes, ...proposed];
}

export const keyOf = (passage, stripe) => `${passage.ordinal} ${stripe.code} ${stripe.span[0]}`;

function drawRead(place, passage) {
  if (!passage.codable || !may("researcher")) return;
  const read = passage.readers.includes(NAME);
  put(place, h("span", { "aria-hidden": "true" }, read ? "✓" : "○"), h("span", { class: "visually-hidden" }, read ? "read by you" : "not read by you"));
  place.title = read ? "You have decided about this passage." : "You have not decided about this passage.";
  place.closest("article").classList.toggle("unread", !read);
}

function chip(passage, stripe, here, does) {
  const mine = mineOf(stripe);
  const who = stripe.coders.map((each) => (each === NAME ? "you" : each)).join(", ");
  const words = wholly(passage, stripe) ? "the whole passage" : "some of its words";
  const said = STATUS[stripe.status];
  const element = h("button", {
    class: `chip ${mine ? "mine" : ""}`, type: "button", tabindex: here ? 0 : -1, "aria-pressed": String(does.picked(passage, stripe)),
    "aria-label": `${does.book.label(stripe.code)}: ${[who && `given by ${who}`, said, words].filter(Boolean).join(", ")}`,
    title: [who, said, words].filter(Boolean).join(" · "),
    data: { status: stripe.status, key: keyOf(passage, stripe) },
    on: {
      click: () => does.pick(passage, stripe),
      pointerenter: () => does.point(passage, stripe), focus: () => does.point(passage, stripe), pointerleave: does.leave, blur: does.leave,
    },
  }, h("span", { class: "swatch" }), h("span", { class: "chip-label" }, does.book.label(stripe.code)),
  h("span", { class: "chip-who" }, stripe.status === "proposed" ? (stripe.proposal.spoken ? "by a model" : stripe.proposal.score.toFixed(2)) : h("span", { class: "sign" }, SIGN[stripe.status]), who));
  return hued(element, does.book.hue(stripe.code));
}

export const STATUS = {
  single: "one coder", agreed: "agreed", disputed: "disputed", settled: "settled", denied: "settled: does not apply", proposed: "proposed",
};
const SIGN = { single: "", agreed: "=", disputed: "≠", settled: "§", denied: "✕", proposed: "" };

function bar(passage, stripe, lane, does) {
  const element = h("div", {
    class: "bar-stripe", data: { status: stripe.status, key: keyOf(passage, stripe), whole: String(wholly(passage, stripe)) }, title: does.book.label(stripe.code),
    on: { click: () => does.pick(passage, stripe), pointerenter: () => does.point(passage, stripe), pointerleave: does.leave },
  });
  element.style.setProperty("--lane", String(lane));
  return hued(element, does.book.hue(stripe.code));
}

function hued(element, hue) {
  element.style.setProperty("--hue", String(hue));
  return element;
}
