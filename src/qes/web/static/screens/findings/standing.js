// Where a finding stands, what is still missing, and what can be done about it.

import { h, put } from "../../lib/dom.js";
import { may } from "../../lib/page.js";
import { TONES, moment } from "./words.js";

/** @param {any} said @param {any} desk */
export function head(said, book, desk) {
  const missing = said.status === "approved" ? [] : said.missing;
  const needs = missing.length > 0 && !said.withdrawn;
  return h("section", { class: "card stack standing", "aria-label": "Where it stands" },
    h("div", { class: "row" },
      h("span", { class: `tag ${TONES[said.status]}`, role: "status" }, said.said),
      said.approval && h("span", { class: "muted small" }, `approved by ${said.approval.author}, ${moment(said.approval.at)}${said.status === "approved" ? "" : ", and not as it stands now"}`),
      said.draft && h("a", { class: "tag", href: `/findings?at=draft:${said.draft}` }, "began as a model’s draft"),
      h("span", { class: "muted small" }, `last saved by ${said.author}, ${moment(said.at)}`),
      h("span", { class: "grow" }),
      may("lead") && said.status !== "approved" && !said.withdrawn && h("button", { class: needs ? "" : "primary", disabled: needs, on: { click: desk.approve } }, "Approve ", h("kbd", {}, "A")),
      may("reviewer") && !said.withdrawn && h("button", { class: "quiet", on: { click: desk.withdraw } }, "Withdraw")),
    said.withdrawn && h("p", {}, `Withdrawn: ${said.reason}. Saving it again brings it back.`),
    needs && h("div", { class: "small" }, h("p", { class: "muted" }, "Before it can be approved:"), h("ul", {}, missing.map((each) => h("li", {}, `${each}.`)))));
}

const NAMES = { statement: "statement", about: "what it is about", quotes: "quotes", confidence: "confidence" };

/** @param {HTMLElement} place @param {any} desk */
export function foot(place, desk) {
  const { draft, said } = desk;
  const changes = draft.changes;
  place.hidden = !may("reviewer") || desk.part !== "write" || (!changes.length && !said?.withdrawn && Boolean(said));
  if (place.hidden) return;
  const told = changes.length ? `Not saved: ${changes.map((each) => NAMES[each]).join(", ")}` : said ? "Withdrawn: saving brings it back" : "A new finding";
  const { reason } = desk.editor;
  if (!place.contains(reason)) put(place, h("span", { class: "told", role: "status" }), reason, h("button", { on: { click: desk.discard } }), h("button", { class: "primary", on: { click: () => void desk.save() } }, "Save ", h("kbd", {}, "Ctrl Enter")));
  place.firstChild.textContent = told;
  place.children[2].textContent = draft.from && !said ? "Drop what I wrote" : "Drop";
}
