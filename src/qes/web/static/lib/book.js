// The codebook as screens need it: codes by id, their order, and how well one fits what somebody types.

import { get } from "./api.js";
import { toast } from "./dom.js";
import { follow } from "./live.js";

/** @typedef {{code: string, label: string, brief: string, definition: string, when_to_use: string, when_not_to_use: string,
 *   examples: string[], counter_examples: string[], parent: string|null, codable: boolean, scored: boolean, attributes: boolean}} Code */

export class Book {
  constructor(said) {
    this.become(said);
  }

  /** Take over what the codebook says now, for all who hold it. */
  become(said) {
    Object.assign(this, said);
    /** @type {Map<string, Code>} */
    this.byId = new Map(said.codes.map((each) => [each.code, each]));
    this.codable = said.codes.filter((each) => each.codable);
  }

  /** A code's name for people, also of one that this version lacks. */
  label(id) {
    return this.byId.get(id)?.label ?? id;
  }

  /** A hue for each code, made of its id, so that it stays when the codebook grows. */
  hue(id) {
    let number = 0;
    for (const letter of id) number = (number * 31 + letter.codePointAt(0)) % 36_000;
    return Math.round((number * 137.5) % 360);
  }

  /**
   * Codes that fit what was typed, the best first; with nothing typed all, in order.
   * @returns {Code[]}
   */
  find(typed) {
    const words = typed.toLowerCase().split(/[\s/]+/).filter(Boolean);
    if (!words.length) return this.codable;
    const scored = this.codable.map((code, place) => ({ code, place, score: fit(words, code) }));
    return scored.filter((each) => each.score > 0).sort((a, b) => b.score - a.score || a.place - b.place).map((each) => each.code);
  }
}

function fit(words, code) {
  const fields = [[code.label.toLowerCase(), 4], [code.code.toLowerCase(), 3], [code.brief.toLowerCase(), 1]];
  let total = 0;
  for (const word of words) {
    const best = Math.max(...fields.map(([text, weight]) => weight * closeness(word, text)));
    if (!best) return 0;
    total += best;
  }
  return total;
}

/** 1 at the beginning of a word, less inside, least when the letters merely come in this order. */
function closeness(word, text) {
  const at = text.indexOf(word);
  if (at >= 0) return at === 0 || /[\s/\-(]/.test(text[at - 1]) ? 1 : 0.6;
  if (word.length < 2) return 0;
  let place = -1;
  let gaps = 0;
  for (const letter of word) {
    const next = text.indexOf(letter, place + 1);
    if (next < 0) return 0;
    gaps += place >= 0 ? next - place - 1 : 0;
    place = next;
  }
  return gaps <= word.length * 2 ? 0.3 : 0;
}

let loaded = null;
/** @returns {Promise<Book>} */
export function loadBook() {
  loaded ??= get("/api/codebook").then((said) => new Book(said));
  return loaded;
}

/** Read it anew the next time. */
export function forgetBook() {
  loaded = null;
}

// --- New versions -----------------------------------------------------------------------------------

const listeners = new Set();

/**
 * Be told when there is a new version; whoever holds the book has it already.
 * @param {(book: Book, author: string) => void} listener
 */
export function onNewVersion(listener) {
  listeners.add(listener);
}

/** The log is told a moment before the file is there. */
const PATIENCE = [0, 500, 2000];

async function renew(author, tries = 0) {
  const book = await loadBook();
  const before = book.id;
  const said = await get("/api/codebook").catch(() => null);
  if (said && said.id !== before && book.id === before) {
    book.become(said);
    if (author) toast(`The codebook is now ${book.version}, by ${author}.`);
    listeners.forEach((each) => each(book, author));
  } else if (author && book.id === before && tries + 1 < PATIENCE.length) {
    setTimeout(() => void renew(author, tries + 1), PATIENCE[tries + 1]);
  }
}

/** Have the newest version now, without waiting to be told of it: after making one oneself. */
export const renewBook = () => renew("");

follow(({ kind, author }) => {
  if (!loaded) return;
  if (kind === "codebook-revised") void renew(author);
  else if (kind === "reload") void renew("");
});
