// A theme becomes a code: what coders need to know of it, with examples from its passages as the person chooses.

import { get } from "../../lib/api.js";
import { Book } from "../../lib/book.js";
import { h, put, toast } from "../../lib/dom.js";
import { codeChoice } from "../codebook/form.js";
import { suggestId } from "../codebook/order.js";
import { complain, doTo, isConflict } from "./acts.js";
import { field } from "./field.js";
import { fetchPassages, placeOf } from "./passages.js";
import { forget, keep, typed } from "./typed.js";

const EXAMPLES = 8;
const FIRST = 2;
const TEXTS = [
  ["label", "Name", 1], ["code", "Id", 1], ["brief", "In brief", 1], ["definition", "Definition", 3],
  ["when_to_use", "When to use", 2], ["when_not_to_use", "When not to use", 2], ["reason", "Why the codebook needs it", 2]];
/** Which field an objection of the server is about, by its words. */
const ABOUT = [["code", /\bid\b|taken/i], ["parent", /parent|stand (under|after)/i], ["label", /label|name/i], ["brief", /brief/i],
  ["definition", /definition/i], ["when_to_use", /when_to_use/i], ["when_not_to_use", /when_not_to_use/i], ["examples", /example/i], ["reason", /reason/i]];

/** Ask for it in a dialog that stays until it is saved or called off. @returns {Promise<any>} the theme; null: called off */
export async function askCode(theme) {
  const ids = theme.passages.filter((each) => !each.lost).map((each) => each.now).slice(0, EXAMPLES);
  let outline, passages;
  try {
    [outline, passages] = await Promise.all([get("/api/codebook/outline"), fetchPassages(ids)]);
  } catch (error) {
    complain(error);
    return null;
  }
  if (outline.pinned) {
    toast("qes.toml names one version of the codebook, so there can be no next one: write its name alone there.", true);
    return null;
  }
  return new Promise((resolve) => new CodeForm(theme, outline, passages, resolve).show());
}

class CodeForm {
  constructor(theme, outline, passages, done) {
    Object.assign(this, { theme, done, passages, made: null });
    this.draftName = `code ${theme.key}`;
    this.draft = typed(this.draftName);
    this.ownId = Boolean(this.draft.code);
    this.heard(outline);
    this.fields = Object.fromEntries(TEXTS.map(([name, label, rows]) => [name, field(name, label, this.draft[name] ?? this.first(name), { rows, help: this.help(name), changed: () => this.typed(name) })]));
    this.parent = codeChoice(this.book, { label: "Stands under", none: "nothing: at the top", value: this.draft.parent ?? "", fits: (code) => !this.closed[code.code] || this.closed[code.code].end === "split" });
    this.parent.select.addEventListener("change", () => this.typed("parent"));
    this.parentTrouble = h("p", { class: "problem", hidden: true });
    this.examples = new Map();
    this.trouble = h("p", { class: "problem", role: "alert", hidden: true });
    this.save = h("button", { class: "primary" }, "Make the code");
    this.follow();
  }

  /** The codebook as it is now. */
  heard({ codebook, closed, fields, next }) {
    this.book = new Book(codebook);
    Object.assign(this, { closed, schema: fields, next });
  }

  first(name) {
    return name === "label" ? this.theme.name : "";
  }

  help(name) {
    if (name === "reason") return `It stands beside version ${this.next} of the codebook, for everybody to read.`;
    return (this.schema.find((each) => each.name === name)?.help ?? "").replaceAll("`", "");
  }

  typed(name) {
    if (name === "code") this.ownId = this.value("code") !== "";
    if (name === "parent") keep(this.draftName, { parent: this.parent.select.value });
    else if (name !== "code" || this.ownId) keep(this.draftName, { [name]: this.fields[name].control.value });
    if (["label", "parent"].includes(name)) this.follow();
  }

  /** The id follows the name until somebody gives one of their own. */
  follow() {
    if (!this.ownId) this.fields.code.control.value = this.value("label") ? suggestId(this.book, this.parent.select.value, this.value("label")) : "";
  }

  value(name) {
    return this.fields[name].control.value.trim();
  }

  // --- Examples ---

