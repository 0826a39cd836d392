// What saving a version made stale, and the way through it.

import { count, h } from "../../lib/dom.js";

/** @param {any} said the server's answer to the edits */
export function savedView(said, label, close) {
  const { stale, codebook } = said;
  return h("section", { class: "card stack saved", "aria-label": "Saved", tabindex: -1 },
    h("div", { class: "row" }, h("h2", { class: "grow" }, `The codebook is now ${codebook.version}`), h("button", { class: "quiet", "aria-label": "Close", on: { click: close } }, "✕")),
    stale.total ? [
      h("p", {}, `${count(stale.total, "decision")} ${stale.total === 1 ? "was" : "were"} made when ${stale.total === 1 ? "its code" : "their codes"} meant something else. Nothing moves until whoever decided looks again.`),
      h("ul", {}, Object.entries(stale.codes).map(([code, times]) => h("li", {}, `${label(code)}: ${times.toLocaleString("en")}`))),
      h("p", { class: "muted" }, "They wait for ", Object.entries(stale.coders).map(([name, times]) => `${name} ${times.toLocaleString("en")}`).join(" · ")),
      stale.mine > 0 && h("p", {}, h("a", { class: "button", href: "/codebook/stale" }, `Look again at ${stale.mine === stale.total ? "them" : `your ${stale.mine.toLocaleString("en")}`}`)),
    ] : h("p", {}, "No decision has become stale."));
}
