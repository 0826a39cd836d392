// The words one has chosen, with the mouse or by keys, in one passage or over several.

import { toPoints, wordsOf } from "../../lib/offsets.js";
import { trimmed } from "../../lib/text.js";

/** @typedef {{ordinal: number, unit: number}} End a place in a passage, in UTF-16 units */

export class Words {
  /**
   * @param {import("./volume.js").Volume} volume
   * @param {End} first
   * @param {End} last
   * @param {boolean} byKeys whether they are to be shown, as what the mouse selects shows by itself
   */
  constructor(volume, first, last, byKeys) {
    Object.assign(this, { volume, first, last, byKeys });
  }

  /** The first word of a passage. */
  static begin(volume, passage) {
    const [word] = wordsOf(passage.text);
    return word ? new Words(volume, { ordinal: passage.ordinal, unit: word[0] }, { ordinal: passage.ordinal, unit: word[1] }, true) : null;
  }

  /** Some words of one passage. @param {[number, number]} units */
  static within(volume, passage, [from, to]) {
    return new Words(volume, { ordinal: passage.ordinal, unit: from }, { ordinal: passage.ordinal, unit: to }, true);
  }

  /** What the mouse or a finger has selected, as far as it can be coded; null when nothing is. */
  static selected(volume) {
    const selection = getSelection();
    if (!selection || selection.isCollapsed || !selection.rangeCount) return null;
    const range = selection.getRangeAt(0);
    const ordinals = articlesIn(range).map((each) => Number(each.dataset.ordinal));
    const found = ordinals.map((ordinal) => ({ ordinal, units: unitsIn(range, volume, ordinal) })).filter((each) => each.units && volume.codable(each.ordinal));
    if (!found.length) return null;
    const [first, last] = [found[0], found[found.length - 1]];
    return new Words(volume, { ordinal: first.ordinal, unit: first.units[0] }, { ordinal: last.ordinal, unit: last.units[1] }, false);
  }

  /** Per passage the words in it; what is not coded is left out. @returns {{passage: any, units: [number, number], span: [number, number]}[]} */
  get parts() {
    const found = [];
    for (let at = this.first.ordinal; at <= this.last.ordinal; at++) {
      const passage = this.volume.passages.get(at);
      if (!passage?.codable) continue;
      const units = trimmed(passage.text, at === this.first.ordinal ? this.first.unit : 0, at === this.last.ordinal ? this.last.unit : passage.text.length);
      if (units) found.push({ passage, units, span: units.map((unit) => passage.span[0] + toPoints(passage.text, unit)) });
    }
    return found;
  }

  get text() {
    return this.parts.map(({ passage, units }) => passage.text.slice(...units)).join(" … ");
  }

  get number() {
    return this.parts.reduce((sum, { passage, units }) => sum + wordsOf(passage.text.slice(...units)).length, 0);
  }

  /** Move an end by a word, on into the passage beside it. @param {"start"|"end"} end */
  stretch(end, by) {
    const name = end === "start" ? "first" : "last";
    const moved = this.moved(end, this[name], by);
    const next = new Words(this.volume, this.first, this.last, true);
    next[name] = moved;
    return inOrder(next.first, next.last) ? next : this;
  }

  moved(end, { ordinal, unit }, by) {
    const words = wordsOf(this.volume.passages.get(ordinal).text);
    const at = end === "start" ? words.findIndex((word) => word[1] > unit) : words.findLastIndex((word) => word[0] < unit);
    const to = at + by;
    if (words[to]) return { ordinal, unit: words[to][end === "start" ? 0 : 1] };
    const beside = this.volume.step(ordinal, by, (each) => this.volume.passages.has(each));
    if (beside === null) return { ordinal, unit };
    const there = wordsOf(this.volume.passages.get(beside).text);
    const word = by > 0 ? there[0] : there[there.length - 1];
    return word ? { ordinal: beside, unit: word[end === "start" ? 0 : 1] } : { ordinal, unit };
  }

  /** To the end of the passage, or of the next one. */
  further() {
    const text = (ordinal) => this.volume.passages.get(ordinal).text;
    const here = text(this.last.ordinal).trimEnd().length;
    const next = this.volume.step(this.last.ordinal, 1, (each) => this.volume.passages.has(each));
    const last = this.last.unit < here || next === null ? { ordinal: this.last.ordinal, unit: here } : { ordinal: next, unit: text(next).trimEnd().length };
    return new Words(this.volume, this.first, last, true);
  }
}

const inOrder = (a, b) => a.ordinal < b.ordinal || (a.ordinal === b.ordinal && a.unit < b.unit);

function articlesIn(range) {
  const root = range.commonAncestorContainer;
  const within = root instanceof Element ? root : root.parentElement;
  const own = within?.closest("article.p");
  if (own) return [own];
  return within ? [...within.querySelectorAll("article.p:not([hidden])")].filter((each) => range.intersectsNode(each)) : [];
}

function unitsIn(range, volume, ordinal) {
  const text = document.querySelector(`#p-${volume.ids[ordinal]} .p-text`)?.firstChild;
  if (!text || !range.intersectsNode(text)) return null;
  return trimmed(text.data, range.startContainer === text ? range.startOffset : 0, range.endContainer === text ? range.endOffset : text.length);
}
