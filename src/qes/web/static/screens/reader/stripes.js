// Where stripes stand: side by side where they overlap, and beside the very lines their words are on.

import { inPassage } from "../../lib/offsets.js";

/** Whether a stripe is about all of a passage. */
export const wholly = (passage, stripe) => stripe.span[0] <= passage.span[0] && stripe.span[1] >= passage.span[1];

/**
 * A lane for each stripe, from 0, so that no two in one lane overlap.
 * @param {{span: [number, number]}[]} stripes
 */
export function lanesOf(stripes) {
  const ends = [];
  const lanes = new Array(stripes.length);
  const order = stripes.map((_, place) => place).sort((a, b) => stripes[a].span[0] - stripes[b].span[0] || stripes[b].span[1] - stripes[a].span[1]);
  for (const place of order) {
    const [start, end] = stripes[place].span;
    const free = ends.findIndex((each) => each <= start);
    const lane = free < 0 ? ends.length : free;
    ends[lane] = end;
    lanes[place] = lane;
  }
  return lanes;
}

/** A range over some words of a passage. @param {HTMLElement} element its article */
export function rangeOf(element, passage, span) {
  const text = element?.querySelector(".p-text")?.firstChild;
  if (!text) return null;
  const [from, to] = inPassage(span, passage);
  const range = document.createRange();
  range.setStart(text, Math.min(from, text.length));
  range.setEnd(text, Math.min(Math.max(from, to), text.length));
  return range;
}

/**
 * Put bars beside their lines. All is measured before anything is written, so that the page is laid out once.
 * @param {Iterable<{element: HTMLElement, passage: any, stripes: any[]}>} passages
 */
export function measure(passages) {
  const found = [];
  for (const { element, passage, stripes } of passages) {
    const bars = element.querySelector(".lanes").children;
    const box = element.querySelector(".p-words").getBoundingClientRect();
    if (!box.height) continue;
    stripes.forEach((stripe, place) => {
      if (!bars[place] || wholly(passage, stripe)) return;
      const range = rangeOf(element, passage, stripe.span);
      const words = range?.getBoundingClientRect();
      if (words?.height) found.push([bars[place], (words.top - box.top) / box.height, words.height / box.height]);
    });
  }
  for (const [bar, top, height] of found) {
    bar.style.top = `${(top * 100).toFixed(2)}%`;
    bar.style.height = `${(height * 100).toFixed(2)}%`;
  }
}
