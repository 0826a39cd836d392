// The stripe at hand: which it is, what it says, and what one does with it.

import { toast } from "../../lib/dom.js";
import { showAsked } from "../../lib/exchanges.js";
import { askText } from "../../lib/keys.js";
import { offered, pointed } from "../../lib/voices.js";
import { answer, changed } from "./coding.js";
import { paint } from "./paint.js";
import { drawPanel } from "./panel.js";
import { keyOf, stripesOf } from "./passage.js";
import { rangeOf } from "./stripes.js";
import { mineOf } from "./volume.js";

const LATE = 700;

export class Grasp {
  /** @param {boolean} may whether the person may code */
  constructor(volume, book, panel, may) {
    Object.assign(this, { volume, book, panel, may });
    /** The stripe at hand: where, and which. */
    this.picked = null;
    this.full = false;
    this.attribute = 0;
    /** Attributes set and not sent yet. */
    this.noted = null;
  }

  /** The flow and the coding need hands, and hands need them. */
  hold(flow, coding) {
    Object.assign(this, { flow, coding });
  }

  get passage() {
    return this.volume.passages.get(this.flow.current) ?? null;
  }

  /** The stripe at hand as it stands now, with its passage. */
  get at() {
    const passage = this.picked && this.volume.passages.get(this.picked.ordinal);
    if (!passage) return { passage: this.passage, stripe: null };
    const all = stripesOf(passage).filter((each) => each.code === this.picked.code);
    const stripe = all.find((each) => keyOf(passage, each) === this.picked.key) ?? all[0] ?? null;
    return stripe ? { passage, stripe: this.shown(stripe) } : { passage: this.passage, stripe: null };
  }

  /** With what was set and is not sent yet. */
  shown(stripe) {
    const mine = this.noted && mineOf(stripe);
    return mine ? { ...stripe, marks: stripe.marks.map((each) => (each === mine ? { ...each, attributes: { ...each.attributes, ...this.noted } } : each)) } : stripe;
  }

  draw() {
    const { passage, stripe } = this.at;
    drawPanel(this.panel, { book: this.book, passage, stripe, full: this.full, attribute: this.attribute }, this.does);
    this.point();
  }

  // --- Stripes ---

  pick(passage, stripe) {
    this.leave();
    const key = keyOf(passage, stripe);
    const again = this.picked?.key === key;
    const before = this.picked?.ordinal;
    this.picked = again ? null : { ordinal: passage.ordinal, code: stripe.code, key };
    this.attribute = 0;
    this.flow.settle(passage.ordinal);
    this.flow.redraw([passage.ordinal, before].filter((each) => each !== undefined));
    this.draw();
  }

  /** The next stripe of the passage one is at. */
  next(by) {
    const { passage } = this;
    const stripes = passage ? stripesOf(passage) : [];
    if (!stripes.length) return;
    const at = stripes.findIndex((each) => keyOf(passage, each) === this.picked?.key);
    const next = stripes[(at + by + stripes.length + (at < 0 && by < 0 ? 1 : 0)) % stripes.length];
    if (keyOf(passage, next) !== this.picked?.key) this.pick(passage, next);
  }

  isPicked(passage, stripe) {
    return this.picked?.key === keyOf(passage, stripe);
  }

  /** Show the words of a stripe; without one, of that at hand. */
  point(passage, stripe) {
    const at = passage ? { passage, stripe } : this.at;
    const article = at.stripe && this.flow.article(at.passage.ordinal);
    paint("coding", article ? [rangeOf(article, at.passage, at.stripe.span)] : []);
    const voices = article ? pointed(at.stripe.proposal?.voices ?? []) : [];
    for (const name of ["said", "near"]) paint(name, voices.filter((each) => each.kind === `is-${name}`).map((each) => rangeOf(article, at.passage, each.span)));
    document.querySelectorAll(".pointed").forEach((each) => each.classList.remove("pointed"));
    if (article) article.querySelectorAll("[data-key]").forEach((each) => each.classList.toggle("pointed", each.dataset.key === keyOf(at.passage, at.stripe)));
  }

  close() {
    this.leave();
    const before = this.picked?.ordinal;
    this.picked = null;
    if (before !== undefined) this.flow.redraw([before]);
    this.draw();
  }

  agree(attributes = {}) {
    const { passage, stripe } = this.at;
    if (!stripe || mineOf(stripe) || stripe.status === "denied") return;
    void this.coding.send([answer(passage, "accept", stripe.code, stripe.span, { attributes, ...(stripe.proposal && { suggestion: stripe.proposal.id }) })]);
  }

  /** It applies, with the attributes that a model proposes; without one named, those of the first that does. */
  adopt(voice = offered(this.at.stripe?.proposal)[0]) {
    const { stripe } = this.at;
    if (this.may && voice && this.book.byId.get(stripe.code)?.attributes) this.agree(voice.attributes);
    else toast("No model proposes attributes for the code at hand.");
  }

  /** What models were asked about the code at hand, or about the passage. */
  asked(voice = this.at.stripe?.proposal?.voices[0]) {
    const { passage } = this;
    if (this.may && passage?.codable) void showAsked(this.book, passage.id, voice?.prompt ?? null);
  }

  away() {
    const { passage, stripe } = this.at;
    if (!stripe) return;
    this.noted = null;
    const mine = mineOf(stripe);
    if (mine) void this.coding.send([answer(passage, "reject", stripe.code, mine.span)]);
    else if (stripe.proposal) void this.coding.send([answer(passage, "reject", stripe.code, stripe.span, { suggestion: stripe.proposal.id })]);
  }

  async memo() {
    const { passage, stripe } = this.at;
    const mine = stripe && mineOf(stripe);
    if (!mine) return;
    this.leave();
    const memo = await askText(`Memo on ${this.book.label(stripe.code)}`, { value: mine.memo, lines: 5, hint: "Ctrl-Enter saves." });
    if (memo !== null && memo !== mine.memo) await this.coding.send(changed(passage, stripe, { memo }));
  }

  set(name, value) {
    const { stripe } = this.at;
    if (!stripe || !mineOf(stripe) || !this.book.byId.get(stripe.code)?.attributes) return;
    this.noted = { ...this.noted, [name]: value };
    const names = this.book.attributes.map((each) => each.name);
    this.attribute = Math.min(names.indexOf(name) + 1, names.length - 1);
    clearTimeout(this.late);
    this.late = setTimeout(() => this.leave(), LATE);
    this.draw();
  }

  digit(number) {
    const rule = this.book.attributes[this.attribute];
    if (rule?.values[number - 1]) this.set(rule.name, rule.values[number - 1]);
  }

  /** The next attribute is the one that digits set. */
  turn() {
    this.attribute = (this.attribute + 1) % Math.max(1, this.book.attributes.length);
    this.draw();
  }

  /** Send attributes that were set; before anything else is done. */
  leave() {
    clearTimeout(this.late);
    if (!this.noted) return;
    const { passage, stripe } = this.at;
    const mine = stripe && mineOf(stripe);
    this.noted = null;
    if (mine) void this.coding.send(changed(passage, stripe, { attributes: mine.attributes }));
  }
}
