// The words one has chosen, and what they become: codes, or other words of a code given before.

import { toast } from "../../lib/dom.js";
import { inPassage } from "../../lib/offsets.js";
import { pickCode } from "../../lib/picker.js";
import { answer, changed } from "./coding.js";
import { Float } from "./float.js";
import { Grasp } from "./grasp.js";
import { inVivo } from "./invivo.js";
import { paint } from "./paint.js";
import { rangeOf } from "./stripes.js";
import { mineOf } from "./volume.js";
import { Words } from "./words.js";

export class Hands extends Grasp {
  constructor(volume, book, panel, may) {
    super(volume, book, panel, may);
    /** @type {Words|null} */
    this.words = null;
    /** The stripe whose words are being chosen anew. */
    this.changing = null;
  }

  hold(flow, coding) {
    super.hold(flow, coding);
    this.float = new Float(flow, () => this.offers());
  }

  choose(words) {
    this.words = words;
    if (!words) this.changing = null;
    const parts = words?.byKeys ? words.parts : [];
    paint("chosen", parts.map(({ passage, span }) => rangeOf(this.flow.article(passage.ordinal), passage, span)));
    this.float.show(words);
  }

  offers() {
    if (!this.may) return [];
    if (this.changing) return [{ key: "Enter", label: `For ${this.book.label(this.changing.stripe.code)}`, kind: "primary", does: () => this.keep() }, { key: "Esc", label: "Call it off", does: () => this.clear() }];
    const { stripe } = this.at;
    const own = stripe && mineOf(stripe);
    return [
      { key: "a", label: "Code", kind: "primary", does: () => this.code() },
      { key: "v", label: "In vivo", does: () => this.vivo() },
      own && { key: "e", label: `For ${this.book.label(stripe.code)}`, does: () => this.keep() },
    ].filter(Boolean);
  }

  clear() {
    getSelection()?.removeAllRanges();
    this.choose(null);
  }

  /** Enter: begin at the first word, or code the words chosen. */
  enter() {
    if (!this.may) return;
    if (this.changing) this.keep();
    else if (this.words) void this.code();
    else if (this.passage?.codable) this.choose(Words.begin(this.volume, this.passage));
  }

  stretch(end, by) {
    if (!this.words) return;
    this.clearNative();
    this.choose(this.words.stretch(end, by));
  }

  further() {
    if (this.words) this.choose(this.words.further());
  }

  /** Words go on as keys say; what the mouse selected would hide them. */
  clearNative() {
    if (!this.words.byKeys) getSelection()?.removeAllRanges();
  }

  /** Choose other words for the stripe at hand. */
  anew() {
    const { passage, stripe } = this.at;
    const mine = stripe && mineOf(stripe);
    if (!mine) return;
    this.leave();
    this.changing = { passage, stripe };
    this.choose(Words.within(this.volume, passage, inPassage(mine.span, passage)));
  }

  keep() {
    const { passage, stripe } = this.changing ?? this.at;
    const part = this.words?.parts.find((each) => each.passage.id === passage?.id);
    if (!stripe || !mineOf(stripe)) return;
    if (!part) return toast("Choose words in the passage of this code, or code others as their own (a).");
    this.picked = { ...this.picked, key: `${passage.ordinal} ${stripe.code} ${part.span[0]}` };
    this.clear();
    void this.coding.send(changed(passage, stripe, { span: part.span }));
  }

  /** What is to be coded: the words chosen, or all of the passage one is at. */
  get meant() {
    if (this.words) return this.words.parts.map(({ passage, span }) => ({ passage, span }));
    return this.passage?.codable ? [{ passage: this.passage, span: null }] : [];
  }

  async code() {
    const { meant } = this;
    if (!this.may || !meant.length) return;
    const code = await pickCode(this.book, { quote: this.words?.text ?? "" });
    if (code) this.give(meant, code);
  }

  async vivo() {
    const { meant, words } = this;
    if (!this.may || !words) return toast("Choose words first: they become the code.");
    const found = await inVivo(this.book, words.text);
    if (found) this.give(meant, found.code, found.memo);
  }

  give(meant, code, memo = "") {
    this.leave();
    this.clear();
    const [{ passage, span }] = meant;
    this.picked = { ordinal: passage.ordinal, code, key: `${passage.ordinal} ${code} ${(span ?? passage.span)[0]}` };
    this.attribute = 0;
    this.flow.settle(passage.ordinal);
    void this.coding.send(meant.map((each) => answer(each.passage, "accept", code, each.span, { memo })));
  }

  /** Read, and no (further) code applies. */
  read() {
    const { passage } = this;
    if (!this.may || !passage?.codable) return;
    this.leave();
    if (!passage.done) void this.coding.send([{ passage: passage.id, verdict: "nothing" }]);
  }
}
