// What changed from one version to another, code by code.

import { h } from "../../lib/dom.js";
import { diffView, listDiff } from "./differ.js";
import { fieldName } from "./words.js";

/** @typedef {{kind: string, code: string|null, field: string, before: string, after: string}} Change */

/**
 * @param {{changes: Change[], labels: Record<string, string>, added: Record<string, any>}} difference
 * @param {{only?: string}} [about] one code alone, without its name above
 */
export function changesView(difference, { only = "" } = {}) {
  const label = (id) => difference.labels[id] ?? id;
  const wanted = difference.changes.filter((each) => !only || each.code === only);
  const groups = Map.groupBy(wanted, (each) => each.code);
  if (!groups.size) return [h("p", { class: "muted" }, "Nothing differs.")];
  return [...groups].map(([code, changes]) =>
    h("section", { class: "change-group" },
      !only && h("h3", {}, code ? h("a", { href: `/codebook#${encodeURIComponent(code)}` }, label(code)) : "The codebook as a whole"),
      h("dl", { class: "changes" }, changes.map((each) => changeView(each, label, difference)))));
}

function changeView(change, label, difference) {
  if (change.kind === "added" && change.field === "") return whole("New code", difference.added?.[change.code], "ins");
  if (change.kind === "removed" && change.field === "") return whole("Code removed", null, "del", change.before);
  return [h("dt", {}, fieldName(change.field)), h("dd", {}, told(change, label, difference))];
}

function whole(name, code, tag, text = "") {
  const rows = code ? ["label", "brief", "definition", "when_to_use", "when_not_to_use"].filter((field) => code[field]) : [];
  return [h("dt", {}, name), h("dd", {}, code ? rows.map((field) => h("p", {}, h("b", {}, `${fieldName(field)}: `), h(tag, {}, code[field]))) : h(tag, {}, text))];
}

function told(change, label, difference) {
  if (change.field === "parent") return replaced(change.before ? label(change.before) : "the top", change.after ? label(change.after) : "the top");
  if (change.field === "codes") return `${movedIn(change, difference).map(label).join(", ")}: at another place`;
  if (change.field === "codable") return replaced(...[change.before, change.after].map((each) => (each === "true" ? "yes" : "no")));
  return diffView(change.before, change.after);
}

const replaced = (before, after) => [h("del", {}, before), " → ", h("ins", {}, after)];

/** The codes that stand elsewhere: those a draft moves, or as few as can be. */
function movedIn(change, { moved }) {
  if (moved?.length) return moved;
  const parts = listDiff(change.before.split(", "), change.after.split(", "));
  return [...new Set(parts.filter((each) => each.kind === "new").map((each) => each.text))];
}

/** The codes a difference is about, each with a word for what happened to it. */
export function marksOf(difference) {
  const marks = new Map();
  for (const each of difference.changes) {
    if (!each.code) continue;
    const word = each.kind === "added" ? "new" : each.kind === "moved" ? "moved" : "edited";
    if (!marks.has(each.code) || word === "edited") marks.set(each.code, word);
  }
  for (const each of difference.changes) {
    if (each.field !== "codes") continue;
    for (const code of movedIn(each, difference)) if (!marks.has(code)) marks.set(code, "moved");
  }
  return marks;
}