  examplesView() {
    const ticks = new Set(this.draft.examples ?? this.passages.slice(0, FIRST).map((each) => each.id));
    const row = (passage) => {
      const tick = h("input", { type: "checkbox", checked: ticks.has(passage.id), "aria-label": `Take as an example: ${passage.path}, ${passage.place}` });
      const text = h("textarea", { rows: 3, value: passage.text, hidden: !tick.checked, "aria-label": `Words of the example from ${passage.path}, ${passage.place}` });
      const shown = h("blockquote", { class: "quote", hidden: tick.checked }, passage.text);
      tick.addEventListener("change", () => {
        text.hidden = !tick.checked;
        shown.hidden = tick.checked;
        keep(this.draftName, { examples: [...this.examples].filter(([, each]) => each.tick.checked).map(([id]) => id) });
      });
      this.examples.set(passage.id, { tick, text });
      return h("li", { class: "with-tick" }, tick, h("div", { class: "stack" }, shown, text, h("p", { class: "row small" }, placeOf(passage))));
    };
    this.exampleTrouble = h("p", { class: "problem", hidden: true });
    return h("fieldset", { class: "field" }, h("legend", {}, "Examples"),
      h("p", { class: "muted small" }, "From its closest passages. Words can be cut; the codebook is read by everybody, so take out what tells who speaks."),
      this.exampleTrouble, h("ul", { class: "quotes" }, this.passages.map(row)));
  }

  chosen() {
    return [...this.examples.values()].filter((each) => each.tick.checked).map((each) => each.text.value.trim()).filter(Boolean);
  }

  // --- The dialog ---

  show() {
    const { fields } = this;
    const form = h("form", { class: "stack", novalidate: true, on: { submit: (event) => {
      event.preventDefault();
      void this.send();
    }, keydown: (event) => event.key === "Enter" && (event.ctrlKey || event.metaKey) && form.requestSubmit() } },
    h("h2", {}, `Make “${this.theme.name}” a code`),
    h("p", { class: "muted" }, `This makes version ${this.next} of the codebook, for everybody. The passages of the theme keep their codes until somebody reads them for the new one.`),
    h("div", { class: "two" }, fields.label.element, h("div", { class: "field" }, this.parent.element, this.parentTrouble)),
    fields.code.element, fields.brief.element, fields.definition.element,
    h("div", { class: "two" }, fields.when_to_use.element, fields.when_not_to_use.element),
    this.examplesView(), fields.reason.element, this.trouble,
    h("div", { class: "row end sticky-end" }, h("button", { type: "button", on: { click: () => this.dialog.close() } }, "Cancel"), this.save));
    this.dialog = h("dialog", { class: "wide", "aria-label": `Make “${this.theme.name}” a code` }, form);
    this.dialog.addEventListener("close", () => {
      this.dialog.remove();
      this.done(this.made);
    });
    document.body.append(this.dialog);
    this.dialog.showModal();
    fields.label.control.focus();
  }

  /** What is missing, at its field; whether nothing is. */
  whole() {
    const missing = { label: "It needs a name.", code: "It needs an id.", brief: "Say in a line what it is about.", definition: "It needs a definition.", reason: "Say why: everybody reads it beside the version." };
    this.clear();
    for (const [name, problem] of Object.entries(missing)) if (!this.value(name)) this.fields[name].complain(problem);
    if (this.book.byId.has(this.value("code"))) this.fields.code.complain("This id is taken.");
    const first = Object.values(this.fields).find((each) => each.wrong);
    first?.control.focus();
    return !first;
  }

  clear() {
    for (const each of Object.values(this.fields)) each.complain("");
    for (const each of [this.trouble, this.parentTrouble, this.exampleTrouble]) each.hidden = true;
  }

  async send() {
    if (!this.whole()) return;
    this.save.disabled = true;
    const texts = Object.fromEntries(TEXTS.filter(([name]) => name !== "reason").map(([name]) => [name, this.value(name)]));
    const code = { ...texts, parent: this.parent.select.value || null, examples: this.chosen() };
    try {
      this.made = await doTo("code", { theme: this.theme.key, seen: this.theme.version, base: this.book.id, code, reason: this.value("reason") });
      forget(this.draftName);
      toast(`“${code.label}” is in the codebook now.`);
      this.dialog.close();
    } catch (error) {
      await this.refused(error);
    }
    this.save.disabled = false;
  }

  async refused(error) {
    const name = error.status === 422 && ABOUT.find(([, words]) => words.test(error.message))?.[0];
    if (this.fields[name]) {
      this.fields[name].complain(error.message);
      this.fields[name].control.focus();
      return;
    }
    const place = name === "parent" ? this.parentTrouble : name === "examples" ? this.exampleTrouble : this.trouble;
    put(place, `${error.message}. ${error.hint ?? ""}`);
    place.hidden = false;
    if (!isConflict(error)) return;
    // Somebody changed the codebook or the theme: the next try starts from what there is now, and nothing typed is lost.
    const [outline, said] = await Promise.all([get("/api/codebook/outline"), get("/api/themes")]).catch(() => [null, null]);
    if (outline) this.heard(outline);
    const now = said?.themes.find((each) => each.key === this.theme.key);
    if (now) this.theme = now;
    put(place, `${error.message}. What you typed is kept: look at it once more, then try again.`);
  }
}
