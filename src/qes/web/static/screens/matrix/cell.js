// One cell: its summary in people's own words, the quotes cited, those there are, and its history.

import { get, newKey, post } from "../../lib/api.js";
import { h, put, toast } from "../../lib/dom.js";
import { may } from "../../lib/page.js";
import { diffView } from "../codebook/differ.js";
import { Cited, sent } from "../findings/cited.js";
import { conflictView, quotes, words } from "../findings/conflict.js";
import { Shelf } from "../findings/shelf.js";
import { forget, keep, kept, pointer } from "../findings/written.js";
import { moment, trouble } from "../findings/words.js";
import { CellDrafts } from "./drafts.js";

const PAUSE = 500;
const sides = (all) => all.map((each) => `${each.passage} ${each.span} ${each.against}`).sort().join(";");

export class CellPanel {
  /**
   * @param {import("../../lib/book.js").Book} book
   * @param {{closed: () => void, saved: () => void}} does
   */
  constructor(book, does) {
    Object.assign(this, { book, does, said: null, theirs: null, key: newKey(), from: "" });
    this.drafts = new CellDrafts(this);
    this.title = h("h2", { class: "grow", tabindex: "-1" });
    this.text = h("textarea", { rows: 6, class: "summary", maxlength: 20_000, "aria-label": "Summary", "aria-describedby": "summary-problem", placeholder: "What this case’s evidence says on it, in your own words", on: { input: () => this.edit() } });
    this.problem = h("p", { class: "problem small", id: "summary-problem", role: "alert", hidden: true });
    this.clash = h("div", {});
    this.told = h("span", { class: "small grow", role: "status" });
    this.button = h("button", { class: "primary", on: { click: () => void this.save() } }, "Save ", h("kbd", {}, "Ctrl Enter"));
    this.body = h("div", { class: "cell-body" });
    this.element = h("aside", { class: "card stack cell-panel", "aria-label": "Cell", hidden: true },
      h("div", { class: "row cell-head" }, this.title, h("button", { class: "quiet", "aria-label": "Close the cell", on: { click: () => this.close() } }, "✕")), this.body);
  }

  get shown() {
    return !this.element.hidden;
  }

  close() {
    if (!this.shown) return;
    this.element.hidden = true;
    this.at = null;
    this.does.closed();
  }

  async open(of, code, focus = true) {
    const at = (this.at = { case: of, code });
    this.element.hidden = false;
    put(this.title, `${of} · ${this.book.label(code)}`);
    put(this.body, h("p", { class: "muted" }, "Fetching …"));
    if (focus) this.title.focus();
    let said;
    try {
      said = await get("/api/framework/cell", at);
    } catch (error) {
      if (this.at === at) put(this.body, h("p", { class: "problem" }, trouble(error)));
      return;
    }
    const left = await this.left(at);
    if (this.at !== at) return;
    this.cited = new Cited(() => this.edit(), this.book.label(code));
    this.shelf = new Shelf(this.book, this.cited, { fixed: at });
    this.begin(said, left);
    this.drafts.clear();
    put(this.body, h("div", { class: "stack cell-words" }, this.clash, this.drafts.element,
      h("fieldset", { class: "plain stack", disabled: !may("reviewer") }, h("label", {}, h("span", {}, "Summary ", h("kbd", {}, "s")), this.text), this.problem, this.cited.element),
      may("reviewer") && h("div", { class: "row cell-save" }, this.told, this.button), this.past = h("div", {})), this.shelf.element);
    this.draw();
    await Promise.all([this.shelf.load(), this.drafts.load()]);
  }

  /** What was typed here before the page was closed, its quotes with their words again. */
  async left(at) {
    const found = kept(this.nameOf(at));
    if (!found || !may("reviewer")) return null;
    const { citations } = await post("/api/findings/try", { statement: "", citations: found.citations }).catch(() => ({ citations: null }));
    return citations && { ...found, citations: citations.filter(Boolean) };
  }

  nameOf({ case: of, code }) {
    return `cell ${of} ${code}`;
  }

  begin(said, left = null) {
    this.said = said;
    this.seen = left ? left.seen : said.seen;
    /** Id of the draft by a model that what is written here was made of. */
    this.from = left?.from ?? "";
    this.theirs = left && left.seen !== said.seen ? said : null;
    this.text.value = left?.text ?? said.chart?.text ?? "";
    this.cited.set(left?.citations ?? said.chart?.citations ?? []);
    this.problem.hidden = true;
    this.text.setAttribute("aria-invalid", "false");
    this.shelf.mark();
  }

  get changed() {
    const { chart } = this.said;
    return this.text.value.trim() !== (chart?.text ?? "") || sides(this.cited.all) !== sides(chart?.citations ?? []);
  }

