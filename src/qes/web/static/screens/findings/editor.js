// Writing a finding: the statement, what it speaks of, its quotes for and against, how far it can be trusted.

import { post } from "../../lib/api.js";
import { h, put } from "../../lib/dom.js";
import { Cited } from "./cited.js";
import { ConfidenceForm } from "./confidence.js";
import { Shelf } from "./shelf.js";
import { pointer } from "./written.js";

const PAUSE = 500;

export class Editor {
  /**
   * @param {import("../../lib/book.js").Book} book
   * @param {any} said the list of findings, with what one can choose from
   * @param {{changed: () => void, save: () => void}} does
   */
  constructor(book, said, does) {
    Object.assign(this, { book, said, does });
    this.cited = new Cited(() => this.edit(), "it", (each) => (this.chosen?.size && each.case && !this.chosen.has(each.case) ? "of a case the finding does not name" : ""));
    this.statement = h("textarea", { rows: 4, class: "statement", id: "statement", maxlength: 20_000, "aria-describedby": "statement-problem", placeholder: "What was found, in your own words. Words in quotation marks must stand in a quote cited below.", on: { input: () => this.edit() } });
    this.problem = h("p", { class: "problem small", id: "statement-problem", role: "alert", hidden: true });
    this.capability = h("select", { on: { change: () => this.edit() } }, this.capabilities());
    this.cases = h("div", { class: "row chips" });
    this.confidence = said.rules && new ConfidenceForm(said.rules, () => this.edit());
    this.reason = h("input", { maxlength: 20_000, placeholder: "Why this version (not needed)", "aria-label": "Why this version", on: { input: () => this.edit() } });
    this.shelf = new Shelf(book, this.cited, { cases: said.cases });
    this.form = h("div", { class: "stack" },
      h("section", { class: "card stack" }, h("label", {}, h("span", {}, "Statement ", h("kbd", {}, "s")), this.statement), this.problem,
        h("div", { class: "about" }, h("label", {}, "Capability or code", this.capability), h("div", { class: "field" }, h("span", {}, "Cases it speaks of"), this.cases))),
      h("section", { class: "card stack", "aria-label": "Quotes cited" }, this.cited.element),
      this.confidence && h("section", { class: "card", "aria-label": "Confidence" }, this.confidence.element));
    this.element = h("div", { class: "writing" }, this.form, this.shelf.element);
  }

  capabilities() {
    const option = (each) => h("option", { value: each.code }, each.label);
    const scored = this.book.codes.filter((each) => each.scored);
    const others = this.book.codes.filter((each) => !each.scored);
    return [h("option", { value: "" }, "none"), h("optgroup", { label: "Capabilities" }, scored.map(option)), h("optgroup", { label: "Other codes" }, others.map(option))];
  }

  /** Show a draft; the fields are the same elements as long as the page is open. */
  open(draft) {
    this.draft = draft;
    this.chosen = new Set(draft.cases);
    this.statement.value = draft.statement;
    this.capability.value = draft.capability ?? "";
    this.reason.value = draft.reason;
    this.cited.set(draft.citations);
    this.confidence?.set(draft.confidence);
    this.drawCases();
    this.complain(null);
    void this.tryOut();
    void this.shelf.aim({ case: draft.cases.length === 1 ? draft.cases[0] : "", code: draft.capability ?? "" });
  }

  drawCases() {
    const left = this.said.cases.filter((each) => !this.chosen.has(each));
    const change = (what) => {
      what();
      this.drawCases();
      this.cited.draw();
      this.edit();
      this.cases.querySelector("select, button")?.focus();
    };
    const add = h("select", { "aria-label": "Add a case", on: { change: () => add.value && change(() => this.chosen.add(add.value)) } },
      h("option", { value: "" }, this.chosen.size ? "add a case" : "all cases; choose some"), left.map((each) => h("option", { value: each }, each)));
    put(this.cases, [...this.chosen].map((each) => h("button", { type: "button", class: "chip", "aria-label": `Take out ${each}`, on: { click: () => change(() => this.chosen.delete(each)) } }, each, " ✕")), left.length > 0 && add);
  }

  /** Something was typed or picked. */
  edit() {
    if (!this.draft) return;
    Object.assign(this.draft, {
      statement: this.statement.value, cases: [...this.chosen].sort(), capability: this.capability.value || null,
      citations: this.cited.all, confidence: this.confidence ? this.confidence.value : this.draft.confidence, reason: this.reason.value,
    });
    this.draft.changed();
    this.confidence?.tell();
    this.confidence?.complain("");
    this.shelf.mark();
    this.does.changed();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.tryOut(), PAUSE);
  }

  /** Ask what is wrong with the quotation marks, and what confidence the quotes speak for. */
  async tryOut() {
    const { draft } = this;
    try {
      const said = await post("/api/findings/try", { statement: draft.statement, citations: draft.citations.filter((each) => !each.lost).map(pointer) });
      if (draft !== this.draft) return false;
      this.complain(said.quotation);
      this.confidence?.propose(said.proposal);
      return Boolean(said.quotation);
    } catch {
      return false; // asked again with the next letter; saving says what is wrong
    }
  }

  complain(wrong) {
    put(this.problem, wrong && [h("b", {}, wrong.error), ". ", wrong.hint]);
    this.problem.hidden = !wrong;
    this.statement.setAttribute("aria-invalid", String(Boolean(wrong)));
  }

  /** What is missing before it can be sent at all; goes there. */
  lacks() {
    if (!this.statement.value.trim()) {
      this.complain({ error: "It says nothing yet", hint: "Say in a sentence what was found." });
      this.statement.focus();
      return true;
    }
    const lack = this.confidence?.lack ?? "";
    this.confidence?.complain(lack);
    return Boolean(lack);
  }
}
