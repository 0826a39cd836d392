// Which passages a filter means, and how many each choice would.

/** What a filter can ask of how things stand, in the order shown. */
export const STATUSES = [
  ["single", "one coder"], ["agreed", "agreed"], ["disputed", "disputed"], ["settled", "settled"], ["denied", "settled: does not apply"],
  ["uncoded", "without any code"], ["unread", "not read by you"],
];
const OF_PASSAGES = new Set(["uncoded", "unread"]);

/** @typedef {{code: string, coder: string, status: string}} Filter empty: all */

export class Matches {
  /**
   * @param {import("./volume.js").Volume} volume
   * @param {import("../../lib/book.js").Book} book
   */
  constructor(volume, book) {
    this.volume = volume;
    this.above = (code) => {
      const line = [code];
      for (let at = book.byId.get(code)?.parent; at && !line.includes(at); at = book.byId.get(at)?.parent) line.push(at);
      return line;
    };
    this.lines = new Map();
  }

  /** A code with those above it. */
  line(code) {
    if (!this.lines.has(code)) this.lines.set(code, this.above(code));
    return this.lines.get(code);
  }

  /** Ordinals of the passages that fit, in order. @param {Filter} filter */
  find(filter) {
    const found = [];
    for (let at = 0; at < this.volume.size; at++) if (this.fits(at, filter)) found.push(at);
    return found;
  }

  fits(ordinal, { code, coder, status }) {
    if (!this.volume.codable(ordinal) || (OF_PASSAGES.has(status) && !this.is(ordinal, status))) return false;
    const marks = this.volume.marks.get(ordinal) ?? [];
    const mark = OF_PASSAGES.has(status) ? "" : status;
    if (!code && !coder && !mark) return true;
    return marks.some((each) => this.marked(each, code, coder, mark));
  }

  marked(mark, code, coder, status) {
    return (!code || this.line(mark.code).includes(code)) && (!coder || mark.coders.includes(coder)) && (!status || mark.status === status);
  }

  is(ordinal, status) {
    if (status === "unread") return this.volume.states[ordinal] !== "m";
    return !this.volume.hidden(ordinal) && !this.volume.marks.has(ordinal);
  }

  /** For each choice of each part, how many passages it would leave, the other parts being as they are. @param {Filter} filter */
  counts(filter) {
    const found = { code: new Map(), coder: new Map(), status: new Map() };
    const add = (part, values) => {
      for (const value of new Set(values)) found[part].set(value, (found[part].get(value) ?? 0) + 1);
    };
    for (let at = 0; at < this.volume.size; at++) {
      if (!this.volume.codable(at)) continue;
      const marks = this.volume.marks.get(at) ?? [];
      const { code, coder, status } = filter;
      const stands = OF_PASSAGES.has(status) ? this.is(at, status) : true;
      const mark = OF_PASSAGES.has(status) ? "" : status;
      if (stands) {
        add("code", marks.filter((each) => this.marked(each, "", coder, mark)).flatMap((each) => this.line(each.code)));
        add("coder", marks.filter((each) => this.marked(each, code, "", mark)).flatMap((each) => each.coders));
      }
      const left = marks.filter((each) => this.marked(each, code, coder, ""));
      add("status", left.map((each) => each.status));
      if ((!code && !coder) || left.length) add("status", [...OF_PASSAGES].filter((each) => this.is(at, each)));
    }
    return found;
  }
}
