// Fields of a code as people fill them in, each with the help the codebook's own schema gives.

import { h, put } from "../../lib/dom.js";
import { fieldName } from "./words.js";

/** What can be worded anew, in order. */
export const WORDS = ["label", "brief", "definition", "when_to_use", "when_not_to_use", "examples", "counter_examples"];
const LISTS = new Set(["examples", "counter_examples"]);
let number = 0;

/**
 * @param {{name: string, help: string, filled: boolean}[]} fields of the schema
 * @param {Record<string, any>} values
 * @param {string[]} names which of them, in order
 */
export function wordFields(fields, values, names = WORDS) {
  const help = new Map(fields.map((each) => [each.name, each]));
  const made = names.map((name) => [name, LISTS.has(name) ? listField(name, values[name] ?? [], help.get(name)) : textField(name, values[name] ?? "", help.get(name))]);
  const read = () => Object.fromEntries(made.map(([name, field]) => [name, field.read()]));
  return {
    element: h("div", { class: "stack" }, made.map(([, field]) => field.element)),
    first: made[0][1].control,
    of: (name) => made.find(([each]) => each === name)?.[1].control,
    read,
    /** Only what is other than it was. */
    changed: () => Object.fromEntries(Object.entries(read()).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(values[name] ?? (LISTS.has(name) ? [] : "")))),
  };
}

function textField(name, value, field) {
  const id = `field-${number++}`;
  const short = name === "label" || name === "code";
  const control = h(short ? "input" : "textarea", { id, value, rows: short ? null : 2, spellcheck: "true", "aria-describedby": `${id}-help`, required: Boolean(field?.filled || name === "definition") });
  return {
    control,
    element: h("div", { class: "field" }, h("label", { htmlFor: id }, fieldName(name)), helpView(id, field), control),
    read: () => control.value.trim(),
  };
}

function listField(name, values, field) {
  const id = `field-${number++}`;
  const rows = h("div", { class: "field-list" });
  const row = (text) => {
    const element = h("div", { class: "field-row" },
      h("textarea", { value: text, rows: 1, "aria-label": fieldName(name), spellcheck: "true" }),
      h("button", { type: "button", class: "quiet", "aria-label": "Remove this one", title: "Remove this one", on: { click: () => element.remove() } }, "✕"));
    return element;
  };
  put(rows, values.map(row));
  const more = h("button", { type: "button", class: "link", on: { click: () => {
    rows.append(row(""));
    rows.lastElementChild.firstElementChild.focus();
  } } }, "Add one");
  return {
    control: more,
    element: h("fieldset", { class: "field", "aria-describedby": `${id}-help` }, h("legend", {}, fieldName(name)), helpView(id, field), rows, more),
    read: () => Array.from(rows.querySelectorAll("textarea"), (each) => each.value.trim()).filter(Boolean),
  };
}

const helpView = (id, field) => h("p", { class: "muted small", id: `${id}-help` }, (field?.help ?? "").replaceAll("`", ""));

/** A choice among codes, drawn as the outline they stand in. */
export function codeChoice(book, { label, value = "", none = "", fits = () => true }) {
  const depth = (code) => {
    let deep = 0;
    for (let each = book.byId.get(code.parent); each && deep < 9; each = book.byId.get(each.parent)) deep++;
    return deep;
  };
  const select = h("select", {}, none && h("option", { value: "" }, none),
    book.codes.filter(fits).map((code) => h("option", { value: code.code }, `${"\u2003".repeat(depth(code))}${code.label}`)));
  select.value = value;
  return { select, element: h("label", {}, label, select) };
}

/** Ask for something in a dialog; `read` gives the answer, or a text that says what is missing. */
export function askForm(title, content, { ok, read, wide = false }) {
  return new Promise((resolve) => {
    let answer = null;
    const problem = h("p", { class: "problem", role: "alert" });
    const form = h("form", { class: "stack", novalidate: true, on: { submit: (event) => {
      event.preventDefault();
      const said = read();
      if (typeof said === "string") return put(problem, said);
      answer = said;
      dialog.close();
    } } },
    h("h2", {}, title), content, problem,
    h("div", { class: "row end sticky-end" }, h("button", { type: "button", on: { click: () => dialog.close() } }, "Cancel"), h("button", { class: "primary" }, ok)));
    form.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
    });
    const dialog = h("dialog", { "aria-label": title, class: wide ? "wide" : "" }, form);
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(answer);
    });
    document.body.append(dialog);
    dialog.showModal();
    (form.querySelector("[data-first]") ?? form.querySelector("input, select, textarea"))?.focus();
  });
}
