// What was found: clusters with their telling words and closest passages, to be named and accepted, and what stays alone.

import { count, h } from "../../lib/dom.js";
import { folded } from "./passages.js";
import { keep, typed } from "./typed.js";
import { closeness } from "./words.js";

const CLOSEST = 3;
const STRAYS = 12;

/** Names a cluster as long as its closest passage leads it. */
export const idOf = (cluster) => `cluster-${cluster.passages[0]}`;

/** @param {import("./board.js").Board} board */
export function proposalsView(board) {
  const { proposed } = board.said;
  if (!proposed) return noCode(board.said);
  if (proposed.clusters === null) return proposed.trouble ? trouble(board, proposed.trouble) : working(proposed.working);
  return [
    proposed.working && working(proposed.working),
    proposed.trouble && trouble(board, proposed.trouble),
    proposed.fresh > 0 && !proposed.working && h("p", { class: "notice row" },
      `${count(proposed.fresh, "passage")} came since this was looked for.`,
      h("button", { on: { click: () => void board.look() } }, "Look again")),
    !proposed.clusters.length && nothing(board, proposed),
    proposed.clusters.map((each) => clusterView(board, each)),
    proposed.loose.length > 0 && looseView(board, proposed.loose),
  ];
}

function noCode({ named }) {
  return h("div", { class: "card stack" }, h("h3", {}, "No code holds what fits nowhere"),
    h("p", {}, "The setting ", h("code", {}, "[themes] code"), ` in qes.toml names “${named}”, which the codebook does not have. Choose a code above, or name another one there.`));
}

const working = ({ done, total }) => h("div", { class: "card stack", role: "status" },
  h("p", {}, total ? `Reading passages: ${done.toLocaleString("en")} of ${total.toLocaleString("en")}` : "Looking for what lies together … this may take some seconds; the themes can be worked on meanwhile."),
  h("progress", { "aria-label": "Looking for clusters", ...(total ? { max: total, value: done } : {}) }));

const trouble = (board, { error, hint }) => h("div", { class: "card stack" },
  h("p", { class: "problem", role: "alert" }, `${error}. ${hint}`),
  h("div", {}, h("button", { on: { click: () => void board.look() } }, "Try again")));

function nothing(board, { loose, note }) {
  const label = board.book.label(board.said.code);
  if (loose.length) return h("p", { class: "card" }, note || "No passages lie closer together than the others do.", " They stand below, to be gathered by hand.");
  const all = board.said.themes.length > 0;
  return h("div", { class: "card stack" }, h("h3", {}, all ? "Nothing is left" : "Nothing to look at yet"),
    h("p", {}, all ? `Every passage coded “${label}” is in a theme.` : `No passage is coded “${label}”. Themes come of what people could not place: give this code in the `, !all && h("a", { href: "/queue" }, "queue"), !all && ".",
    ), h("p", { class: "muted small" }, "Another code can be looked at: choose it above."));
}

function clusterView(board, cluster) {
  const id = idOf(cluster);
  const left = board.leftOut(id);
  const taken = cluster.passages.filter((each) => !left.has(each));
  const name = h("input", { id, value: typed(id).name ?? cluster.name, maxlength: 300, "aria-label": "Name of the theme", autocomplete: "off",
    on: { input: () => keep(id, { name: name.value }) } });
  const form = h("form", { class: "row", on: { submit: (event) => {
    event.preventDefault();
    void board.accept(id, name.value, cluster.passages.filter((each) => !left.has(each)), cluster.words);
  } } }, h("div", { class: "grow" }, name), h("button", { class: "primary" }, "Accept ", h("kbd", {}, "a")), into(board, taken));
  const how = { ticks: new Set(taken), label: "Goes into the theme", open: board.unfolded.has(id), unfolded: (open) => board.unfold(id, open),
    ticked: (passage, on) => {
      left[on ? "delete" : "add"](passage);
      size.textContent = sizeOf(cluster.passages.length, left.size);
    } };
  const size = h("span", {}, sizeOf(cluster.passages.length, left.size));
  return h("article", { class: "card stack theme", tabindex: "0", data: { cluster: id }, "aria-label": `Proposed: ${cluster.name}` },
    form,
    h("p", { class: "row small muted" }, size, closeness(cluster.cohesion), cluster.words.map((word) => h("span", { class: "tag" }, word))),
    folded(cluster.passages, CLOSEST, how));
}

const sizeOf = (all, left) => (left ? `${all - left} of ${count(all, "passage")}` : count(all, "passage"));

/** Into a theme there is already. */
function into(board, passages) {
  const themes = board.said.themes;
  if (!themes.length) return null;
  const select = h("select", { "aria-label": "Put into a theme there is", on: { change: () => {
    if (select.value) void board.gather(select.value, typeof passages === "function" ? passages() : passages);
    select.value = "";
  } } }, h("option", { value: "" }, "or into …"), themes.map((each) => h("option", { value: each.key }, each.name)));
  return select;
}

function looseView(board, loose) {
  const id = "loose";
  const { ticks } = board;
  const name = h("input", { id, value: typed(id).name ?? "", maxlength: 300, placeholder: "Name of a theme", "aria-label": "Name of the theme", autocomplete: "off",
    on: { input: () => keep(id, { name: name.value }) } });
  const chosen = () => loose.filter((each) => ticks.has(each));
  const form = h("form", { class: "row", hidden: !chosen().length, on: { submit: (event) => {
    event.preventDefault();
    void board.accept(id, name.value, chosen(), []);
  } } }, h("div", { class: "grow" }, name), h("button", { class: "primary" }, "Make them a theme"), into(board, chosen));
  const ticked = (passage, on) => {
    ticks[on ? "add" : "delete"](passage);
    form.hidden = !chosen().length;
  };
  return h("section", { class: "card stack theme", tabindex: "0", "aria-label": "In no cluster" },
    h("h3", {}, "On their own ", h("span", { class: "muted" }, loose.length.toLocaleString("en"))),
    h("p", { class: "muted small" }, "These lie close to no others. Tick some to make them a theme, or to put them into one."),
    form, folded(loose, STRAYS, { ticks, ticked, open: board.unfolded.has(id), unfolded: (open) => board.unfold(id, open) }));
}
