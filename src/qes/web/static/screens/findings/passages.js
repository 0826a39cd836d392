// Any words of any passage: search the texts, select words in what is found, cite them.

import { post } from "../../lib/api.js";
import { count, h, put } from "../../lib/dom.js";
import { inSource, toUnits } from "../../lib/offsets.js";
import { marked, selectedIn } from "../../lib/text.js";
import { placeLine } from "./cited.js";
import { trouble } from "./words.js";

const MOST = 60;
const SHOWN = 20;

/**
 * @param {string} only a case; "": all
 * @param {import("./shelf.js").Shelf} shelf
 */
export function passageSearch(only, shelf) {
  const field = h("input", { type: "search", class: "grow", maxlength: 2000, placeholder: "words, \"phrases\", -without", "aria-label": "Search all passages" });
  const meaning = h("input", { type: "checkbox" });
  const results = h("div", { class: "picks" });
  const status = h("p", { class: "muted small", role: "status" }, "Select words in a passage to cite only those.");
  let asked = 0;

  async function run() {
    const text = field.value.trim();
    const number = ++asked;
    if (!text) return put(results);
    put(status, meaning.checked ? "Searching by meaning: the model is loaded the first time, which takes some seconds …" : "Searching …");
    try {
      const hits = (await post("/api/search", { text, meaning: meaning.checked, most: MOST })).filter(({ passage }) => !only || passage.case === only);
      if (number !== asked) return;
      put(status, hits.length ? `${count(Math.min(hits.length, SHOWN), "passage")}${hits.length > SHOWN ? ", the best" : ""}. Select words to cite only those.` : "No passage fits.");
      put(results, hits.slice(0, SHOWN).map(hitView));
      shelf.mark();
    } catch (error) {
      if (number === asked) put(status, h("span", { class: "problem" }, trouble(error)));
    }
  }

  function hitView({ passage, path, spans }) {
    const marks = spans.map(([from, to]) => ({ from: toUnits(passage.text, from), to: toUnits(passage.text, to), kind: "found" }));
    const text = h("p", { class: "quote" }, marked(passage.text, marks));
    const whole = { source: passage.source, passage: passage.id, span: passage.span, quote: passage.text, coding: null, path, place: passage.place, case: passage.case, speaker: passage.speaker };
    return shelf.pick(whole, [text, placeLine(whole)], () => {
      const chosen = selectedIn(text);
      if (!chosen) return whole;
      return { ...whole, span: inSource(chosen[0], chosen[1], passage), quote: passage.text.slice(chosen[0], chosen[1]) };
    });
  }

  const form = h("form", { class: "row", role: "search", on: { submit: (event) => { event.preventDefault(); void run(); } } },
    field, h("label", { class: "inline small" }, meaning, "by meaning too"), h("button", {}, "Search"));
  return { element: h("div", { class: "stack", hidden: true }, form, status, results), focus: () => field.focus() };
}
