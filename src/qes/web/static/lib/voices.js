// What language models say of a code: in their own words, marked as theirs, and never set as a quotation.

import { h } from "./dom.js";

/** @typedef {{model: string, span: [number, number]|null, near: boolean, words: string, attributes: Record<string, string>, prompt: string|null}} Voice */

/** What could be taken over from voices, each with what it would add. @param {any} suggestion */
export const offered = (suggestion) => (suggestion?.voices ?? []).filter((each) => Object.keys(each.attributes).length > 0);

/**
 * @param {any} suggestion with `voices`
 * @param {{asked: (voice: Voice) => void, take?: (voice: Voice) => void, takes?: string}} does `takes`: what the key says
 */
export function voicesView(suggestion, does) {
  const voices = suggestion?.voices ?? [];
  if (!voices.length) return null;
  return h("section", { class: "voices", "aria-label": "What language models say" },
    voices.map((voice, place) => voiceView(voice, place, does)),
    h("p", { class: "muted small" }, "A model's word is a proposal: how often it is right is measured apart."));
}

function voiceView(voice, place, does) {
  const said = Object.entries(voice.attributes).map(([name, value]) => `${name}: ${value}`).join(" · ");
  const first = (key) => place === 0 && [" ", h("kbd", {}, key)];
  return h("div", { class: "voice" },
    h("p", { class: "row small" }, h("b", {}, voice.model), h("span", { class: "tag accent" }, "says yes"),
      voice.near ? h("span", { class: "tag warn", title: "The passage holds only words like those the model gave as a quote; they are dotted in the text." }, "near")
        : voice.span && h("span", { class: "tag", title: "The words it points at stand in the passage; they are underlined in the text." }, "verbatim")),
    voice.words ? h("p", { class: "voice-words" }, h("span", { class: "muted" }, "In the model's words: "), voice.words)
      : h("p", { class: "muted" }, "It gave no reason."),
    said && h("p", { class: "small" }, h("span", { class: "muted" }, "It proposes "), said),
    h("div", { class: "row" },
      said && does.take && h("button", { class: "small", on: { click: () => does.take(voice) } }, does.takes ?? "Take these over", first("o")),
      h("button", { class: "small", on: { click: () => does.asked(voice) } }, "What was asked", first("W"))));
}

/** That a passage seems to speak to a machine, in words. */
export function flagView(flag) {
  return flag && h("p", { class: "notice machine-flag", role: "note" }, h("b", {}, "Take care: "), `this passage seems to be meant for a machine (${flag}). Read it yourself before you believe what a model says of it.`);
}

/** Where voices point in a passage, for those who draw it. @param {Voice[]} voices */
export const pointed = (voices) => voices.filter((each) => each.span).map((each) => ({ span: each.span, kind: each.near ? "is-near" : "is-said" }));
