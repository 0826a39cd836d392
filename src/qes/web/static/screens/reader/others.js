// What others do in this source, shown without moving what one reads.

import { toast } from "../../lib/dom.js";
import { follow } from "../../lib/live.js";

const PAUSE = 400;
/** Everything is looked at later, and not by everybody at once. */
const LONG = () => 2000 + Math.random() * 2000;
const MANY = 400;
const REVISED = "codebook-revised";
/** Kinds of event after which anything may look different. */
const SWEEPING = new Set(["reload", "undo", "ingested", "retired", "carry", "assigned", "suggested", REVISED]);

/**
 * @param {import("./volume.js").Volume} volume
 * @param {(ordinals: number[]) => Promise<void>} renew some passages
 * @param {() => Promise<boolean>} renewAll everything; false when the passages themselves are others now
 * @param {() => Promise<void>} rebook the codebook has a new version
 */
export function followOthers(volume, renew, renewAll, rebook) {
  const touched = new Set();
  let all = false;
  let revised = false;
  let timer = 0;

  async function look() {
    const ordinals = [...touched];
    touched.clear();
    try {
      if (revised) {
        revised = false;
        await rebook();
      }
      if (all || ordinals.length > MANY) {
        all = false;
        if (!(await renewAll())) toast("This source was taken in anew. Reload the page to read it as it is now.", true);
      } else if (ordinals.length) await renew(ordinals);
    } catch {
      all = true; // the server is away: the browser connects again, and then everything is looked at
    }
  }

  follow((event) => {
    if (event.kind === REVISED) revised = true;
    const ordinal = volume.ordinals.get(event.passage);
    if (ordinal !== undefined) touched.add(ordinal);
    // To undo something names no passage, and what was missed names nothing.
    else if (SWEEPING.has(event.kind)) all = true;
    else return;
    clearTimeout(timer);
    timer = setTimeout(look, all ? LONG() : PAUSE);
  });
}
