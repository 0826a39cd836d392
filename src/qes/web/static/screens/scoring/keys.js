// The keys of scoring.

import { ANSWERS } from "./words.js";

/**
 * @param {import("./unit.js").UnitDesk} desk
 * @param {{next: () => void, step: (by: number) => void, all: () => void, only: () => void, view: () => void}} does
 * @returns {import("../../lib/keys.js").Binding[]}
 */
export function keysOf(desk, does) {
  const screen = (key, label, act, shown) => ({ key, label, shown, group: "Units", does: act });
  const unit = (key, label, act, shown) => ({ key, label, shown, group: "One unit", does: () => desk.sheet && act() });
  const digit = (number) => () => {
    const level = desk.frame.levels.find((each) => each.level === number);
    if (number === 0) desk.level("NE");
    else if (level) desk.level(String(number));
  };
  return [
    screen("n", "The next unit that waits for you", does.next),
    screen("j", "Next unit", () => does.step(1)),
    screen("k", "Unit before", () => does.step(-1)),
    screen("o", "All units; arrows move, Enter opens", does.all),
    screen("w", "Only what waits for you", does.only),
    screen("v", "Units, or agreement between scorers", does.view),
    ...ANSWERS.map(({ key, label, name }) => unit(key, `The question at hand: ${label.toLowerCase()}`, () => desk.answerHere(name))),
    ...Array.from({ length: 9 }, (_, place) => unit(String(place + 1), place ? "" : "Give the level", digit(place + 1), "1 … 9")),
    unit("0", "Give NE: not enough evidence", digit(0)),
    unit("t", "Take the level that follows from your answers", () => desk.draft && desk.draft.kind !== "sign" && desk.follow()),
    unit("f", "To the confidence", () => desk.goTo("grade")),
    unit("r", "Write the reason", () => desk.goTo("words")),
    unit("ctrl+Enter", "Lock, settle or sign off", () => desk.submit(), "Ctrl Enter"),
    unit("e", "All evidence of the unit", desk.toggleAll),
  ];
}
