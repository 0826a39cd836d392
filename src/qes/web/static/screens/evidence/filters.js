// Which evidence is counted: by kind of source, coder, status, attributes and words.

import { h } from "../../lib/dom.js";
import { place, save, unfiltered, wantedOf } from "./place.js";

const PAUSE = 350;
const STATUSES = { single: "one coder", agreed: "agreed", settled: "settled", disputed: "disputed" };

/**
 * @param {import("../../lib/book.js").Book} book
 * @param {() => void} changed
 */
export function filterBar(book, changed) {
  const fields = new Map();
  const option = ([value, text]) => h("option", { value }, text);

  function select(name, label, set) {
    const field = h("select", { on: { change: () => choose(() => set(field.value)) } });
    fields.set(name, field);
    return h("label", {}, h("span", { class: "small muted" }, label), field);
  }
  function choose(set) {
    set();
    mark();
    changed();
  }
  function attribute(name) {
    return (value) => {
      const others = place().with.filter((each) => !each.startsWith(`${name}:`));
      save({ with: value === "any" ? others : [...others, `${name}:${value}`] });
    };
  }

  const text = h("input", { type: "search", maxlength: 200, placeholder: "words in the quote", value: place().text });
  let typing = 0;
  text.addEventListener("input", () => {
    clearTimeout(typing);
    typing = setTimeout(() => choose(() => save({ text: text.value.trim() })), PAUSE);
  });
  const clear = h("button", { class: "link", on: { click: () => bar.clear() } }, "Take filters away");
  const row = h("div", { class: "row filters" },
    select("kind", "Source", (value) => save({ kind: value })),
    select("coder", "Coder", (value) => save({ coder: value })),
    select("status", "Status", (value) => save({ status: value })),
    book.attributes.map((rule) => select(`with ${rule.name}`, capital(rule.name), attribute(rule.name))),
    h("label", {}, h("span", { class: "small muted" }, "Text"), text), clear);

  function fill({ kinds, coders }) {
    options("kind", [["", "all kinds"], ...kinds.map((each) => [each, each])], place().kind);
    options("coder", [["", "everybody"], ...coders.map((each) => [each, each])], place().coder);
    options("status", [["", "any"], ...Object.entries(STATUSES)], place().status);
    for (const rule of book.attributes) {
      const chosen = place().with.find((each) => each.startsWith(`${rule.name}:`));
      const values = [["any", "any"], ...rule.values.map((each) => [each, each]), ["", "not stated"]];
      options(`with ${rule.name}`, values, chosen === undefined ? "any" : chosen.slice(rule.name.length + 1));
    }
    mark();
  }
  function options(name, pairs, value) {
    const field = fields.get(name);
    // What was chosen stays to be seen, though nothing of it may be left.
    const all = pairs.some(([each]) => each === value) ? pairs : [...pairs, [value, value]];
    field.replaceChildren(...all.map(option));
    field.value = value;
  }
  function mark() {
    const { kind, coder, status, text: words, with: set } = place();
    clear.hidden = !(kind || coder || status || words || set.length);
    for (const [name, field] of fields) field.classList.toggle("chosen", field.value !== (name.startsWith("with ") ? "any" : ""));
    text.classList.toggle("chosen", Boolean(words));
  }

  const bar = {
    element: h("details", { class: "filter-bar", open: matchMedia("(min-width: 720px)").matches || wantedOf() }, h("summary", {}, "Filters"), row),
    fill,
    focus: () => {
      bar.element.open = true;
      fields.get("kind").focus();
    },
    clear: () => {
      unfiltered();
      text.value = "";
      changed();
    },
  };
  fill({ kinds: [], coders: [] });
  return bar;
}

const capital = (word) => word.charAt(0).toUpperCase() + word.slice(1);
