// Words shown as chosen, found or coded without touching the text: overlapping ones share their letters.

const able = typeof Highlight === "function" && "highlights" in CSS;

/**
 * @param {"coding"|"near"|"said"|"chosen"|"hit"|"hit-here"} name
 * @param {(Range|null)[]} ranges none: nothing is shown any more
 */
export function paint(name, ranges) {
  const real = ranges.filter(Boolean);
  if (able) {
    const highlight = new Highlight(...real);
    highlight.priority = { hit: 1, said: 1, near: 1, coding: 2, "hit-here": 3, chosen: 4 }[name];
    if (real.length) CSS.highlights.set(`reader-${name}`, highlight);
    else CSS.highlights.delete(`reader-${name}`);
  } else if (!["hit", "said", "near"].includes(name) && real.length) {
    // Browsers that cannot highlight can still select.
    const selection = getSelection();
    selection.removeAllRanges();
    selection.addRange(real[0]);
  }
}
