// The reader's keys.

import { $ } from "../../lib/dom.js";
import { bind } from "../../lib/keys.js";
import { may } from "../../lib/page.js";

/** @param {any} source */
export function bindKeys(source) {
  const { hands, find, coding } = source;
  bind([
    { key: "j", label: "Next passage", group: "Reading", does: () => source.step(1) },
    { key: "k", label: "Passage before", group: "Reading", does: () => source.step(-1) },
    { key: "/", label: "Find words in this source", group: "Reading", does: () => focusOn(find.field) },
    { key: "f", label: "Filter", group: "Reading", does: () => openFilter(source) },
    { key: "n", label: "Next place found, or passage the filter means", group: "Reading", does: () => source.next(1) },
    { key: "N", label: "The one before", group: "Reading", does: () => source.next(-1) },
    { key: "s", label: "Next stripe of this passage", group: "Stripes", does: () => hands.next(1) },
    { key: "S", label: "Stripe before", group: "Stripes", does: () => hands.next(-1) },
    { key: "d", label: "Full definition and examples", group: "Stripes", does: () => source.define() },
    { key: "p", label: "Show what is proposed, or not", group: "Stripes", does: () => source.propose() },
    { key: "Escape", label: "Let go of words, then of the stripe", shown: "Esc", group: "Stripes", does: () => letGo(hands) },
  ]);
  if (!may("researcher")) return;
  bind([
    { key: "Enter", label: "Begin to choose words; then: give them a code", group: "Words", does: () => hands.enter() },
    { key: "ArrowRight", label: "The end one word further", shown: "→", group: "Words", does: () => hands.stretch("end", 1) },
    { key: "ArrowLeft", label: "The end one word back", shown: "←", group: "Words", does: () => hands.stretch("end", -1) },
    { key: "shift+ArrowRight", label: "The beginning one word further", shown: "Shift →", group: "Words", does: () => hands.stretch("start", 1) },
    { key: "shift+ArrowLeft", label: "The beginning one word back", shown: "Shift ←", group: "Words", does: () => hands.stretch("start", -1) },
    { key: "J", label: "On to the end of the passage, then of the next one", group: "Words", does: () => hands.further() },
    { key: "a", label: "Give a code, to the words or to the whole passage", group: "Words", does: () => hands.code() },
    { key: "v", label: may("lead") ? "In vivo: a new code in these very words" : "In vivo: note these very words as a code in the making", group: "Words", does: () => hands.vivo() },
    { key: "e", label: "The chosen words for the code at hand", group: "Words", does: () => hands.keep() },
    { key: "y", label: "It applies: give the code too", group: "Stripes", does: () => hands.agree() },
    { key: "x", label: "Take the code away; of a proposal: it does not apply", group: "Stripes", does: () => hands.away() },
    { key: "o", label: "It applies, with the attributes a model proposes", group: "Stripes", does: () => hands.adopt() },
    { key: "W", label: "What models were asked", group: "Stripes", does: () => hands.asked() },
    { key: "w", label: "Choose other words for it", group: "Stripes", does: () => hands.anew() },
    { key: "m", label: "Memo", group: "Stripes", does: () => hands.memo() },
    ...Array.from({ length: 9 }, (_, place) => ({
      key: String(place + 1), label: place ? "" : "A value of the attribute at hand; the next attribute follows", shown: "1 … 9", group: "Stripes", does: () => hands.digit(place + 1),
    })),
    { key: "t", label: "Next attribute", group: "Stripes", does: () => hands.turn() },
    { key: "r", label: "Read: nothing (more) to code here; go on", group: "Reading", does: () => source.read() },
    { key: "u", label: "Undo, without end", group: "Reading", does: () => back(hands, () => coding.undo()) },
    { key: "U", label: "Redo", group: "Reading", does: () => back(hands, () => coding.redo()) },
    { key: "ctrl+z", label: "", does: () => back(hands, () => coding.undo()) },
    { key: "ctrl+y", label: "", does: () => back(hands, () => coding.redo()) },
  ]);
}

function focusOn(field) {
  field.focus();
  field.select?.();
}

function openFilter(source) {
  $(".sift").open = true;
  source.filters.fields.code.focus();
}

/** What was set and not sent yet is a step of its own. */
function back(hands, turn) {
  hands.leave();
  void turn();
}

function letGo(hands) {
  if (hands.words) hands.clear();
  else if (hands.picked) hands.close();
  else if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
}
