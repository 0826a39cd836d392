// What has changed since a level was signed off, with the quotes; the level stands until people change it.

import { h } from "../../lib/dom.js";

/**
 * @param {any} stale
 * @param {import("./quotes.js").Quotes} quotes
 * @param {any} acts buttons for those who may act on it
 */
export function staleView(stale, quotes, acts) {
  const now = (ids) => ids.map((id) => quotes.byId.get(id)).filter(Boolean);
  const gone = stale.lost.length + now(stale.went).length;
  return h("section", { class: "card stack stale-card", "aria-label": "Changed since it was signed off" },
    h("h2", {}, h("span", { "aria-hidden": "true" }, "! "), "Stale: changed since it was signed off"),
    h("p", {}, `${capital(stale.sentence)}. The level stands until a lead signs it off anew or reopens it.`),
    part("Came", now(stale.came), quotes, "came"),
    part("Changed", now(stale.changed), quotes, "changed"),
    part("Does not count any more", now(stale.went), quotes, "went"),
    part("Went", stale.lost.map((each) => ({ ...each, attributes: {}, differing: [] })), quotes, "went"),
    stale.went.length > gone && h("p", { class: "muted small" }, `${stale.went.length - gone} more went whose words stand in no source any more.`),
    acts ? h("div", { class: "row" }, acts) : h("p", { class: "muted small" }, "A lead signs it off anew, or reopens it so that it is scored again."));
}

function part(title, found, quotes, tag) {
  return found.length > 0 && h("section", { class: "stack tight" }, h("h3", {}, `${title}: ${found.length}`), h("div", { class: "all-quotes" }, quotes.some(found, tag)));
}

const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);
