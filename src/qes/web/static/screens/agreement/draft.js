// How somebody is about to settle a disagreement: kept for each as long as the page is open.

/** Why coders differed, by the key that says so; the names are those of the log. */
export const KINDS = {
  span: { key: "s", label: "other words", about: "They mean the same and chose other words for it." },
  code: { key: "c", label: "wrong code", about: "Somebody took the wrong code." },
  missed: { key: "m", label: "missed", about: "Somebody overlooked it." },
  definition: { key: "d", label: "definition unclear", about: "The codebook does not say clearly enough; either reading can be defended." },
};

/** The smallest span that covers some. */
const cover = (spans) => (spans.length ? [Math.min(...spans.map((each) => each[0])), Math.max(...spans.map((each) => each[1]))] : null);

export class Draft {
  /** @param {any} dispute @param {import("../../lib/book.js").Book} book */
  constructor(dispute, book) {
    this.dispute = dispute;
    this.book = book;
    /** Whose side was taken, as a place among the voices. */
    this.side = null;
    /** Where everybody gave the code, that is not the question. */
    this.applies = dispute.kind === "given" ? null : true;
    this.kind = null;
    this.reason = "";
    /** Place of the attribute that digits set; −1: digits choose a side. */
    this.attribute = -1;
    this.attributes = this.agreed();
    this.span = cover(this.givers.flatMap((voice) => voice.spans));
  }

  get givers() {
    return this.dispute.voices.filter((voice) => voice.gave);
  }

  /** Attributes this code can carry. */
  get rules() {
    return this.book.byId.get(this.dispute.code)?.attributes ? this.book.attributes : [];
  }

  /** What those who gave it say alike. */
  agreed() {
    const values = {};
    for (const voice of this.givers)
      for (const [name, given] of Object.entries(voice.attributes)) (values[name] ??= new Set()).add(given.join("\u0000"));
    return Object.fromEntries(Object.entries(values).filter(([, said]) => said.size === 1).map(([name, said]) => [name, [...said][0]]).filter(([, value]) => !value.includes("\u0000")));
  }

  /** Take a side: what it says, its words, and its attributes. */
  choose(place) {
    const voice = this.dispute.voices[place];
    if (!voice) return false;
    this.side = place;
    this.applies = voice.gave;
    if (voice.gave) {
      this.span = cover(voice.spans);
      this.takeAttributes(place);
    }
    return true;
  }

  takeAttributes(place) {
    const given = Object.entries(this.dispute.voices[place].attributes).filter(([, values]) => values.length === 1);
    this.attributes = { ...this.attributes, ...Object.fromEntries(given.map(([name, values]) => [name, values[0]])) };
  }

  says(applies) {
    if (this.side !== null && this.dispute.voices[this.side].gave !== applies) this.side = null;
    this.applies = applies;
  }

  words(span) {
    this.span = span;
    this.side = null;
    this.applies = true;
  }

  set(name, value) {
    if (this.attributes[name] === value) delete this.attributes[name];
    else this.attributes[name] = value;
  }

  /** What differs between the sides and has not been chosen. */
  get unchosen() {
    return this.applies ? this.dispute.differing.filter((name) => !(name in this.attributes)) : [];
  }

  /** What is still to be said before it can be saved. */
  get lack() {
    if (this.applies === null) return "Say first whether it applies: take a side by its number, or y or n.";
    return this.reason.trim() ? "" : "A reason is needed: write it here in a few words.";
  }

  /** As the server wants it. */
  get body() {
    const { passage, code, history } = this.dispute;
    const span = this.applies ? (this.span ?? passage.span) : null;
    const whole = span && span[0] <= passage.span[0] && span[1] >= passage.span[1];
    const known = new Set(this.rules.map((rule) => rule.name));
    return {
      passage: passage.id,
      code,
      applies: this.applies,
      reason: this.reason.trim(),
      kind: this.kind,
      span: whole ? null : span,
      attributes: this.applies ? Object.fromEntries(Object.entries(this.attributes).filter(([name]) => known.has(name))) : {},
      seen: history.at(-1)?.id ?? null,
    };
  }
}
