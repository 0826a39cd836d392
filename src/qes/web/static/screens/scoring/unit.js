// One unit: what the rubric asks with its evidence, what somebody says of it, and what others said once that may be seen.

import { get } from "../../lib/api.js";
import { h, put } from "../../lib/dom.js";
import { may } from "../../lib/page.js";
import { Acts } from "./acts.js";
import { checklist, everything, itemsOf } from "./checklist.js";
import { beginning, kindOf } from "./beginning.js";
import { Draft } from "./draft.js";
import { aboveView, headView } from "./above.js";
import { focusOn, keepingFocus } from "./focus.js";
import { Fields } from "./form.js";
import { historyView } from "./history.js";
import { newsOf } from "./news.js";
import { panelView } from "./panel.js";
import { Quotes } from "./quotes.js";
import { sameUnit } from "./words.js";

export class UnitDesk {
  /**
   * @param {import("../../lib/book.js").Book} book
   * @param {{next: () => void, changed: () => void}} does
   */
  constructor(book, does) {
    this.book = book;
    this.does = does;
    this.quotes = new Quotes(book);
    this.acts = new Acts(this);
    this.fields = new Fields({ typed: () => this.typed(), submit: () => this.submit() });
    this.title = h("h2", { tabindex: -1, class: "unit-title" });
    [this.head, this.above, this.list, this.all, this.below] = Array.from({ length: 5 }, () => h("div", { class: "stack" }));
    this.side = h("div", { class: "stack score-side" });
    [this.all, this.below].forEach((each) => each.classList.add("after-form"));
    this.element = h("div", { class: "one-unit" }, h("div", { class: "stack unit-main" }, this.head, this.above, this.list, this.all, this.below), this.side);
    this.sheet = null;
  }

  // --- Which unit ---

  /** @param {{case: string, capability: string}} unit @param {any} frame */
  async open(unit, frame) {
    [this.wanted, this.frame, this.sheet, this.draft] = [unit, frame, null, null];
    put(this.title, `${unit.case} · ${this.book.label(unit.capability)}`);
    for (const each of [this.above, this.list, this.all, this.below, this.side]) put(each);
    put(this.head, this.title, h("p", { class: "muted" }, "Fetching the evidence …"));
    try {
      const sheet = await get("/api/scoring/unit", { case: unit.case, capability: unit.capability });
      if (!sameUnit(this.wanted, unit)) return;
      this.begin(sheet);
      this.title.focus({ preventScroll: true });
    } catch (error) {
      if (sameUnit(this.wanted, unit)) put(this.head, this.title, h("p", { class: "problem" }, `${error.message}. ${error.hint ?? ""}`));
    }
  }

  close() {
    [this.wanted, this.sheet, this.draft] = [null, null, null];
  }

  /** Take a sheet as something one looks at for the first time. */
  begin(sheet) {
    [this.base, this.wish, this.refused, this.at, this.shown] = [sheet, "", "", "", false];
    this.quotes.wide.clear();
    this.take(sheet);
  }

  take(sheet) {
    this.sheet = sheet;
    // Who is writing what others have settled meanwhile writes on, with both sides in view.
    if (this.draft?.kind === "settle" && this.draft.kept && sheet.revealed) this.wish = "settle";
    this.news = newsOf(this.base, sheet);
    this.quotes.take(sheet.quotes);
    this.quotes.fresh = this.news?.fresh ?? new Set();
    this.doubts = sheet.revealed ? get("/api/scoring/doubts", { case: sheet.case, capability: sheet.capability }) : null;
    this.doubts?.catch(() => {}); // whoever shows them says what is wrong
    this.machine = sheet.revealed && get("/api/drafts/checklist", { case: sheet.case, capability: sheet.capability });
    this.prepare();
    this.draw();
  }

  /** See what has changed, and keep what was typed. */
  async renew(refused = "") {
    const { sheet } = this;
    if (!sheet) return;
    const fresh = await get("/api/scoring/unit", { case: sheet.case, capability: sheet.capability }).catch(() => null);
    if (!fresh || this.sheet !== sheet) return;
    this.refused = refused;
    const same = ["seen", "evidence", "rubric", "stage", "needed"].every((name) => fresh[name] === sheet[name]);
    if (same && String(fresh.locked) === String(sheet.locked)) return void (refused && this.drawSide());
    this.take(fresh);
  }

  seen = () => {
    [this.base, this.refused] = [this.sheet, ""];
    this.take(this.sheet);
  };

  // --- What is to be said of it ---

