// Somebody else saved a version meanwhile: both are shown, field by field, and nothing that was typed is lost.

import { h } from "../../lib/dom.js";
import { NAME } from "../../lib/page.js";
import { quotesView } from "./cited.js";
import { moment } from "./words.js";

/**
 * @param {{theirs: any, fields: {name: string, label: string, mine: any, theirs: any}[], what: string,
 *   take: (field: string) => void, save: () => void, drop: () => void}} how
 *   `take` takes one of their fields over into one's own; `save` saves one's own after theirs; `drop` leaves theirs
 */
export function conflictView({ theirs, fields, what, take, save, drop }) {
  return h("section", { class: "notice stack conflict", role: "alert", tabindex: "-1", "aria-label": "Both versions" },
    h("p", {}, h("strong", {}, `${theirs.author === NAME ? "You saved this" : `${theirs.author} saved this`} ${what} ${theirs.author === NAME ? "in another window" : "meanwhile"} (${moment(theirs.at)}).`), " Nothing is overwritten, and what you typed is kept. Both stay in the history, and the last one saved holds."),
    fields.length ? fields.map((each) => h("div", { class: "both" }, h("h3", {}, each.label),
      h("div", {}, h("p", { class: "small" }, h("b", {}, "Yours")), each.mine),
      h("div", {}, h("p", { class: "small" }, h("b", {}, "Theirs")), each.theirs,
        h("button", { type: "button", class: "link small", on: { click: () => take(each.name) } }, "Take theirs into yours"))))
      : h("p", {}, "Yours says the same."),
    h("div", { class: "row" }, h("button", { type: "button", class: "primary", on: { click: save } }, "Save mine after theirs"),
      h("button", { type: "button", on: { click: drop } }, "Leave theirs, drop mine")));
}

const name = (each) => `${each.source} ${each.span} ${each.against}`;

/** Quotes that the other side does not cite, or not so, and how many both cite. */
export function quotes(all, others) {
  const theirs = new Set(others.map(name));
  const own = all.filter((each) => !theirs.has(name(each)));
  const both = all.length - own.length;
  return [quotesView(own), h("p", { class: "muted small" }, own.length ? both > 0 && `and ${both} that both cite` : both ? `only the ${both} that both cite` : "no quotes")];
}

/** Words as somebody typed them. */
export const words = (text) => h("p", { class: "typed" }, text || h("span", { class: "muted" }, "nothing"));
