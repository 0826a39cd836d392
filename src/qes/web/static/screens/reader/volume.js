// A source as far as it is here: all of it at a glance, and those leaves that were turned to in full.

import { get } from "../../lib/api.js";
import { NAME } from "../../lib/page.js";

/** Passages fetched and laid out together. */
export const LEAF = 50;

/**
 * @typedef {{start: number, end: number, code: string, status: string, coders: string[]}} Mark
 * @typedef {{coder: string, span: [number, number], attributes: Record<string, string>, memo: string, blind: boolean, at: string}} Given
 * @typedef {{code: string, span: [number, number], status: string, coders: string[], attributes: Record<string, string>,
 *   differing: string[], marks: Given[], settled: {author: string, applies: boolean, reason: string}|null}} Stripe
 * @typedef {{id: string, ordinal: number, span: [number, number], text: string, kind: string, codable: boolean, case: string|null,
 *   speaker: string|null, place: string, level: number|null, hidden: boolean, readers: string[], stripes: Stripe[], proposals: any[]}} Passage
 */

export class Volume {
  constructor(id, said) {
    this.id = id;
    this.proposals = false;
    /** @type {Map<number, Passage>} */
    this.passages = new Map();
    /** Numbers of the leaves that are here, and whether they are as the server has them. @type {Map<number, "asked"|"here"|"stale">} */
    this.leaves = new Map();
    this.take(said);
  }

  static async open(id) {
    return new Volume(id, await get(`/api/reader/${encodeURIComponent(id)}`));
  }

  /** Take in the whole at a glance. */
  take({ source, glance }) {
    this.source = source;
    Object.assign(this, { ids: glance.ids, kinds: glance.kinds, sizes: glance.sizes, states: [...glance.states] });
    this.size = this.ids.length;
    this.ordinals = new Map(this.ids.map((id, ordinal) => [id, ordinal]));
    /** @type {Map<number, Mark[]>} */
    this.marks = new Map();
    for (const [ordinal, start, end, code, status, coders] of glance.marks) {
      const here = this.marks.get(ordinal) ?? [];
      here.push({ start, end, code: glance.codes[code], status, coders });
      this.marks.set(ordinal, here);
    }
  }

  /** Ask for the whole anew; leaves that are here are stale from now on. */
  async renew() {
    const ids = this.ids.join();
    this.take(await get(`/api/reader/${encodeURIComponent(this.id)}`));
    this.doubt();
    return ids === this.ids.join();
  }

  doubt() {
    for (const number of this.leaves.keys()) this.leaves.set(number, "stale");
  }

  codable(ordinal) {
    return this.states[ordinal] !== "-" && this.states[ordinal] !== undefined;
  }

  get progress() {
    const among = (letters) => this.states.filter((each) => letters.includes(each)).length;
    return { codable: among(".o?!m"), mine: among("m"), anybody: among("o!m") };
  }

  /** Fetch a leaf unless it is here; true when there is something new. */
  async leaf(number) {
    const state = this.leaves.get(number);
    if (state === "here" || state === "asked") return false;
    this.leaves.set(number, "asked");
    try {
      await this.fetch(number * LEAF, LEAF);
    } catch (error) {
      this.leaves.delete(number);
      throw error;
    }
    this.leaves.set(number, "here");
    return true;
  }

  /** Fetch some passages anew. @returns {Promise<Passage[]>} */
  async fetch(first, most) {
    const path = `/api/reader/${encodeURIComponent(this.id)}/passages`;
    const passages = await get(path, { first, most, proposals: this.proposals });
    passages.forEach((each) => this.put(each));
    return passages;
  }

  /** @param {Passage} passage */
  put(passage) {
    const { ordinal } = passage;
    this.passages.set(ordinal, passage);
    if (!passage.codable) return;
    const [nobody, others] = passage.hidden ? "?!" : ".o";
    this.states[ordinal] = passage.readers.includes(NAME) ? "m" : passage.readers.length ? others : nobody;
    const marks = passage.stripes.map(({ span, code, status, coders }) => ({ start: span[0], end: span[1], code, status, coders }));
    if (marks.length) this.marks.set(ordinal, marks);
    else this.marks.delete(ordinal);
  }

  hidden(ordinal) {
    return "?!".includes(this.states[ordinal]);
  }

  /** The next passage people code, or the one before. */
  step(ordinal, by, fits = () => true) {
    for (let at = ordinal + by; at >= 0 && at < this.size; at += by) if (this.codable(at) && fits(at)) return at;
    return null;
  }
}

/** What the person at the page gave by a stripe, if anything. @param {Stripe} stripe */
export const mineOf = (stripe) => stripe.marks?.find((each) => each.coder === NAME) ?? null;
