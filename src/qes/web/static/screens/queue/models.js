// What one does with what language models say of the code at hand.

import { toast } from "../../lib/dom.js";
import { showAsked } from "../../lib/exchanges.js";
import { offered } from "../../lib/voices.js";

/**
 * @param {import("../../lib/book.js").Book} book
 * @param {() => import("./work.js").Work|null} at what is on the desk
 * @param {(item: any, what: object) => void} note sets something on a code
 */
export function modelsOf(book, at, note) {
  let last = { of: "", place: -1 };

  /** Only now do attributes that a model proposes become the person's. */
  function adopt(voice) {
    const item = at()?.item_;
    if (item) note(item, { attributes: { ...item.attributes, ...voice.attributes } });
  }

  function takeOver() {
    const item = at()?.item_;
    if (!item) return;
    const voices = offered(item.suggestion);
    const settable = ["open", "given"].includes(item.state) && book.byId.get(item.code)?.attributes;
    if (!voices.length || !settable) return toast("No model proposes attributes for the code at hand.");
    const of = `${at().card.passage.id} ${item.code}`;
    last = { of, place: last.of === of ? (last.place + 1) % voices.length : 0 };
    adopt(voices[last.place]);
    toast(`Taken over from ${voices[last.place].model}; change what is wrong.`);
  }

  function asked(voice) {
    const work = at();
    if (work) void showAsked(book, work.card.passage.id, voice?.prompt ?? null);
  }

  const whatWasAsked = () => asked(at()?.item_?.suggestion?.voices[0]);
  return { adopt, takeOver, asked, whatWasAsked };
}
