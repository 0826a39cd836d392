// The keys of the queue.

/**
 * @param {Record<string, (...given: any[]) => void>} does
 * @returns {import("../../lib/keys.js").Binding[]}
 */
export function keysOf(does) {
  const key = (name, label, act, group = "", shown = name) => ({ key: name, label, group, shown, does: act });
  const digits = Array.from({ length: 9 }, (_, place) =>
    key(String(place + 1), place ? "" : "A value of the attribute at hand; the next attribute follows", () => does.pressDigit(place + 1), "Codes", "1 … 9"));
  return [
    key("y", "It applies", does.accept, "Codes"),
    key("n", "It does not; on a code you gave: take it away", does.reject, "Codes"),
    key("r", "Another code instead", does.replace, "Codes"),
    key("a", "Add a code, to the selected words if there are any", does.add, "Codes"),
    key("j", "Next code", () => does.move(1), "Codes"),
    key("k", "Code before", () => does.move(-1), "Codes"),
    key("ArrowDown", "", () => does.move(1)),
    key("ArrowUp", "", () => does.move(-1)),
    ...digits,
    key("t", "Next attribute", does.nextAttribute, "Codes"),
    key("m", "Memo", does.memo, "Codes"),
    key("o", "Take over the attributes a model proposes; again: those of the next model", does.takeOver, "Codes"),
    key("W", "What a model was asked about this code", does.whatWasAsked, "Codes"),
    key("d", "Full definition and examples", does.define, "Codes"),
    key("ArrowRight", "Words: the end one further", () => does.stretch("end", 1), "Words", "→"),
    key("ArrowLeft", "Words: the end one back", () => does.stretch("end", -1), "Words", "←"),
    key("shift+ArrowRight", "Words: the beginning one further", () => does.stretch("start", 1), "Words", "Shift →"),
    key("shift+ArrowLeft", "Words: the beginning one back", () => does.stretch("start", -1), "Words", "Shift ←"),
    key("e", "The selected words for the code at hand", does.useSelection, "Words"),
    key("w", "The whole passage", does.whole, "Words"),
    key("c", "More or less of what stands around", does.widen, "Passage"),
    key("Space", "Nothing (more) here: what is open is rejected, the next passage comes", does.finish, "Passage"),
    key("s", "Skip: it comes again when nothing else waits", does.skip, "Passage"),
    key("u", "Undo, without end", does.undo, "Passage"),
    key("U", "Redo", does.redo, "Passage"),
    key("ctrl+z", "", does.undo),
    key("ctrl+y", "", does.redo),
  ];
}