  edit() {
    this.key = newKey();
    if (this.changed || this.theirs) keep(this.nameOf(this.at), { text: this.text.value, citations: this.cited.all, seen: this.seen, from: this.from });
    else forget(this.nameOf(this.at));
    this.shelf.mark();
    this.drawFoot();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.tryOut(), PAUSE);
  }

  /** Ask what is wrong with the quotation marks, if something is. */
  async tryOut() {
    const { at } = this;
    const said = await post("/api/findings/try", { statement: this.text.value, citations: this.cited.all.filter((each) => !each.lost).map(pointer) }).catch(() => null);
    if (!said || this.at !== at) return false;
    put(this.problem, said.quotation && [h("b", {}, said.quotation.error), ". ", said.quotation.hint]);
    this.problem.hidden = !said.quotation;
    this.text.setAttribute("aria-invalid", String(Boolean(said.quotation)));
    return Boolean(said.quotation);
  }

  draw() {
    put(this.past, historyView(this.said.versions));
    this.drawClash();
    this.drawFoot();
  }

  drawFoot() {
    const { chart } = this.said;
    put(this.told, this.changed ? h("b", { class: "unsaved" }, "Not saved") : chart ? h("span", { class: "muted" }, `by ${chart.author}, ${moment(chart.at)}`, chart.draft && "; began as a model’s draft") : h("span", { class: "muted" }, "Nothing is written yet"));
    this.button.disabled = !this.changed && !this.theirs;
  }

  // --- Saving ---

  /** Save it, after what is being saved just then. */
  save() {
    this.saving = (this.saving ?? Promise.resolve()).then(() => this.saveNow());
    return this.saving;
  }

  async saveNow() {
    if (!this.at || !may("reviewer") || this.button.disabled) return;
    const { at, key, seen, from } = this;
    try {
      const said = await post("/api/framework/cell", { key, ...at, text: this.text.value, citations: this.cited.all.map(sent), seen, draft: from });
      forget(this.nameOf(at));
      toast("Saved.");
      this.does.saved();
      if (this.at !== at) return;
      if (this.key === key) this.begin(said);
      else Object.assign(this, { said, seen: said.seen, theirs: null, from: "" }); // more was typed meanwhile
      this.draw();
      if (from) void this.drafts.load();
    } catch (error) {
      if (this.at === at) await this.refused(error);
      else toast(trouble(error), true);
    }
  }

  async refused(error) {
    if (error.status === 409) return this.meet();
    if (await this.tryOut()) this.text.focus();
    else toast(trouble(error), true);
  }

  /** Somebody else saved meanwhile: theirs beside what is here. */
  async meet() {
    const { at } = this;
    const said = await get("/api/framework/cell", at).catch(() => null);
    if (!said || this.at !== at) return;
    this.does.saved();
    if (!this.changed) {
      this.begin(said);
      return this.draw();
    }
    this.said = said;
    this.theirs = said.seen === this.seen ? null : said;
    this.draw();
    this.clash.firstElementChild?.focus();
  }

  drawClash() {
    const { theirs } = this;
    if (!theirs) return put(this.clash);
    const chart = theirs.chart ?? { text: "", citations: [] };
    const last = theirs.versions.findLast((each) => !each.undone) ?? { author: "Somebody", at: "" };
    const fields = [
      this.text.value.trim() !== chart.text && { name: "text", label: "Summary", mine: words(this.text.value.trim()), theirs: words(chart.text) },
      sides(this.cited.all) !== sides(chart.citations) && { name: "quotes", label: "Quotes", mine: quotes(this.cited.all, chart.citations), theirs: quotes(chart.citations, this.cited.all) },
    ].filter(Boolean);
    put(this.clash, conflictView({ theirs: last, fields, what: "summary", take: (name) => this.takeField(name, chart),
      save: () => { this.seen = theirs.seen; this.key = newKey(); this.button.disabled = false; void this.save(); },
      drop: () => { forget(this.nameOf(this.at)); this.begin(theirs); this.draw(); } }));
  }

  takeField(name, chart) {
    if (name === "text") this.text.value = chart.text;
    else this.cited.set(chart.citations);
    this.edit();
    this.drawClash();
  }

  /** What others did. */
  heard() {
    if (this.shown && this.said) void this.meet();
  }
}

/** Every version, the newest first, with what it changed. */
function historyView(versions) {
  if (!versions.length) return null;
  const one = (each, place) => {
    const before = versions.slice(0, place).findLast((other) => !other.undone);
    return h("li", { class: "stack" }, h("p", { class: "small" }, h("b", {}, each.author), `, ${moment(each.at)}`, each.undone && h("span", { class: "tag warn" }, "taken back"), ` · ${each.citations.length} cited`),
      h("p", { class: "diff" }, before ? diffView(before.text, each.text) : each.text || h("span", { class: "muted" }, "emptied")));
  };
  return h("details", { class: "past" }, h("summary", {}, `History (${versions.length})`), h("ol", { class: "versions" }, versions.map(one).reverse()));
}