  prepare() {
    const { sheet } = this;
    const kind = kindOf(sheet, this.wish, may("lead"));
    if (this.draft?.kind === kind && sameUnit(this.draft.sheet, sheet)) return void (this.draft.sheet = sheet);
    this.fields.clear();
    this.draft = kind ? new Draft(kind, sheet, this.frame, beginning(kind, sheet)) : null;
    if (kind === "sign") this.draft.level = beginning(kind, sheet).level; // people gave it; no draft does
    this.at ||= this.draft && kind !== "sign" ? (this.unanswered()?.id ?? "") : "";
  }

  want(wish) {
    this.wish = wish;
    this.draft = null;
    this.prepare();
    this.draw();
    focusOn(this.side, wish === "sign" ? "words" : "level 1");
  }

  /** Whether the questions may be answered here. */
  get answering() {
    return Boolean(this.draft) && this.draft.kind !== "sign";
  }

  get answers() {
    if (this.answering) return this.draft.answers;
    return this.sheet.revealed?.consensus?.answers ?? this.sheet.mine?.answers ?? {};
  }

  unanswered(after = "") {
    const items = itemsOf(this.sheet);
    const from = items.findIndex((each) => each.id === after) + 1;
    return [...items.slice(from), ...items.slice(0, from)].find((each) => !this.answers[each.id] && each.id !== after);
  }

  change(what) {
    if (!this.draft) return;
    what(this.draft);
    this.draft.keep();
    this.drawSide();
  }

  answer(id, name) {
    if (!this.answering || !id) return;
    const { answers } = this.draft;
    const given = answers[id] !== name;
    if (given) answers[id] = name;
    else delete answers[id];
    this.change(() => {});
    this.go(given ? (this.unanswered(id)?.id ?? id) : id);
  }

  answerHere = (name) => this.answer(this.at, name);
  level = (value) => this.draft?.kind !== "sign" && this.change((draft) => (draft.level = draft.level === value ? "" : value));
  follow = () => this.change((draft) => (draft.level = draft.follows.level === null ? "NE" : String(draft.follows.level)));
  grade = (id, value) => {
    this.change((draft) => (draft.concerns[id] = { reason: "", ...draft.concerns[id], grade: value }));
    if (value !== "none") focusOn(this.side, `reason ${id}`);
  };
  overall = (value) => this.change((draft) => (draft.overall = value));
  discard = () => {
    this.draft.forget();
    this.want(this.wish);
  };
  submit = (event) => {
    event?.preventDefault();
    void this.acts.submit();
  };

  typed() {
    this.draft.keep();
    const place = this.side.querySelector(".lack");
    if (place) put(place, this.draft.lack ? `Still to do: ${this.draft.lack.text}` : "");
  }

  /** Go to a field of the form. */
  goTo(field) {
    const found = this.side.querySelector(`[data-focus="${CSS.escape(field)}"]`) ?? this.side.querySelector(`[data-focus^="${CSS.escape(field)} "]`);
    found?.focus();
    found?.scrollIntoView({ block: "nearest" });
  }

  // --- From question to question ---

  go(id) {
    this.at = id;
    this.drawList();
    if (!id) return;
    const place = this.list.querySelector(".criterion-item.at");
    focusOn(this.list, `criterion ${id}`);
    place?.scrollIntoView({ block: "nearest" });
    if (place && place.getBoundingClientRect().top < 60) place.scrollIntoView({ block: "start" });
  }

  step(by) {
    const items = itemsOf(this.sheet);
    const now = items.findIndex((each) => each.id === this.at);
    const next = items[Math.max(0, Math.min(items.length - 1, now + by))];
    if (next) this.go(next.id);
  }

  listKey = (event) => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!by || event.altKey || event.ctrlKey || event.metaKey || !event.target.closest(".criterion-head")) return;
    event.preventDefault();
    this.step(by);
  };

  toggleAll = () => {
    this.shown = !this.shown;
    this.drawAll();
  };

  // --- What is seen ---

  draw() {
    this.drawHead();
    this.drawAbove();
    this.drawList();
    this.drawAll();
    put(this.below, historyView(this.sheet.history));
    this.drawSide();
  }

  drawHead() {
    const had = document.activeElement === this.title;
    put(this.head, headView(this));
    if (had) this.title.focus({ preventScroll: true });
  }

  drawAbove() {
    put(this.above, this.sheet.revealed && aboveView(this));
  }

  drawList() {
    const differing = new Set((this.sheet.revealed?.differences ?? []).map((each) => each.id));
    const how = { at: this.at, answers: this.answers, open: this.answering, differing, quotes: this.quotes };
    keepingFocus(this.list, () => put(this.list, checklist(this.sheet, how, { go: (id) => this.go(id), answer: (id, name) => this.answer(id, name), key: this.listKey })));
  }

  drawAll() {
    keepingFocus(this.all, () => put(this.all, everything(this.sheet, this.quotes, this.shown, this.toggleAll)));
  }

  drawSide() {
    keepingFocus(this.side, () => put(this.side, panelView(this)));
  }
}
