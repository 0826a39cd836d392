// Search over all passages: words at once, and by meaning too where one asks for it.

import { post } from "../../lib/api.js";
import { count, h, put } from "../../lib/dom.js";
import { toUnits } from "../../lib/offsets.js";
import { marked } from "../../lib/text.js";
import { place, save } from "./place.js";

const MOST = 30;

/** @param {import("../../lib/book.js").Book} book */
export function searchBox(book) {
  const field = h("input", { type: "search", id: "search", class: "grow", value: place().q, maxlength: 2000, placeholder: "Search all passages: words, \"exact phrases\", -without", "aria-label": "Search all passages" });
  const meaning = h("input", { type: "checkbox", checked: place().meaning === "yes" });
  const results = h("div", { class: "stack results", "aria-live": "polite" });
  let asked = 0;

  async function run() {
    const text = field.value.trim();
    save({ q: text, meaning: meaning.checked ? "yes" : "" });
    const number = ++asked;
    if (!text) return put(results);
    const waiting = meaning.checked ? "Searching by meaning: the model is loaded the first time, which takes some seconds …" : "Searching …";
    put(results, h("p", { class: "muted row" }, h("progress", { "aria-label": "Searching" }), waiting));
    try {
      const hits = await post("/api/search", { text, meaning: meaning.checked, most: MOST });
      if (number === asked) put(results, found(hits));
    } catch (error) {
      if (number === asked) put(results, h("p", { class: "problem" }, error.message, " ", error.hint ?? ""));
    }
  }

  function found(hits) {
    const close = h("button", { class: "quiet", "aria-label": "Close the search", on: { click: () => { field.value = ""; void run(); field.focus(); } } }, "✕");
    if (!hits.length) return h("p", { class: "row" }, h("span", { class: "grow muted" }, "No passage fits. ", !meaning.checked && "By meaning it may: tick the box beside the search."), close);
    const words = hits.length < MOST ? count(hits.length, "passage") : `The ${MOST} best passages`;
    return [h("div", { class: "row" }, h("h2", { class: "grow" }, words), close), h("ol", { class: "hits" }, hits.map(hitView))];
  }

  function hitView({ passage, path, spans, codes }) {
    const marks = spans.map(([from, to]) => ({ from: toUnits(passage.text, from), to: toUnits(passage.text, to), kind: "found" }));
    return h("li", {},
      h("p", { class: "quote" }, marked(passage.text, marks)),
      h("p", { class: "row small" }, h("b", {}, passage.case), h("a", { href: `/reader/${passage.source}#${passage.id}` }, `${path}, ${passage.place}`),
        passage.speaker && h("span", {}, passage.speaker), codesView(codes)));
  }

  function codesView(codes) {
    if (codes === null) return h("span", { class: "tag warn" }, "codes held back: you are yet to code it");
    return codes.length ? codes.map((code) => h("span", { class: "tag accent", title: code }, book.label(code))) : h("span", { class: "muted" }, "no code");
  }

  const form = h("form", { class: "row search", role: "search", on: { submit: (event) => { event.preventDefault(); void run(); } } },
    field, h("label", { class: "inline" }, meaning, "by meaning too"), h("button", { class: "primary" }, "Search"));
  meaning.addEventListener("change", () => void run());
  if (place().q) void run();
  return h("section", { class: "card stack search-card", "aria-label": "Search" }, form, results);
}
