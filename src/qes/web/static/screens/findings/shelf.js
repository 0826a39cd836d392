// Where quotes are picked from: the evidence by case, code, side and words, or any words of any passage.

import { get } from "../../lib/api.js";
import { count, h, put, toast } from "../../lib/dom.js";
import { placeLine } from "./cited.js";
import { passageSearch } from "./passages.js";
import { trouble } from "./words.js";

const PAGE = 40;
const PAUSE = 350;

export class Shelf {
  /**
   * @param {import("../../lib/book.js").Book} book
   * @param {import("./cited.js").Cited} cited
   * @param {{cases?: string[], fixed?: {case: string, code: string}|null}} how fixed: only one case, and one code at first
   */
  constructor(book, cited, { cases = [], fixed = null } = {}) {
    Object.assign(this, { book, cited, fixed });
    this.rule = book.attributes[0] ?? null;
    this.quotes = [];
    this.asked = 0;
    this.fields = this.makeFields(cases);
    this.status = h("p", { class: "muted small", role: "status" });
    this.list = h("div", { class: "picks" });
    this.more = h("button", { type: "button", hidden: true, on: { click: () => this.load(this.quotes.length) } }, "Show more");
    this.texts = passageSearch(fixed?.case ?? "", this);
    this.parts = [["evidence", "Evidence"], ["texts", "Any passage"]].map(([name, label]) =>
      h("button", { type: "button", "aria-pressed": "false", data: { part: name }, on: { click: () => (name === "texts" ? this.search() : this.look(name)) } }, label));
    this.found = h("div", { class: "stack" }, this.filters(), this.status, this.list, this.more);
    this.element = h("section", { class: "card stack shelf", "aria-label": "Quotes to pick" },
      h("div", { class: "row" }, h("h2", { class: "grow" }, "Pick quotes"), this.parts),
      h("p", { class: "muted small" }, h("kbd", {}, "j"), " ", h("kbd", {}, "k"), " go · ", h("kbd", {}, "f"), " cite for it · ", h("kbd", {}, "a"), " against it · again takes it out"),
      this.found, this.texts.element);
    this.look("evidence");
  }

  makeFields(cases) {
    const select = (label, pairs, value) => h("select", { "aria-label": label, on: { change: () => this.load() } },
      pairs.map(([id, text]) => h("option", { value: id, selected: id === value }, text)));
    const depth = (code) => (code.parent ? 1 + depth(this.book.byId.get(code.parent) ?? {}) : 0);
    const words = h("input", { type: "search", "aria-label": "Words in the quote", placeholder: "words in the quote", maxlength: 200 });
    let typing = 0;
    words.addEventListener("input", () => {
      clearTimeout(typing);
      typing = setTimeout(() => this.load(), PAUSE);
    });
    return {
      case: select("Case", [["", "all cases"], ...cases.map((each) => [each, each])], ""),
      code: select("Code", [["", "all codes"], ...this.book.codes.map((each) => [each.code, `${"\u2003".repeat(depth(each))}${each.label}`])], this.fixed?.code ?? ""),
      side: this.rule && select(this.rule.name, [["any", `any ${this.rule.name}`], ...this.rule.values.map((each) => [each, each]), ["", "not stated"]], "any"),
      words,
    };
  }

  filters() {
    const { case: of, code, side, words } = this.fields;
    return h("div", { class: "shelf-filters" }, !this.fixed && of, code, side, words);
  }

  look(name) {
    this.part = name;
    for (const each of this.parts) each.setAttribute("aria-pressed", String(each.dataset.part === name));
    this.found.hidden = name !== "evidence";
    this.texts.element.hidden = name === "evidence";
  }

  /** Go to the search in all texts. */
  search() {
    this.look("texts");
    this.texts.focus();
  }

  /** Show what fits a finding. */
  aim({ case: of = "", code = "" }) {
    this.fields.case.value = of;
    this.fields.code.value = code;
    return this.load();
  }

  async load(skip = 0) {
    const number = ++this.asked;
    const { case: of, code, side, words } = this.fields;
    const query = { case: this.fixed?.case ?? of.value, code: code.value, text: words.value.trim(), skip, most: PAGE };
    if (side && side.value !== "any") query.with = `${this.rule.name}:${side.value}`;
    try {
      const said = await get("/api/evidence/quotes", query);
      if (number !== this.asked) return;
      this.quotes = skip ? [...this.quotes, ...said.quotes] : said.quotes;
      this.said = said;
      this.draw();
    } catch (error) {
      if (number === this.asked) put(this.status, h("span", { class: "problem" }, trouble(error)));
    }
  }

  draw() {
    const { total, held } = this.said;
    put(this.status, total ? count(total, "quote") : "No evidence fits.", held.codings > 0 && ` ${count(held.codings, "coding")} held back: you are yet to code those passages.`);
    put(this.list, this.quotes.map((each) => this.one(each)));
    this.more.hidden = this.quotes.length >= total;
    this.mark();
  }

  one(each) {
    const side = this.rule && !each.differing.includes(this.rule.name) ? each.attributes[this.rule.name] : "";
    const quote = { ...each, coding: each.id };
    return this.pick(quote, [
      h("blockquote", { class: "quote" }, each.quote), placeLine(each),
    ], () => quote, [
      h("span", { class: "tag accent", title: each.code }, this.book.label(each.code)), side && h("span", { class: "tag" }, side),
      each.status === "disputed" && h("span", { class: "tag warn" }, "disputed"),
    ]);
  }

  /** Something to pick: `quote` gives the words as they are chosen just then, or null. */
  pick(whole, content, quote, tags = []) {
    const cite = (against) => {
      const chosen = quote();
      if (chosen) this.cited.toggle(chosen, against);
      this.mark();
    };
    const button = (text, against) => h("button", { type: "button", class: against ? "no" : "ok", data: { side: against ? "against" : "for" }, "aria-pressed": "false", on: { click: () => cite(against) } }, text);
    const article = h("article", { class: "pick", tabindex: "0", "aria-label": `${whole.case ?? ""}, ${whole.path}, ${whole.place}` }, content,
      h("div", { class: "row pick-foot" }, h("span", { class: "row" }, tags), h("span", { class: "row" }, button("For", false), button("Against", true))));
    Object.assign(article, { quote: whole, cite });
    return article;
  }

  /** Say of each quote whether it is cited. */
  mark() {
    for (const each of this.element.querySelectorAll(".pick")) {
      const side = this.cited.side(each.quote);
      each.dataset.side = side;
      for (const button of each.querySelectorAll("[data-side]")) button.setAttribute("aria-pressed", String(button.dataset.side === side));
    }
  }

  get picks() {
    return [...(this.part === "evidence" ? this.list : this.texts.element).querySelectorAll(".pick")];
  }

  /** The one selected in, gone to, or last gone to. */
  get current() {
    const selection = getSelection();
    const inside = selection && !selection.isCollapsed && selection.anchorNode?.parentElement?.closest(".pick");
    const found = inside || document.activeElement?.closest(".pick") || this.last;
    return found && this.element.contains(found) ? found : null;
  }

  move(by) {
    const all = this.picks;
    const at = all.indexOf(this.current);
    const next = all[at < 0 ? 0 : Math.max(0, Math.min(all.length - 1, at + by))];
    this.last = next;
    next?.focus();
    next?.scrollIntoView({ block: "nearest" });
  }

  cite(against) {
    const { current } = this;
    if (!current) return toast("Go to a quote first: j and k.");
    this.last = current;
    current.cite(against);
  }
}
