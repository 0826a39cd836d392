// How far a finding can be trusted: what a person says, beside what is proposed; nothing is taken over by itself.

import { h, put } from "../../lib/dom.js";
import { GRADES } from "./words.js";

export class ConfidenceForm {
  /**
   * @param {{scale: string[], text: string, components: {id: string, label: string}[]}} rules
   * @param {() => void} changed
   */
  constructor(rules, changed) {
    Object.assign(this, { rules, changed });
    this.proposal = null;
    this.rows = rules.components.map((each) => this.row(each));
    const option = (value, text = value) => h("option", { value }, text);
    this.overall = h("select", { "aria-label": "Overall confidence", on: { change: () => this.changed() } }, option("", "not judged"), rules.scale.map((each) => option(each)));
    this.why = h("textarea", { rows: 2, maxlength: 20_000, "aria-label": "Why this overall level", placeholder: "Why this overall level, in a sentence or two", on: { input: () => this.changed() } });
    this.proposed = h("div", { class: "proposed small" });
    this.problem = h("p", { class: "problem", role: "alert", hidden: true });
    this.element = h("details", { class: "confidence" }, h("summary", {}, h("h3", {}, "Confidence"), this.summary = h("span", { class: "muted small" })),
      h("div", { class: "stack" }, h("p", { class: "muted small" }, rules.text),
        this.rows.map((each) => each.element),
        h("div", { class: "judged" }, h("div", { class: "stack" }, h("label", {}, h("b", {}, "Overall"), this.overall), this.why), this.proposed), this.problem));
  }

  row({ id, label }) {
    const grade = h("select", { "aria-label": `${label}: concern`, on: { change: () => this.changed() } }, h("option", { value: "" }, "not judged"),
      Object.entries(GRADES).map(([value, text]) => h("option", { value }, text)));
    const reason = h("textarea", { rows: 2, "aria-label": `${label}: reason`, maxlength: 2000, placeholder: "Why", on: { input: () => this.changed() } });
    const proposed = h("div", { class: "proposed small" });
    const element = h("div", { class: "judged" }, h("div", { class: "own" }, h("b", {}, label), grade, reason), proposed);
    return { id, label, grade, reason, proposed, element };
  }

  /** What the person says; null: nothing yet. */
  get value() {
    if (!this.overall.value && this.rows.every((each) => !each.grade.value) && !this.why.value.trim()) return null;
    const concerns = this.rows.filter((each) => each.grade.value).map(({ id, label, grade, reason }) => ({ component: id, label, grade: grade.value, reason: reason.value.trim() }));
    return { overall: this.overall.value, concerns, explanation: this.why.value.trim() };
  }

  set(value) {
    const given = new Map((value?.concerns ?? []).map((each) => [each.component, each]));
    for (const { id, grade, reason } of this.rows) {
      grade.value = given.get(id)?.grade ?? "";
      reason.value = given.get(id)?.reason ?? "";
    }
    this.overall.value = value?.overall ?? "";
    this.why.value = value?.explanation ?? "";
    this.tell();
  }

  tell() {
    put(this.summary, this.overall.value ? ` ${this.overall.value}` : " not judged yet");
  }

  /** What is missing before it can be saved; empty: nothing. */
  get lack() {
    const { value } = this;
    if (!value) return "";
    if (!value.overall) return "Choose the overall level too, or take the other grades back.";
    if (value.concerns.length && value.concerns.length < this.rows.length) return "Grade every component, or none.";
    return "";
  }

  complain(text) {
    put(this.problem, text);
    this.problem.hidden = !text;
    if (text) this.element.open = true;
  }

  /** Show what is proposed, beside. @param {any} proposal null: nothing can be said */
  propose(proposal) {
    this.proposal = proposal;
    const given = new Map((proposal?.concerns ?? []).map((each) => [each.component, each]));
    for (const row of this.rows) {
      const found = given.get(row.id);
      put(row.proposed, found ? ["Proposed: ", h("b", {}, GRADES[found.grade]), found.reason && `, as ${lower(found.reason)}.`, " ", this.button(row.label, () => this.takeRow(row, found))] : "");
    }
    put(this.proposed, proposal ? ["Proposed: ", h("b", {}, proposal.overall), " ", this.button("the overall level", () => this.take(() => (this.overall.value = proposal.overall)))]
      : h("span", { class: "muted" }, "Nothing is proposed until coded evidence is cited."));
  }

  button(what, does) {
    return h("button", { type: "button", class: "link", "aria-label": `Take over what is proposed for ${what}`, on: { click: does } }, "take over");
  }

  takeRow(row, found) {
    this.take(() => {
      row.grade.value = found.grade;
      row.reason.value = found.reason;
    });
  }

  take(what) {
    what();
    this.changed();
  }
}

const lower = (text) => text.slice(0, 1).toLowerCase() + text.slice(1);
