// What an edit needs to know, asked for in a dialog; each answers with the edit, or null when it is called off.

import { h, put } from "../../lib/dom.js";
import { askText } from "../../lib/keys.js";
import { askForm, codeChoice, wordFields } from "./form.js";
import { below, children, placed, suggestId } from "./order.js";

/** @typedef {{book: import("../../lib/book.js").Book, closed: Record<string, any>, fields: any[]}} Known */

/** A code may stand under whatever is in use; under a split code its parts may. */
const holds = ({ closed }) => (code) => !closed[code.code] || closed[code.code].end === "split";

/** @param {Known} known */
export async function askAdd(known, at) {
  const { book, fields } = known;
  const own = book.byId.get(at);
  const parent = codeChoice(book, { label: "Stands under", none: "nothing: at the top", value: own ? (own.codable ? own.parent ?? "" : own.code) : "", fits: holds(known) });
  const place = placeChoice(known, () => parent.select.value || null, own?.code);
  const words = wordFields(fields, {}, ["label", "brief", "definition", "when_to_use", "when_not_to_use", "examples"]);
  const id = idField(book, () => parent.select.value, words.of("label"), fields);
  parent.select.addEventListener("change", () => {
    place.fill();
    id.follow();
  });
  const carries = h("input", { type: "checkbox", checked: like(book, parent.select.value).attributes ?? true });
  const content = [words.element, id.element, h("div", { class: "row" }, parent.element, place.element),
    h("label", { class: "inline" }, carries, "Its codings carry the attributes")];
  return askForm("Add a code", content, {
    ok: "Add it to the draft",
    wide: true,
    read: () => {
      const said = words.read();
      const missing = lacking(said, id.input.value);
      return missing ?? { edit: "add", code: { ...said, code: id.input.value.trim(), parent: parent.select.value || null, attributes: carries.checked }, after: place.after() };
    },
  });
}

const like = (book, parent) => children(book, parent || null).at(-1) ?? {};

function lacking(said, id) {
  if (!said.label) return "It needs a name.";
  if (!said.definition) return "It needs a definition.";
  return id.trim() ? null : "It needs an id.";
}

function idField(book, parent, label, fields) {
  const input = h("input", { spellcheck: "false", "aria-label": "Id" });
  let own = false;
  const follow = () => {
    if (!own) input.value = label.value.trim() ? suggestId(book, parent(), label.value) : "";
  };
  label.addEventListener("input", follow);
  input.addEventListener("input", () => (own = input.value !== ""));
  const help = (fields.find((each) => each.name === "code")?.help ?? "").replaceAll("`", "");
  return { input, follow, element: h("label", {}, "Id", h("span", { class: "muted small" }, help), input) };
}

/** First, last, or after one of the children of a parent that are in use. */
function placeChoice({ book, closed }, parent, preferred, besides = "") {
  const select = h("select");
  const fill = () => {
    const all = children(book, parent(), besides).filter((each) => !closed[each.code]);
    put(select, h("option", { value: "last" }, "last"), parent() && h("option", { value: "first" }, "first"), all.map((each) => h("option", { value: `after ${each.code}` }, `after ${each.label}`)));
    const wanted = `after ${preferred}`;
    select.value = all.some((each) => `after ${each.code}` === wanted) ? wanted : "last";
  };
  fill();
  return {
    select,
    fill,
    element: h("label", {}, "Place", select),
    after: () => (select.value === "last" ? null : select.value === "first" ? parent() : select.value.slice("after ".length)),
  };
}

/** @param {Known} known */
export async function askMove(known, at) {
  const { book } = known;
  const own = book.byId.get(at);
  const moved = below(book, at);
  const parent = codeChoice(book, { label: "Stands under", none: "nothing: at the top", value: own.parent ?? "", fits: (code) => !moved.has(code.code) && holds(known)(code) });
  const siblings = children(book, own.parent).filter((each) => !known.closed[each.code] || each === own);
  const place = placeChoice(known, () => parent.select.value || null, siblings[siblings.indexOf(own) - 1]?.code, at);
  parent.select.addEventListener("change", place.fill);
  return askForm(`Move “${own.label}”`, [h("p", { class: "muted" }, "What stands under it moves with it. In the tree, Alt with ↑ or ↓ moves it among its neighbours."), h("div", { class: "row" }, parent.element, place.element)], {
    ok: "Add to the draft",
    read: () => {
      const after = place.after();
      const under = parent.select.value || null;
      if (after === null) return { edit: "move", code: at, parent: under, place: null };
      return after === under ? { edit: "move", code: at, parent: under, place: 0 } : placed(book, at, after, "after");
    },
  });
}

