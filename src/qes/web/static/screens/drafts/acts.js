// What a person does with a draft besides taking it over into an editor.

import { newKey, post } from "../../lib/api.js";
import { toast } from "../../lib/dom.js";
import { askText } from "../../lib/keys.js";
import { trouble } from "../findings/words.js";

/** Kinds of event after which there are other drafts. */
export const DRAFT_MOVES = new Set(["drafted", "draft-accepted", "draft-edited", "draft-dropped"]);

/** Accept it as it stands; what came of it, or null. @param {any} draft @param {string|null} seen */
export async function accept(draft, seen = null) {
  return send(draft, "accept", { seen }, "Accepted: it is yours now, and stands as the model worded it.");
}

/** Drop it, with a reason if somebody likes; whether it is dropped. */
export async function drop(draft) {
  const reason = await askText("Drop this draft", { lines: 2, hint: "Why? Not needed. It stays on record, and out of the list.", ok: "Drop it" });
  return reason === null ? null : send(draft, "drop", { reason: reason.trim() }, "Dropped.");
}

async function send(draft, what, more, told) {
  try {
    const said = await post(`/api/drafts/${draft.id}/${what}`, { key: newKey(), ...more });
    toast(told);
    return said;
  } catch (error) {
    toast(trouble(error), true);
    return null;
  }
}
