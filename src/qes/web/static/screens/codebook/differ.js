// What differs between two texts, word by word.

import { h } from "../../lib/dom.js";

const TOKENS = /\s+|[\p{L}\p{N}\p{M}]+(?:['’-][\p{L}\p{N}\p{M}]+)*|[^\s\p{L}\p{N}\p{M}]/gu;
/** Beyond so many comparisons the middle counts as replaced as a whole. */
const MOST = 4_000_000;

/**
 * @param {string} before
 * @param {string} after
 * @returns {{kind: "same"|"gone"|"new", text: string}[]}
 */
export function wordDiff(before, after) {
  const parts = listDiff(before.match(TOKENS) ?? [], after.match(TOKENS) ?? []);
  return smooth(joined(parts));
}

/**
 * The same for any two lists.
 * @param {string[]} before
 * @param {string[]} after
 */
export function listDiff(before, after) {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start++;
  let end = 0;
  while (end < Math.min(before.length, after.length) - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end++;
  const part = (kind) => (text) => ({ kind, text });
  return [
    ...before.slice(0, start).map(part("same")),
    ...middle(before.slice(start, before.length - end), after.slice(start, after.length - end)),
    ...before.slice(before.length - end).map(part("same")),
  ];
}

/** By the longest common subsequence. */
function middle(a, b) {
  if (!a.length || !b.length || a.length * b.length > MOST) {
    return [...a.map((text) => ({ kind: "gone", text })), ...b.map((text) => ({ kind: "new", text }))];
  }
  const width = b.length + 1;
  const longest = new Uint32Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      longest[i * width + j] = a[i] === b[j] ? longest[(i + 1) * width + j + 1] + 1 : Math.max(longest[(i + 1) * width + j], longest[i * width + j + 1]);
  const parts = [];
  for (let i = 0, j = 0; i < a.length || j < b.length; ) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      parts.push({ kind: "same", text: a[i++] });
      j++;
    } else if (i < a.length && (j === b.length || longest[(i + 1) * width + j] >= longest[i * width + j + 1])) parts.push({ kind: "gone", text: a[i++] });
    else parts.push({ kind: "new", text: b[j++] });
  }
  return parts;
}

function joined(parts) {
  const found = [];
  for (const { kind, text } of parts) {
    if (found.at(-1)?.kind === kind) found.at(-1).text += text;
    else found.push({ kind, text });
  }
  return found;
}

/** A lone space between two changes belongs to both: words are read in runs, not one by one. */
function smooth(parts) {
  const changed = [];
  let gone = "";
  let fresh = "";
  const flush = () => {
    if (gone) changed.push({ kind: "gone", text: gone });
    if (fresh) changed.push({ kind: "new", text: fresh });
    gone = fresh = "";
  };
  parts.forEach(({ kind, text }, place) => {
    const between = kind === "same" && !text.trim() && (gone || fresh) && place + 1 < parts.length;
    if (kind === "gone" || between) gone += text;
    if (kind === "new" || between) fresh += text;
    if (kind === "same" && !between) {
      flush();
      changed.push({ kind, text });
    }
  });
  flush();
  return changed;
}

/** Two texts as one, with what is gone struck through and what is new underlined, and both said aloud. */
export function diffView(before, after) {
  return wordDiff(before, after).map(({ kind, text }) => {
    if (kind === "same") return text;
    const [tag, word] = kind === "gone" ? ["del", "removed: "] : ["ins", "added: "];
    return h(tag, {}, h("span", { class: "visually-hidden" }, word), text);
  });
}
