// One item: what is asked, what the log answers, and a field for what only people can say. What is typed survives a
// reload; where somebody saved another version meanwhile, both are shown.

import { Refused, newKey, post } from "../../lib/api.js";
import { h, put, toast } from "../../lib/dom.js";
import { NAME, PROJECT } from "../../lib/page.js";

const PREFIX = `qes-methods-draft ${PROJECT} ${encodeURIComponent(NAME)} `;
const TIME = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit" });

export class ItemView {
  /** @param {any} item @param {() => void} changed */
  constructor(item, changed) {
    this.item = item;
    this.changed = changed;
    this.key = newKey();
    this.draft = this.kept();
    this.waiting = false;
    this.element = h("article", { class: "card stack item", tabindex: "0", id: `item-${item.key.replaceAll(" ", "-")}`, "aria-label": `${item.key}: ${item.name}` });
  }

  get writing() {
    return this.draft !== null;
  }

  /** Whether neither the log nor anybody has answered. */
  get open() {
    return !this.item.log && !this.item.note?.text;
  }

  take(item, { waiting }) {
    const same = JSON.stringify([item, waiting]) === JSON.stringify([this.item, this.waiting]) && this.element.childElementCount;
    this.item = item;
    this.waiting = waiting;
    if (same) return;
    const field = this.element.querySelector("textarea");
    const range = field && document.activeElement === field && [field.selectionStart, field.selectionEnd];
    this.draw();
    if (!range) return;
    const again = this.element.querySelector("textarea");
    again?.focus();
    again?.setSelectionRange(...range);
  }

  draw() {
    const { item } = this;
    const number = item.number && h("span", { class: "muted" }, `${item.number} `);
    put(this.element,
      h("div", { class: "row" }, h("h3", { class: "grow" }, number, item.name),
        this.open && !this.waiting ? h("span", { class: "tag warn" }, "no answer yet") : item.note?.text && h("span", { class: "tag ok" }, "written")),
      h("p", { class: "muted small" }, item.asked),
      this.waiting ? h("p", { class: "muted" }, "Asking the log …") : item.log && h("p", { class: "log" }, h("span", { class: "muted small" }, "The log: "), item.log),
      this.writing ? this.form() : this.note());
  }

  note() {
    const { note } = this.item;
    return [
      note?.text && h("div", {}, h("p", { class: "written" }, note.text), h("p", { class: "muted small" }, `${note.author}, ${TIME.format(new Date(note.at))}`)),
      h("div", {}, h("button", { on: { click: () => this.begin() } }, note?.text ? "Change" : this.item.log ? "Add to it" : "Write")),
    ];
  }

  form() {
    const { note, name } = this.item;
    const moved = (note?.id ?? null) !== this.draft.seen;
    const field = h("textarea", { rows: 3, value: this.draft.text, maxlength: 20000, "aria-label": `${name}: what the log cannot know`, on: { input: () => {
      this.draft.text = field.value;
      this.keep();
    }, keydown: (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
      else if (event.key === "Escape") field.blur();
    } } });
    const form = h("form", { class: "stack", on: { submit: (event) => {
      event.preventDefault();
      void this.save();
    } } },
    moved && h("div", { class: "notice stack", role: "alert" }, h("p", {}, h("b", {}, `${note?.author ?? "Somebody"} saved this meanwhile:`)), h("p", { class: "written" }, note?.text || "(nothing: it was taken out)"), h("p", {}, "What you typed stands below; saving puts it in its place.")),
    field,
    h("div", { class: "row end" }, h("button", { type: "button", on: { click: () => this.end() } }, moved ? "Leave theirs" : "Cancel"), h("button", { class: "primary" }, moved ? "Save mine" : "Save")));
    return form;
  }

  begin() {
    this.draft ??= { text: this.item.note?.text ?? "", seen: this.item.note?.id ?? null };
    this.draw();
    this.element.querySelector("textarea").focus();
  }

  end() {
    this.draft = null;
    this.keep();
    this.draw();
    this.element.focus();
    this.changed();
  }

  async save() {
    // The version on the screen is the one that is put aside knowingly.
    const seen = this.item.note?.id ?? null;
    try {
      const { note } = await post("/api/report/methods", { key: this.key, item: this.item.key, text: this.draft.text, seen });
      this.item = { ...this.item, note };
      this.key = newKey();
      this.end();
    } catch (error) {
      if (!(error instanceof Refused && error.status === 409)) return toast(`${error.message}. ${error.hint ?? "What you typed is kept."}`, true);
      toast("Somebody saved this meanwhile: both stand side by side.", true);
      this.element.dispatchEvent(new CustomEvent("moved", { bubbles: true }));
    }
  }

  // --- Drafts: only what the person typed ---

  kept() {
    try {
      return JSON.parse(localStorage.getItem(PREFIX + this.item.key) ?? "null");
    } catch {
      return null;
    }
  }

  keep() {
    try {
      if (this.draft) localStorage.setItem(PREFIX + this.item.key, JSON.stringify(this.draft));
      else localStorage.removeItem(PREFIX + this.item.key);
    } catch {
      // It would only not survive a reload.
    }
  }
}
