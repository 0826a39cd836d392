// One passage on the desk: what is proposed, what was answered, where the person is.

import { inPassage, inSource, wordsOf } from "../../lib/offsets.js";

/**
 * @typedef {{code: string, state: "open"|"given"|"refused"|"replaced", suggestion: any, decision: any,
 *   span: [number, number], attributes: Record<string, string>, memo: string}} Item
 */

const overlap = (a, b) => a[0] < b[1] && b[0] < a[1];

export class Work {
  constructor(card, book) {
    this.card = card;
    this.book = book;
    this.at = 0;
    this.attribute = 0;
    /** What was set on a code that is not answered yet, by code. */
    this.noted = new Map();
    this.at = Math.max(0, this.items.findIndex((each) => each.state === "open"));
  }

  get whole() {
    return this.card.passage.span;
  }

  /** @returns {Item[]} proposals in their order, then what was added */
  get items() {
    const mine = this.card.mine;
    const items = this.card.suggestions.map((suggestion) => {
      const decision = mine.find((each) => each.suggestion === suggestion.id || each.code === suggestion.code || each.replacement === suggestion.code);
      return this.item(suggestion.code, suggestion, decision);
    });
    const covered = new Set(items.map((each) => each.code));
    for (const decision of mine) {
      const given = given_(decision);
      if (given && !covered.has(given)) items.push(this.item(given, null, decision));
    }
    return items;
  }

  item(code, suggestion, decision) {
    const noted = this.noted.get(code) ?? {};
    const state = !decision ? "open" : given_(decision) === code ? "given" : decision.verdict === "replace" ? "replaced" : "refused";
    const from = state === "given" ? decision : {};
    return {
      code,
      suggestion,
      decision,
      state,
      span: noted.span ?? from.span ?? (state === "given" ? this.whole : suggestion?.near ? null : suggestion?.span) ?? this.whole,
      attributes: { ...from.attributes, ...noted.attributes },
      memo: noted.memo ?? (state === "replaced" ? "" : decision?.memo) ?? "",
    };
  }

  /** @returns {Item|undefined} */
  get item_() {
    return this.items[this.at];
  }

  get open() {
    return this.items.filter((each) => each.state === "open");
  }

  get given() {
    return this.items.filter((each) => each.state === "given");
  }

  note(code, what) {
    this.noted.set(code, { ...this.noted.get(code), ...what });
  }

  focus(place) {
    const last = this.items.length - 1;
    this.at = Math.max(0, Math.min(last, place));
    this.attribute = 0;
  }

  /** Go to the next proposal without an answer, if there is one. */
  forward() {
    const items = this.items;
    const next = items.findIndex((each, place) => place > this.at && each.state === "open");
    const any = next >= 0 ? next : items.findIndex((each) => each.state === "open");
    if (any >= 0) this.focus(any);
  }

  // --- Answers, as the server wants them ---

  answer(item, verdict, more = {}) {
    const whole = item.span[0] === this.whole[0] && item.span[1] === this.whole[1];
    return {
      passage: this.card.passage.id,
      verdict,
      code: item.code,
      span: whole ? null : item.span,
      suggestion: item.suggestion?.id ?? null,
      attributes: item.attributes,
      memo: item.memo,
      ...more,
    };
  }

  added(code, span) {
    const noted = this.noted.get(code) ?? {};
    const proposal = this.card.suggestions.find((each) => each.code === code);
    return this.answer({ code, span: span ?? noted.span ?? this.whole, suggestion: proposal, attributes: noted.attributes ?? {}, memo: noted.memo ?? "" }, "accept");
  }

  /** The same code with other words or attributes; where the new words miss the old ones, those are taken back. */
  changed(item) {
    const answer = this.again(item);
    const before = item.decision?.span ?? this.whole;
    if (overlap(before, item.span)) return [answer];
    return [{ ...this.answer({ ...item, span: before }, "reject"), memo: "", attributes: {} }, answer];
  }

  /** A code that came instead of another stays so: the other one is not open again because of a memo. */
  again(item) {
    const { decision } = item;
    if (decision?.verdict !== "replace") return this.answer(item, "accept");
    return this.answer(item, "replace", { code: decision.code, replacement: item.code, suggestion: decision.suggestion ?? null });
  }

  /** Whether it was said already that nothing more applies. */
  get done() {
    return this.card.mine.some((each) => each.verdict === "nothing");
  }

  nothing() {
    return { passage: this.card.passage.id, verdict: "nothing" };
  }

  /** Show answers at once, before the server has them. */
  apply(answers) {
    for (const answer of answers) {
      const codes = [answer.code, answer.replacement].filter(Boolean);
      this.card.mine = this.card.mine.filter((each) => !codes.some((code) => each.code === code || each.replacement === code));
      this.card.mine.push({ ...answer, coder: "", id: "", at: "" });
      for (const code of codes) this.noted.delete(code);
    }
  }

  // --- Words ---

  /** Move an end of the words a code rests on by whole words. */
  stretch(item, end, by) {
    const { passage } = this.card;
    const words = wordsOf(passage.text);
    const [from, to] = inPassage(item.span, passage);
    let first = Math.max(0, words.findIndex((word) => word[1] > from));
    let last = words.findLastIndex((word) => word[0] < to);
    if (end === "start") first = Math.max(0, Math.min(last, first + by));
    else last = Math.min(words.length - 1, Math.max(first, last + by));
    return inSource(words[first][0], words[last][1], passage);
  }
}

function given_(decision) {
  if (decision.verdict === "accept") return decision.code;
  return decision.verdict === "replace" ? decision.replacement : null;
}
