// A passage's text with stretches marked; overlapping marks share the letters, and no letter is ever changed.

import { h } from "./dom.js";

/**
 * @param {string} text
 * @param {{from: number, to: number, kind: string}[]} marks in UTF-16 units
 * @returns {Node[]} whose text, put together, is the text
 */
export function marked(text, marks) {
  const inside = marks.filter((each) => each.to > each.from);
  const cuts = [...new Set([0, text.length, ...inside.flatMap((each) => [each.from, each.to])])];
  cuts.sort((a, b) => a - b);
  const parts = [];
  for (let at = 0; at + 1 < cuts.length; at++) {
    const [from, to] = [cuts[at], cuts[at + 1]];
    const kinds = inside.filter((each) => each.from <= from && each.to >= to).map((each) => each.kind);
    const piece = text.slice(from, to);
    parts.push(kinds.length ? h("span", { class: [...new Set(kinds)].join(" ") }, piece) : document.createTextNode(piece));
  }
  return parts;
}

/** What is selected inside an element, in UTF-16 units of its text; null when nothing is, or something outside. */
export function selectedIn(element) {
  const selection = getSelection();
  if (!selection || selection.isCollapsed || !selection.rangeCount) return null;
  const range = selection.getRangeAt(0);
  if (!element.contains(range.startContainer) || !element.contains(range.endContainer)) return null;
  const head = document.createRange();
  head.selectNodeContents(element);
  head.setEnd(range.startContainer, range.startOffset);
  const from = head.toString().length;
  return trimmed(element.textContent, from, from + range.toString().length);
}

/** A stretch without the white space at its ends; null when nothing is left. */
export function trimmed(text, from, to) {
  while (from < to && /\s/.test(text[from])) from++;
  while (to > from && /\s/.test(text[to - 1])) to--;
  return from < to ? [from, to] : null;
}
