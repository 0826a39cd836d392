// The next passages, fetched before they are needed, so that each is there at once, also without a connection.

import { get } from "../../lib/api.js";

const AHEAD = 8;
const LOW = 5;

export class Deck {
  /**
   * @param {() => void} changed called when the number waiting, or what is at hand, may have changed
   * @param {() => string[]} elsewhere passages that are on the desk, or answered while the server does not know it yet
   */
  constructor(changed, elsewhere) {
    this.changed = changed;
    this.elsewhere = elsewhere;
    this.scope = { order: "likely", source: "", case: "", code: "" };
    /** @type {object[]} */
    this.line = [];
    this.waiting = null;
    this.problem = null;
    this.empty = false;
    this.asking = null;
    this.again = false;
    this.asked = 0;
    /** Handed out since the server was asked, so that its answer may be behind. */
    this.handed = new Set();
  }

  /** Begin anew in another order or part of the queue. */
  async begin(scope) {
    this.scope = scope;
    this.line = [];
    this.empty = false;
    this.asked += 1;
    this.asking = null;
    await this.fill();
  }

  /**
   * Fetch what is missing.
   * @param {boolean} [anew] whether an answer under way may be behind by now, so that it is asked once more after it
   */
  fill(anew = false) {
    if (this.asking) {
      this.again ||= anew;
      return this.asking;
    }
    const asking = this.ask(this.asked).finally(() => {
      if (this.asking !== asking) return;
      this.asking = null;
      if (this.again) void this.fill();
      this.again = false;
    });
    this.asking = asking;
    return asking;
  }

  get held() {
    return new Set([...this.line.map((each) => each.passage.id), ...this.elsewhere()]);
  }

  async ask(asked) {
    this.handed.clear();
    try {
      const said = await get("/api/queue", { ...this.scope, most: AHEAD, besides: [...this.held].join(",") });
      if (asked !== this.asked) return;
      const { held, handed } = this;
      this.line.push(...said.cards.filter(({ passage }) => !held.has(passage.id) && !handed.has(passage.id)));
      this.waiting = said.waiting;
      this.empty = !this.line.length;
      this.problem = null;
    } catch (error) {
      if (asked !== this.asked) return;
      this.problem = error;
      setTimeout(() => !this.line.length && void this.fill(), 3000);
    }
    this.changed();
  }

  /** The next passage, if it is here. */
  next() {
    const card = this.line.shift() ?? null;
    if (card) this.handed.add(card.passage.id);
    return card;
  }

  /** Fetch more if few are left. */
  refill() {
    if (this.line.length < LOW) void this.fill();
  }

  /** A passage is at hand elsewhere. */
  drop(id) {
    this.line = this.line.filter((each) => each.passage.id !== id);
  }

  /** Have a passage at hand again, before all others. */
  putBack(card) {
    if (card) this.line.unshift(card);
  }
}
