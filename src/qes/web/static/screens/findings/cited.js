// The quotes that something rests on and those against it, to the letter, each with its place.

import { h, put } from "../../lib/dom.js";

/** Whether two citations are of the same words at the same place. */
export const same = (one, other) => one.source === other.source && one.span[0] === other.span[0] && one.span[1] === other.span[1];

/** As the server wants one. */
export const sent = ({ source, passage, span, quote, against, coding }) => ({ source, passage, span, quote, against, coding: coding ?? null });

/** A link to the place of a quote in the Reader. */
export const place = (each) => h("a", { href: `/reader/${each.source}#${each.passage}` }, [each.path, each.place].filter(Boolean).join(", "));

/** Who says it, where and when. */
export function placeLine(each) {
  const said = [each.speaker, each.role].filter(Boolean).join(", ");
  return h("p", { class: "small" }, each.case && [h("b", {}, each.case), " · "], place(each), said && ` · ${said}`, each.date && ` · ${each.date}`);
}

/** Citations that cannot be changed here. */
export function quotesView(all) {
  return all.map((each) => h("div", { class: `cited ${each.against ? "against" : "for"}` },
    h("p", { class: "small" }, h("span", { class: `tag ${each.against ? "no" : "ok"}` }, each.against ? "against" : "for"), " ", each.case && h("b", {}, each.case), " ", each.passage && place(each)),
    h("blockquote", { class: "quote" }, each.quote)));
}

export class Cited {
  /**
   * @param {() => void} changed
   * @param {string} what it is that they are for or against
   * @param {(quote: any) => string} doubt what should give pause about a quote; empty: nothing
   */
  constructor(changed, what = "it", doubt = () => "") {
    Object.assign(this, { changed, what, doubt });
    /** @type {any[]} */
    this.all = [];
    this.element = h("div", { class: "cited-lists", "aria-live": "polite" });
  }

  set(all) {
    this.all = all.map((each) => ({ ...each }));
    this.draw();
  }

  /** "for", "against", or "" for words that are not cited. */
  side(quote) {
    const found = this.all.find((each) => same(each, quote));
    return found ? (found.against ? "against" : "for") : "";
  }

  /** Cite words on a side; cited there already, they are taken out again. */
  toggle(quote, against) {
    const found = this.all.find((each) => same(each, quote));
    if (!found) this.all.push({ ...quote, against, lost: "" });
    else if (found.against === against) this.all = this.all.filter((each) => each !== found);
    else found.against = against;
    this.tell();
  }

  tell() {
    this.draw();
    this.changed();
  }

  draw() {
    put(this.element, this.group(`For ${this.what}`, false), this.group(`Against ${this.what}`, true));
  }

  group(title, against) {
    const own = this.all.filter((each) => each.against === against);
    return h("section", { class: "stack", "aria-label": title },
      h("h3", {}, title, " ", h("span", { class: "muted" }, own.length)),
      own.length ? own.map((each) => this.one(each)) : h("p", { class: "muted small" }, against ? "None cited." : "None yet: pick from the evidence."));
  }

  one(each) {
    const short = each.quote.slice(0, 40);
    const turn = () => {
      each.against = !each.against;
      this.tell();
    };
    const drop = () => {
      this.all = this.all.filter((other) => other !== each);
      this.tell();
    };
    return h("div", { class: `cited ${each.against ? "against" : "for"} ${each.lost ? "lost" : ""}` },
      h("blockquote", { class: "quote" }, each.quote),
      each.lost ? h("p", { class: "problem small" }, each.lost, ". Take it out, or cite it anew where it stands now.") : placeLine(each),
      h("div", { class: "row small" },
        !each.coding && h("span", { class: "tag" }, "nobody coded it so"), this.doubt(each) && h("span", { class: "tag warn" }, this.doubt(each)), each.moved && h("span", { class: "tag warn" }, "moved: its source was revised"),
        h("span", { class: "grow" }),
        h("button", { class: "quiet", type: "button", "aria-label": `${each.against ? "It speaks for it" : "It speaks against it"}: ${short}`, on: { click: turn } }, each.against ? "speaks for it" : "speaks against it"),
        h("button", { class: "quiet", type: "button", "aria-label": `Take out: ${short}`, on: { click: drop } }, "take out")));
  }
}