/** @param {Known} known */
export async function askMerge(known, at) {
  const { book } = known;
  const chosen = new Set([at]);
  const into = codeChoice(book, { label: "Into", none: "choose a code", fits: (code) => code.codable });
  const find = h("input", { type: "search", placeholder: "Find codes", "aria-label": "Find codes" });
  const list = h("div", { class: "check-list", role: "group", "aria-label": "Codes that become part of it" });
  const draw = () => {
    const found = book.find(find.value.trim()).filter((code) => code.code !== into.select.value);
    put(list, found.map((code) => h("label", { class: "inline" },
      h("input", { type: "checkbox", checked: chosen.has(code.code), on: { change: (event) => chosen[event.target.checked ? "add" : "delete"](code.code) } }),
      h("span", {}, code.label, " ", h("span", { class: "muted small" }, code.brief)))));
  };
  into.select.addEventListener("change", () => {
    chosen.delete(into.select.value);
    draw();
  });
  find.addEventListener("input", draw);
  draw();
  const content = [h("p", { class: "muted" }, "The codes ticked are no longer given; what they were given to stays, and is gone through code by code. The words of the code they become part of stay as they are."),
    into.element, h("fieldset", { class: "field" }, h("legend", {}, "These become part of it"), find, list)];
  return askForm("Merge codes into one", content, {
    ok: "Add to the draft",
    wide: true,
    read: () => {
      if (!into.select.value) return "Choose the code they become part of.";
      if (!chosen.size) return "Tick at least one code that becomes part of it.";
      return { edit: "merge", codes: book.codes.map((each) => each.code).filter((each) => chosen.has(each)), into: into.select.value };
    },
  });
}

/** @param {Known} known */
export async function askSplit(known, at) {
  const { book, fields } = known;
  const own = book.byId.get(at);
  const prefix = own.parent && own.code.startsWith(`${own.parent}/`) ? own.parent : "";
  const parts = h("div", { class: "stack" });
  const made = [];
  const more = () => {
    const words = wordFields(fields, {}, ["label", "brief", "definition"]);
    const id = idField(book, () => prefix, words.of("label"), fields);
    const part = { words, id, element: h("fieldset", { class: "card stack part" }, h("legend", {}, `Part ${made.length + 1}`), words.element, id.element) };
    made.push(part);
    parts.append(part.element);
  };
  more();
  more();
  const content = [h("p", { class: "muted" }, `“${own.label}” is no longer given; who gave it chooses between its parts.`), parts,
    h("button", { type: "button", class: "link", on: { click: more } }, "Another part")];
  return askForm(`Split “${own.label}”`, content, {
    ok: "Add to the draft",
    wide: true,
    read: () => {
      const said = made.map((part) => ({ ...part.words.read(), code: part.id.input.value.trim(), parent: own.parent, attributes: own.attributes })).filter((part) => part.label || part.definition);
      if (said.length < 2) return "It is split into two codes or more.";
      const wrong = said.map((part) => lacking(part, part.code)).find(Boolean);
      return wrong ? `One of the parts is unfinished: ${wrong.toLowerCase()}` : { edit: "split", code: at, parts: said };
    },
  });
}

/** @param {Known} known */
export async function askRetire({ book }, at) {
  const reason = await askText(`Retire “${book.label(at)}”`, { lines: 3, required: true, hint: "What is used instead, and why? Coders read it where the code stood. Ctrl-Enter saves.", ok: "Add to the draft" });
  return reason?.trim() ? { edit: "retire", code: at, reason: reason.trim() } : null;
}
