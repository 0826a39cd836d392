// Quotes side by side, for and against; each leads to its place in the Reader, and shows what stands around it.

import { get } from "../../lib/api.js";
import { count, h, put } from "../../lib/dom.js";
import { marked } from "../../lib/text.js";

const FIRMNESS = { single: "one coder", agreed: "coders agree", settled: "settled", disputed: "disputed, counts for nothing yet" };

const SIGNS = { for: "+ ", against: "− ", mixed: "± " };

/** Shown at once on one side; hundreds would make every key slow. */
const MOST = 40;

export class Quotes {
  /** @param {import("../../lib/book.js").Book} book */
  constructor(book) {
    this.book = book;
    this.byId = new Map();
    /** Ids of those that came or changed since the person looked first. */
    this.fresh = new Set();
    /** Ids of those around which more is shown. */
    this.wide = new Set();
  }

  take(quotes) {
    this.byId = new Map(quotes.map((each) => [each.id, each]));
  }

  /** What speaks for and against something, next to each other, and what says both under a heading of its own. */
  sides(item) {
    const mixed = item.mixed.length;
    const none = mixed ? `Nothing speaks only against it; ${mixed === 1 ? "1 quote says" : `${mixed} quotes say`} both.` : "Nothing that was coded speaks against it.";
    return h("div", { class: "for-against" }, this.column("For", item.for, "for", "Nothing that was coded speaks for it alone."), this.column("Against", item.against, "against", none),
      mixed > 0 && this.column("Mixed: for and against at once", item.mixed, "mixed"));
  }

  column(title, ids, kind, none = "") {
    const found = ids.map((id) => this.byId.get(id)).filter(Boolean);
    const kept = ids.length - found.length;
    return h("section", { class: `side ${kind}`, "aria-label": title },
      h("h4", {}, h("span", { "aria-hidden": "true" }, SIGNS[kind]), title, h("span", { class: "muted" }, ` ${ids.length}`)),
      this.some(found),
      kept > 0 && h("p", { class: "muted small" }, `${count(kept, "quote")} kept from you until you have coded it yourself.`),
      !ids.length && h("p", { class: "muted small" }, none));
  }

  /** Quotes below each other; of very many the first, and a button for the rest. */
  some(found, tag = "") {
    const rest = found.slice(MOST);
    const more = rest.length > 0 && h("button", { type: "button", class: "link", on: { click: () => {
      const drawn = rest.map((each) => this.one(each, tag));
      more.replaceWith(...drawn);
      drawn[0].querySelector("a").focus({ preventScroll: true });
    } } }, `Show ${rest.length.toLocaleString("en")} more`);
    return [...found.slice(0, MOST).map((each) => this.one(each, tag)), more];
  }

  one(each, tag = "") {
    const around = h("div", { class: "around-quote", hidden: true });
    const more = h("button", { type: "button", class: "link small", "aria-expanded": "false", on: { click: () => void this.widen(each, around, more) } }, "What stands around");
    const values = Object.entries(each.attributes).filter(([name]) => !each.differing.includes(name));
    const element = h("article", { class: "score-quote" },
      h("blockquote", { class: "quote" }, each.quote),
      h("p", { class: "small" }, who(each), h("a", { href: `/reader/${each.source}#${each.passage}` }, `${each.path}, ${each.place}`), h("span", { class: "muted" }, [each.kind, each.date || "no date"].filter(Boolean).map((word) => ` · ${word}`))),
      h("div", { class: "row tags small" },
        (tag || this.fresh.has(each.id)) && h("span", { class: "tag accent" }, tag || "new since you looked"),
        each.status === "disputed" && h("span", { class: "tag warn" }, FIRMNESS.disputed),
        each.differing.map((name) => h("span", { class: "tag warn" }, `coders differ on ${name}`)),
        h("span", { class: "muted" }, h("b", {}, this.book.label(each.code)), values.map(([name, value]) => ` · ${value === "none" ? `no ${name}` : value}`), each.status in FIRMNESS && each.status !== "disputed" && ` · ${FIRMNESS[each.status]}`),
        each.ordinal !== undefined && more),
      around);
    if (this.wide.has(each.id)) void this.widen(each, around, more);
    return element;
  }

  /** The passage of a quote with its neighbours, fetched when wanted. */
  async widen(each, around, more) {
    const open = around.hidden;
    around.hidden = !open;
    more.setAttribute("aria-expanded", String(open));
    put(more, open ? "Less" : "What stands around");
    if (!open) return void this.wide.delete(each.id);
    this.wide.add(each.id);
    if (around.childElementCount) return;
    try {
      const first = Math.max(0, each.ordinal - 1);
      const found = await get(`/api/reader/${each.source}/passages`, { first, most: each.ordinal - first + 2 });
      put(around, found.map((passage) => near(passage, each)));
    } catch (error) {
      put(around, h("p", { class: "problem small" }, `${error.message}. ${error.hint ?? ""}`));
    }
  }
}

/** Who says it, by role; by name only where no role is known. */
const who = (each) => (each.role || each.speaker) && [h("b", {}, each.role || each.speaker), " · "];

function near(passage, quote) {
  const from = passage.id === quote.passage ? passage.text.indexOf(quote.quote) : -1;
  const text = from < 0 ? passage.text : marked(passage.text, [{ from, to: from + quote.quote.length, kind: "its-words" }]);
  return h("p", { class: passage.id === quote.passage ? "near here" : "near" }, passage.speaker && h("b", {}, `${passage.speaker}: `), text);
}
