// The code at hand: what the codebook says of it, and what can be done with it.

import { count, h } from "../../lib/dom.js";
import { diffView } from "./differ.js";
import { wordFields } from "./form.js";
import { fieldName } from "./words.js";

/**
 * @param {any} code
 * @param {{book: any, before: any, closed: Record<string, any>, used: any, problems: string[], mark: string}} known
 *   `before`: the codebook in force, without the draft
 * @param {{edits: boolean, go: (code: string) => void, [name: string]: any}} does
 */
export function detailView(code, known, does) {
  const ended = known.closed[code.code];
  const before = known.before.byId.get(code.code);
  return h("article", { class: "card stack code", "aria-label": code.label, tabindex: -1 },
    h("header", { class: "stack" },
      known.book.byId.get(code.parent) && h("p", { class: "small" }, trail(known.book, code, does)),
      h("div", { class: "row" }, h("h2", { class: "code-title" }, code.label), flags(code, known, ended)),
      h("p", { class: "muted small code-id" }, code.code)),
    known.problems.map((each) => h("p", { class: "problem", role: "alert" }, `In the draft: ${each}`)),
    does.edits && actions(code, ended, does),
    ended && closing(ended, known.book, does),
    h("dl", { class: "code-fields" }, FIELDS.map((field) => fieldView(field, code, before, ended))));
}

const FIELDS = ["brief", "definition", "when_to_use", "when_not_to_use", "examples", "counter_examples"];

function trail(book, code, does) {
  const above = [];
  for (let each = book.byId.get(code.parent); each && above.length < 9; each = book.byId.get(each.parent)) above.unshift(each);
  return above.map((each) => [link(each, does), h("span", { class: "muted", "aria-hidden": "true" }, " › ")]);
}

const link = (code, does) => h("a", { href: `#${encodeURIComponent(code.code)}`, on: { click: (event) => {
  event.preventDefault();
  does.go(code.code);
} } }, code.label);

function flags(code, { used, mark }, ended) {
  return [
    mark && h("span", { class: "tag accent" }, `${mark} in the draft`),
    ended && h("span", { class: "tag" }, ended.end),
    !code.codable && !ended && h("span", { class: "tag", title: "It is given to no passage itself." }, "groups others"),
    code.scored && h("span", { class: "tag", title: "The rubric gives a level for it." }, "scored"),
    code.codable && h("span", { class: "tag", title: "Whether its codings carry the codebook's attributes." }, code.attributes ? "with attributes" : "without attributes"),
    used && h("span", { class: "tag ok" }, count(used.codings, "coding")),
    used?.disputed > 0 && h("span", { class: "tag warn" }, `${used.disputed} disputed`),
  ];
}

function closing(ended, book, does) {
  const use = ended.use.map((each) => book.byId.get(each)).filter(Boolean);
  return h("div", { class: "notice" }, h("p", {}, ended.line),
    use.length > 0 && h("p", {}, "Use now: ", use.map((each, place) => [place > 0 && ", ", link(each, does)])));
}

function fieldView(field, code, before, ended) {
  const now = text(code, field, ended);
  const was = before ? text(before, field, ended) : now;
  if (!now && !was) return null;
  return [h("dt", { class: field === "when_not_to_use" || field === "counter_examples" ? "avoid" : "" }, fieldName(field)), h("dd", {}, now === was ? plain(code[field], now) : diffView(was, now))];
}

const text = (code, field, ended) => (Array.isArray(code[field]) ? code[field].join("\n") : field === "when_not_to_use" && ended && !code.codable ? ended.before : code[field]);

const plain = (value, now) => (Array.isArray(value) ? h("ul", {}, value.map((each) => h("li", {}, each))) : now);

function actions(code, ended, does) {
  const button = (key, label, act) => h("button", { on: { click: act }, "aria-keyshortcuts": key }, label, " ", h("kbd", {}, key));
  if (ended) return h("div", { class: "row" }, button("x", "Restore", does.restore), button("m", "Move", does.move));
  return h("div", { class: "row" }, button("e", "Reword", does.reword), button("m", "Move", does.move), button("a", "Add a code", does.add),
    code.codable && [button("j", "Merge", does.merge), button("s", "Split", does.split), button("x", "Retire", does.retire)]);
}

/**
 * The same with fields to word it anew.
 * @param {(said: Record<string, any>) => void} keep is given what is other than it was
 */
export function rewordView(code, fields, keep, cancel) {
  const form = wordFields(fields, code);
  const element = h("form", { class: "card stack code", "aria-label": `Reword ${code.label}`, novalidate: true, on: { submit: (event) => {
    event.preventDefault();
    keep(form.changed());
  } } },
  h("h2", {}, `Reword “${code.label}”`),
  h("p", { class: "muted small" }, h("kbd", {}, "Ctrl"), " ", h("kbd", {}, "Enter"), " keeps it in the draft. Nothing is in force before you save the draft as a new version."),
  form.element,
  h("div", { class: "row end sticky-end" }, h("button", { type: "button", on: { click: cancel } }, "Cancel"), h("button", { class: "primary" }, "Keep in the draft")));
  element.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) element.requestSubmit();
    else if (event.key === "Escape" && !Object.keys(form.changed()).length) cancel();
  });
  return { element, changed: form.changed, focus: () => form.first.focus() };
}
