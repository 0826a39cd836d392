// What waits to be looked at again, fetched before it is needed.

import { get } from "../../lib/api.js";

const AHEAD = 12;
const LOW = 5;

export class Line {
  /** @param {() => void} changed called whenever something else is to be seen */
  constructor(changed) {
    this.changed = changed;
    this.code = "";
    /** @type {any[]} */
    this.items = [];
    /** Put off, in that order. */
    this.off = [];
    /** Ids of decisions answered here, which the server may not know yet; and of those it knows since it was asked. */
    this.answered = new Set();
    this.known = new Set();
    this.said = null;
    this.left = 0;
    this.problem = null;
    this.asked = 0;
  }

  get item() {
    return this.items[0] ?? null;
  }

  async begin(code) {
    this.code = code;
    this.items = [];
    this.off = [];
    await this.fetch();
  }

  async fetch() {
    const number = ++this.asked;
    for (const id of this.known) this.answered.delete(id);
    this.known.clear();
    const held = [...this.items, ...this.off].map((each) => each.decision.id);
    try {
      const said = await get("/api/codebook/stale", { code: this.code, most: AHEAD, besides: [...held, ...this.answered].join(",") });
      if (number !== this.asked) return;
      // One decision may be stale for two codes; it is looked at once.
      const seen = new Set([...held, ...this.answered]);
      for (const each of said.items) {
        if (seen.has(each.decision.id)) continue;
        seen.add(each.decision.id);
        this.items.push(each);
      }
      this.said = said;
      this.left = Math.max(0, said.waiting - this.answered.size);
      this.problem = null;
    } catch (error) {
      if (number !== this.asked) return;
      this.problem = error;
      setTimeout(() => number === this.asked && void this.fetch(), 3000);
    }
    this.fillUp();
    this.changed();
  }

  /** What was put off comes when nothing else waits. */
  fillUp() {
    if (!this.items.length) this.items = this.off.splice(0);
  }

  next() {
    this.fillUp();
    this.changed();
    if (this.items.length < LOW) void this.fetch();
  }

  done(item) {
    this.items = this.items.filter((each) => each !== item);
    this.answered.add(item.decision.id);
    this.count(item, -1);
    this.next();
  }

  putOff(item) {
    this.items = this.items.filter((each) => each !== item);
    this.off.push(item);
    this.next();
  }

  /** Have one at hand again. */
  bring(item, sent) {
    this.items = [item, ...this.items.filter((each) => each !== item)];
    this.off = this.off.filter((each) => each !== item);
    if (sent) {
      this.answered.delete(item.decision.id);
      this.known.delete(item.decision.id);
      this.count(item, 1);
    }
    this.changed();
  }

  count(item, by) {
    this.left = Math.max(0, this.left + by);
    const row = this.said?.codes.find((each) => each.code === item.code);
    if (row) row.waiting += by;
  }
}
