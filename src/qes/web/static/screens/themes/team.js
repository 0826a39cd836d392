// The team's themes: one open at a time, with its passages, its memo, what was done to it, and what can be.

import { get } from "../../lib/api.js";
import { count, h, put } from "../../lib/dom.js";
import { may } from "../../lib/page.js";
import { editView } from "./edit.js";
import { folded } from "./passages.js";
import { did, when } from "./words.js";

const CLOSEST = 3;

/** @param {import("./board.js").Board} board */
export function teamView(board) {
  const { themes, withdrawn } = board.said;
  const chosen = themes.filter((each) => board.chosen.has(each.key));
  return [
    h("div", { class: "row" }, h("h2", { class: "grow", id: "team" }, "The team’s themes ", h("span", { class: "muted" }, themes.length)),
      chosen.length > 1 && h("button", { class: "primary", on: { click: () => void board.merge() } }, `Merge ${chosen.length} `, h("kbd", {}, "m"))),
    !themes.length && h("p", { class: "card muted" }, "None yet. Accept a proposal, or tick passages that belong together. A theme is the team’s word for a pattern the codebook has no place for."),
    themes.length === 1 ? null : themes.length > 1 && chosen.length < 2 && h("p", { class: "muted small" }, "Tick two or more to merge them."),
    themes.map((each) => themeView(board, each)),
    withdrawn.length > 0 && h("details", { class: "card gone", open: board.unfolded.has("gone"), on: { toggle: (event) => board.unfold("gone", event.target.open) } },
      h("summary", {}, `Dropped or merged (${withdrawn.length})`),
      h("ul", { class: "plain" }, withdrawn.map((each) => goneView(board, each)))),
  ];
}

function themeView(board, theme) {
  const open = board.open === theme.key;
  const tick = h("input", { type: "checkbox", checked: board.chosen.has(theme.key), "aria-label": `Choose “${theme.name}” for merging`,
    on: { change: () => board.choose(theme.key, tick.checked) } });
  const title = h("button", { class: "theme-title", "aria-expanded": String(open), id: `open-${theme.key}`, on: { click: () => board.show(open ? "" : theme.key) } },
    h("span", { class: "twist", "aria-hidden": "true" }, open ? "▾" : "▸"), theme.name);
  return h("article", { class: "card stack theme", tabindex: "0", data: { theme: theme.key }, "aria-label": `Theme: ${theme.name}` },
    h("div", { class: "row" }, tick, h("h3", { class: "grow" }, title)),
    h("p", { class: "row small muted" }, count(theme.passages.length, "passage"),
      theme.code && h("a", { class: "tag ok", href: `/codebook#${encodeURIComponent(theme.code)}` }, `code: ${board.book.label(theme.code)}`),
      theme.unread > 0 && h("span", { class: "tag warn" }, `${theme.unread} to be read for it`),
      h("span", {}, theme.author, ", ", when(theme.at))),
    open && !board.editing && theme.memo && h("p", { class: "memo" }, theme.memo),
    open && (board.editing ? editView(board, theme) : [inside(board, theme)]));
}

function inside(board, theme) {
  const lost = theme.passages.filter((each) => each.lost);
  const ids = theme.passages.filter((each) => !each.lost).map((each) => each.now);
  const { parts } = board;
  const some = () => ids.filter((each) => parts.has(each));
  const split = h("button", { hidden: !some().length, on: { click: () => void board.split(theme, some()) } }, "Split off the ticked ", h("kbd", {}, "t"));
  const how = { ticks: parts, label: "Choose for splitting off", open: board.unfolded.has(theme.key), unfolded: (open) => board.unfold(theme.key, open),
    ticked: (id, on) => {
      parts[on ? "add" : "delete"](id);
      split.hidden = !some().length;
    },
    mark: (id) => theme.code && (theme.read[id] ? h("span", { class: "tag ok" }, `read by ${theme.read[id].join(", ")}`) : h("span", { class: "tag" }, "to be read")) };
  return h("div", { class: "stack" },
    theme.words.length > 0 && h("p", { class: "row small" }, theme.words.map((word) => h("span", { class: "tag" }, word))),
    theme.unread > 0 && h("p", { class: "notice row" }, `Its passages keep their codes. ${count(theme.unread, "passage")} to be read for “${board.book.label(theme.code)}”.`,
      h("button", { class: "primary", on: { click: () => board.read(theme.key) } }, "Read them")),
    lost.length > 0 && h("p", { class: "notice" }, `${count(lost.length, "passage")} of it ${lost.length === 1 ? "stands" : "stand"} no longer in any source.`),
    h("div", { class: "row" },
      h("button", { on: { click: () => board.edit() } }, "Name and memo ", h("kbd", {}, "e")), split,
      may("lead") && !theme.code && h("button", { on: { click: () => void board.toCode(theme) } }, "Make it a code ", h("kbd", {}, "c")),
      h("button", { class: "no", on: { click: () => void board.drop(theme) } }, "Drop ", h("kbd", {}, "d"))),
    folded(ids, CLOSEST, how), historyView(theme));
}

function historyView(theme) {
  const list = h("ol", { class: "theme-history" });
  return h("details", { on: { toggle: (event) => event.target.open && !list.childElementCount && void fill(list, theme) } }, h("summary", {}, "History"), list);
}

async function fill(list, theme) {
  try {
    const { history } = await get("/api/themes/history", { key: theme.key });
    put(list, history.map((each) => h("li", {}, h("b", {}, each.author), ` ${did(each, theme.withdrawn)}: “${each.name}”, ${count(each.passages, "passage")}, `, when(each.at), each.reason && h("span", { class: "muted" }, `. ${each.reason}`))));
  } catch (error) {
    put(list, h("li", { class: "problem" }, error.message));
  }
}

function goneView(board, theme) {
  return h("li", { class: "stack" },
    h("div", { class: "row" }, h("b", { class: "grow" }, theme.name), h("button", { on: { click: () => void board.restore(theme) } }, "Restore")),
    h("p", { class: "muted small" }, `${count(theme.passages.length, "passage")}, ${theme.author}, `, when(theme.at), theme.reason && `: ${theme.reason}`),
    historyView(theme));
}
