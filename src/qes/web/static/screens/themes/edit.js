// Name and memo of a theme; where somebody saved another version meanwhile, both are shown and nothing typed is lost.

import { h } from "../../lib/dom.js";
import { forget, keep, typed } from "./typed.js";
import { when } from "./words.js";

/**
 * @param {import("./board.js").Board} board
 * @param {any} theme as it is now
 */
export function editView(board, theme) {
  const draft = typed(theme.key);
  // Where the draft began; if the theme is another one by now, somebody has saved meanwhile.
  const seen = draft.seen ?? theme.version;
  const save = () => keep(theme.key, { name: name.value, memo: memo.value, seen });
  const name = h("input", { id: "edit-name", value: draft.name ?? theme.name, maxlength: 300, required: true, on: { input: save } });
  const memo = h("textarea", { id: "edit-memo", rows: 4, value: draft.memo ?? theme.memo, on: { input: save } });
  const moved = seen !== theme.version;
  memo.addEventListener("keydown", (event) => event.key === "Enter" && (event.ctrlKey || event.metaKey) && form.requestSubmit());
  const form = h("form", { class: "stack", "aria-label": "Name and memo", on: { submit: (event) => {
    event.preventDefault();
    save();
    void board.rename(theme, name.value, memo.value, theme.version);
  }, keydown: (event) => event.key === "Escape" && board.endEdit() } },
  moved && h("div", { class: "notice stack", role: "alert" },
    h("p", {}, h("b", {}, `${theme.author} saved it meanwhile`), ", ", when(theme.at), ":"),
    h("p", {}, `“${theme.name}”`), theme.memo && h("p", { class: "memo" }, theme.memo),
    h("p", {}, "What you typed stands below. Saving it puts it in place of theirs; theirs stays in the history."),
    h("div", {}, h("button", { type: "button", on: { click: () => {
      forget(theme.key);
      board.endEdit();
    } } }, "Leave theirs"))),
  h("label", {}, "Name", name),
  h("label", {}, "Memo: what the team makes of it", memo),
  h("div", { class: "row end" },
    h("button", { type: "button", on: { click: () => {
      forget(theme.key);
      board.endEdit();
    } } }, "Cancel"),
    h("button", { class: "primary" }, moved ? "Save mine" : "Save")));
  return form;
}
