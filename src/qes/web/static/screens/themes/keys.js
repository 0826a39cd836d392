// Keys of the screen of themes.

/** @param {import("./board.js").Board} board */
export function keysOf(board) {
  const walk = board.reading;
  const both = (key, label, reading, looking, group = "Themes") =>
    ({ key, label, group, does: () => (walk.shown ? reading?.() : looking?.()) });
  return [
    both("j", "Next proposal or theme", null, () => board.step(1)),
    both("k", "Proposal or theme before", null, () => board.step(-1)),
    both("a", "Accept the proposal", null, () => board.acceptFocused()),
    both("i", "Into its name", null, () => board.nameFocused()),
    both("o", "Open or close the theme", null, () => board.withTheme((theme) => board.show(board.open === theme.key ? "" : theme.key))),
    both("x", "Choose the theme for merging", null, () => board.withTheme((theme) => board.choose(theme.key, !board.chosen.has(theme.key)))),
    both("m", "Merge the themes chosen", null, () => void board.merge()),
    both("e", "Name and memo of the theme", null, () => board.withTheme((theme) => {
      board.show(theme.key);
      board.edit();
    })),
    both("t", "Split off the passages ticked", null, () => board.withTheme((theme) => void board.split(theme))),
    both("c", "Make the theme a code", null, () => board.withTheme((theme) => void board.toCode(theme))),
    both("d", "Drop the theme", null, () => board.withTheme((theme) => void board.drop(theme))),
    both("y", "The new code applies", () => walk.answer("accept"), null, "Reading for a new code"),
    both("n", "It does not apply", () => walk.answer("reject"), null, "Reading for a new code"),
    both("s", "Later", () => walk.later(), null, "Reading for a new code"),
    both("u", "Undo", () => void walk.undo(), null, "Reading for a new code"),
  ];
}
