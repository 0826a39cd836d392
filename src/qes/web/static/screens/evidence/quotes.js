// The quotes behind a cell, verbatim, for and against, each with what is needed to cite it.

import { get } from "../../lib/api.js";
import { count, h, put, toast } from "../../lib/dom.js";
import { colour } from "./cell.js";
import { copied, reference } from "./cite.js";
import { wanted } from "./place.js";

const PAGE = 50;
const FIRMNESS = { single: ["one coder", ""], agreed: ["agreed", "ok"], settled: ["settled", "ok"], disputed: ["disputed", "warn"] };

export class QuotesPanel {
  /**
   * @param {import("../../lib/book.js").Book} book
   * @param {() => void} closed
   */
  constructor(book, closed) {
    this.book = book;
    this.closed = closed;
    this.cell = null;
    this.quotes = [];
    this.asked = 0;
    this.title = h("h2", { class: "grow", tabindex: "-1" });
    this.body = h("div", { class: "stack quotes", "aria-live": "polite" });
    this.file = h("a", { class: "button", download: "" }, "CSV");
    this.element = h("aside", { class: "card quotes-panel", "aria-label": "Quotes", hidden: true },
      h("div", { class: "row quotes-head" }, this.title, this.file,
        h("button", { class: "quiet", "aria-label": "Close the quotes", on: { click: () => this.close() } }, "✕")),
      this.body);
  }

  get shown() {
    return !this.element.hidden;
  }

  open(cell, focus) {
    this.cell = cell;
    this.element.hidden = false;
    put(this.title, [cell.case || "All cases", cell.code ? this.book.label(cell.code) : "all codes"].join(" · "));
    put(this.body, h("p", { class: "muted" }, "Fetching the quotes …"));
    if (focus) this.title.focus();
    return this.load();
  }

  close() {
    this.element.hidden = true;
    this.closed();
  }

  /** Fetch from the beginning, as filters may have changed. */
  load() {
    this.quotes = [];
    this.file.href = `/api/evidence.csv?${wanted({ ...this.cell, table: "quotes" })}`;
    return this.more();
  }

  async more() {
    const number = ++this.asked;
    try {
      const said = await get(`/api/evidence/quotes?${wanted({ ...this.cell, skip: this.quotes.length, most: PAGE })}`);
      if (number !== this.asked) return;
      this.quotes.push(...said.quotes);
      this.draw(said);
    } catch (error) {
      if (number === this.asked) put(this.body, h("p", { class: "problem" }, error.message, " ", error.hint ?? ""));
    }
  }

  draw({ total, disputed, counts }) {
    const left = total - this.quotes.length;
    const attribute = this.book.attributes[0]?.name;
    put(this.body,
      h("p", { class: "muted" }, total ? [count(total, "quote"), disputed > 0 && `, ${disputed.toLocaleString("en")} of them disputed and in no figure`] : "No evidence here: nobody has given this code to anything in this case, as far as it has been read."),
      counts.map((group, place) => this.group(group, place, counts.length - 1, attribute)),
      left > 0 && h("button", { on: { click: () => this.more() } }, `Show more (${left.toLocaleString("en")} left)`));
  }

  group({ value, quotes }, place, named, attribute) {
    const own = this.quotes.filter((each) => this.valueOf(each, attribute) === value);
    if (!own.length) return null;
    const title = attribute && h("h3", { class: "group" }, h("i", { class: place < named ? colour(place, { length: named }) : "v-none" }), `${value || `${attribute} not stated`} `, h("span", { class: "muted" }, quotes.toLocaleString("en")));
    return h("section", { class: "stack" }, title, own.map((each) => this.quote(each)));
  }

  valueOf(quote, attribute) {
    const rule = this.book.attributes[0];
    const value = quote.differing.includes(attribute) ? "" : (quote.attributes[attribute] ?? "");
    return rule?.values.includes(value) ? value : "";
  }

  quote(each) {
    const [word, kind] = FIRMNESS[each.status];
    const said = [each.speaker, each.role].filter(Boolean).join(", ");
    const values = Object.entries(each.attributes).filter(([name]) => !each.differing.includes(name) && name !== this.book.attributes[0]?.name);
    return h("article", { class: "one-quote", tabindex: "0", data: { id: each.id }, "aria-label": `${each.case}, ${each.path}, ${each.place}` },
      h("blockquote", { class: "quote" }, each.quote),
      h("p", { class: "small" }, !this.cell.case && [h("b", {}, each.case), " · "],
        h("a", { href: `/reader/${each.source}#${each.passage}` }, `${each.path}, ${each.place}`),
        said && ` · ${said}`, each.date && ` · ${each.date}`, each.kind && h("span", { class: "muted" }, ` · ${each.kind}`)),
      h("div", { class: "row small" },
        h("span", { class: "tag accent", title: each.code }, this.book.label(each.code)),
        h("span", { class: `tag ${kind}` }, word), h("span", { class: "muted" }, each.coders.join(", ")),
        values.map(([name, value]) => h("span", { class: "tag" }, `${name}: ${value}`)),
        each.differing.map((name) => h("span", { class: "tag warn" }, `coders differ on ${name}`)),
        h("button", { class: "quiet", title: "Copy with its reference (c)", on: { click: () => this.copy(each) } }, "Copy")));
  }

  /** Go to the next or the last quote before. */
  move(by) {
    const all = [...this.body.querySelectorAll(".one-quote")];
    const at = all.indexOf(document.activeElement?.closest(".one-quote"));
    const next = all[Math.max(0, Math.min(all.length - 1, at + by))];
    next?.focus();
    next?.scrollIntoView({ block: "nearest" });
  }

  async copy(each = this.quotes.find(({ id }) => id === document.activeElement?.closest(".one-quote")?.dataset.id)) {
    if (!each) return toast("Go to a quote first: j and k.");
    const done = await copied(reference(each, this.book.label(each.code)));
    toast(done ? "Copied, with its reference." : "The browser does not let this page copy.", !done);
  }
}
