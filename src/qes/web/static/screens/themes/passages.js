// Passages as verbatim quotes with their place; those that are not there yet are fetched when somebody unfolds them.

import { post } from "../../lib/api.js";
import { count, h, put } from "../../lib/dom.js";

const AT_ONCE = 200;
/** @type {Map<string, any>} passages by id, as far as they were fetched */
const known = new Map();

export const remember = (passages) => passages.forEach((each) => known.set(each.id, each));
export const passageOf = (id) => known.get(id);

/** Fetch what is not known yet. */
export async function fetchPassages(ids) {
  const missing = ids.filter((id) => !known.has(id));
  for (let at = 0; at < missing.length; at += AT_ONCE)
    remember((await post("/api/themes/passages", { passages: missing.slice(at, at + AT_ONCE) })).passages);
  return ids.map((id) => known.get(id)).filter(Boolean);
}

/** Where it stands, as a link to it in the Reader. */
export const placeOf = (each) => [
  h("strong", {}, each.case), h("a", { href: `/reader/${each.source}#${each.id}` }, `${each.path}, ${each.place}`),
  each.speaker && h("span", { class: "muted" }, each.speaker)];

/**
 * Some passages as a list.
 * @param {any[]} passages
 * @param {{ticks?: Set<string>, ticked?: (id: string, on: boolean) => void, label?: string, mark?: (id: string) => any}} how
 *   `ticks` are those chosen; without it none can be
 */
export function passageList(passages, { ticks, ticked, label = "Take this passage", mark } = {}) {
  return passages.map((each) => h("li", { class: ticks ? "with-tick" : "" },
    ticks && h("input", { type: "checkbox", checked: ticks.has(each.id), "aria-label": `${label}: ${each.path}, ${each.place}`, data: { tick: each.id },
      on: { change: (event) => ticked(each.id, event.target.checked) } }),
    h("div", {}, h("blockquote", { class: "quote" }, each.text), h("p", { class: "row small" }, placeOf(each), mark?.(each.id)))));
}

/** Passages of which the first are shown and the rest is folded away. */
export function folded(ids, shown, how = {}) {
  const first = ids.slice(0, shown).map(passageOf).filter(Boolean);
  const rest = ids.slice(shown);
  const more = h("ul", { class: "quotes" });
  const fold = rest.length > 0 && h("details", { class: "more", open: how.open, on: { toggle: () => void unfold() } },
    h("summary", {}, shown ? count(rest.length, "more passage") : count(rest.length, "passage")), more);
  async function unfold() {
    how.unfolded?.(fold.open);
    if (!fold.open || more.childElementCount) return;
    put(more, h("li", { class: "muted" }, "Fetching …"));
    try {
      put(more, passageList(await fetchPassages(rest), how));
    } catch (error) {
      put(more, h("li", { class: "problem" }, `${error.message}. ${error.hint ?? ""}`));
    }
  }
  if (fold && how.open && rest.every((id) => known.has(id))) put(more, passageList(rest.map(passageOf), how));
  return [first.length > 0 && h("ul", { class: "quotes" }, passageList(first, how)), fold];
}
