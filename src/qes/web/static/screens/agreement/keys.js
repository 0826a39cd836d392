// The keys of settling; they do nothing while another part of the screen is shown.

import { KINDS } from "./draft.js";

/** @param {import("./settle.js").Desk} desk @returns {import("../../lib/keys.js").Binding[]} */
export function keysOf(desk) {
  const key = (name, label, does, shown) => ({ key: name, label, shown, group: "Settling", does: () => desk.shown && does() });
  return [
    ...Array.from({ length: 9 }, (_, place) => key(String(place + 1), place ? "" : "Take a side with its words; the value of the attribute at hand", () => desk.digit(place + 1), "1 … 9")),
    key("y", "It applies", () => desk.says(true)),
    key("n", "It does not apply", () => desk.says(false)),
    ...Object.entries(KINDS).map(([name, kind]) => key(kind.key, `They differed: ${kind.label}`, () => desk.kind(name))),
    key("r", "Write the reason", () => desk.field.focus()),
    key("ctrl+Enter", "Settle it; the next one comes", () => desk.saving.save(), "Ctrl Enter"),
    key("t", "The next attribute, which numbers then set", () => desk.nextAttribute()),
    key("e", "The selected words", () => desk.selection()),
    key("w", "The whole passage", () => desk.whole()),
    key("o", "More or less of what stands around", () => desk.widen()),
    key("j", "Next difference", () => desk.move(1)),
    key("k", "Difference before", () => desk.move(-1)),
    key("u", "Undo the last settling of this sitting", () => void desk.saving.undo()),
    key("U", "Redo", () => void desk.saving.redo()),
    key("ctrl+z", "", () => void desk.saving.undo()),
  ];
}
