// What is looked at: the code whose passages are gathered, and how many of them there are.

import { count, h } from "../../lib/dom.js";

/** @param {import("./board.js").Board} board */
export function headView(board) {
  const { codes, code, usual, proposed, themes } = board.said;
  const select = h("select", { id: "code-looked-at", on: { change: () => board.pick(select.value) } },
    !code && h("option", { value: "" }, "choose a code"),
    codes.map((each) => h("option", { value: each.code }, `${each.label} (${each.passages.toLocaleString("en")})`)));
  select.value = code;
  const inThemes = themes.reduce((sum, each) => sum + each.passages.length, 0);
  const inClusters = proposed?.clusters?.reduce((sum, each) => sum + each.passages.length, 0) ?? 0;
  const parts = proposed?.clusters && [
    `${count(inClusters, "passage")} in ${count(proposed.clusters.length, "proposal")}`,
    `${proposed.loose.length.toLocaleString("en")} on their own`, `${inThemes.toLocaleString("en")} in ${count(themes.length, "theme")}`];
  return [
    h("p", { class: "muted" }, "What people could not place in the codebook, gathered by likeness. These are proposals: the team says what is a theme, and what becomes a code."),
    h("div", { class: "row" },
      h("label", { class: "inline" }, "Passages coded", select),
      code === usual ? null : h("span", { class: "tag" }, "not the usual code"),
      proposed?.clusters && h("button", { disabled: Boolean(proposed.working), on: { click: () => void board.look() } }, "Look again"),
      h("a", { href: "#team", class: "to-team" }, `The team’s themes (${themes.length})`),
      h("span", { class: "muted", role: "status" }, parts ? parts.join(" · ") : "")),
  ];
}
