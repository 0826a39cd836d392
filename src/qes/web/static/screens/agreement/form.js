// What one says to settle a difference: whether it applies, why they differed, the reason, attributes.

import { h } from "../../lib/dom.js";
import { criteria } from "../../lib/picker.js";
import { KINDS } from "./draft.js";
import { settledView } from "./dispute.js";

const press = (key, label, on, does, kind = "") =>
  h("button", { type: "button", class: kind, "aria-pressed": String(on), "aria-keyshortcuts": key, on: { click: does } }, label, " ", h("kbd", {}, key));

/**
 * @param {import("./draft.js").Draft} draft
 * @param {HTMLTextAreaElement} field the reason; the same element as long as the page is open
 * @param {any} theirs how somebody else settled it meanwhile
 */
export function formView(draft, field, theirs, does) {
  const settled = draft.dispute.history.length > 0;
  return h("form", { class: "card stack settle", "aria-label": "Settle it", on: { submit: does.submit } },
    theirs && conflict(draft, theirs, does),
    h("h3", {}, theirs ? "What you were about to say" : settled ? "Settle it anew" : "Settle it"),
    h("div", { class: "row", role: "group", "aria-label": "Whether it applies" },
      press("y", "It applies", draft.applies === true, () => does.says(true)),
      press("n", "It does not", draft.applies === false, () => does.says(false))),
    draft.applies && words(draft, does),
    h("fieldset", { class: "plain" }, h("legend", {}, "Why they differed"),
      h("div", { class: "row" }, Object.entries(KINDS).map(([name, kind]) =>
        h("span", { title: kind.about }, press(kind.key, kind.label, draft.kind === name, () => does.kind(name)))))),
    draft.applies && draft.rules.length > 0 && attributes(draft, does),
    h("label", {}, h("span", {}, "Reason ", h("kbd", {}, "r")), field),
    h("p", { class: "muted small", role: "status" }, draft.unchosen.length ? `Not chosen yet: ${draft.unchosen.join(", ")}. It can be saved, and will still differ.` : ""),
    h("div", { class: "row" }, h("button", { class: "primary" }, theirs ? "Settle it again" : "Settle, next", " ", h("kbd", {}, "Ctrl Enter")),
      theirs && h("button", { type: "button", on: { click: does.leave } }, "Leave it as they settled it")));
}

function conflict(draft, theirs, does) {
  return h("div", { class: "notice stack", role: "alert" },
    h("p", {}, h("strong", {}, theirs.id ? "Somebody else settled this meanwhile." : "What you saw has been taken back meanwhile."), " Look at both and decide again; both stay in the log, and the last word holds."),
    theirs.id && settledView(theirs, draft.dispute.passage));
}

function words(draft, does) {
  const whole = draft.span && draft.span[0] <= draft.dispute.passage.span[0] && draft.span[1] >= draft.dispute.passage.span[1];
  return h("p", { class: "muted small row" }, "Words: ", h("span", { class: "is-chosen" }, whole || !draft.span ? "the whole passage" : "as marked"),
    h("button", { type: "button", class: "link", on: { click: does.selection } }, "selected ", h("kbd", {}, "e")),
    h("button", { type: "button", class: "link", on: { click: does.whole } }, "whole ", h("kbd", {}, "w")));
}

function attributes(draft, does) {
  return h("div", { class: "attributes" },
    h("p", { class: "small" }, "Attributes ", h("kbd", {}, "t"), draft.attribute >= 0 && h("span", { class: "muted" }, " numbers set the one marked")),
    draft.rules.map((rule, number) =>
      h("fieldset", { class: number === draft.attribute ? "active" : "", title: rule.description },
        h("legend", {}, rule.name, draft.dispute.differing.includes(rule.name) && [" ", h("span", { class: "tag warn" }, "differs")]),
        rule.values.map((value, place) =>
          h("button", { type: "button", "aria-pressed": String(draft.attributes[rule.name] === value), on: { click: () => does.set(rule.name, value) } },
            number === draft.attribute && [h("kbd", {}, place + 1), " "], value)))));
}

/** What the codebook says of the code. */
export function criteriaView(draft, book) {
  const code = book.byId.get(draft.dispute.code);
  return h("section", { class: "card criteria", "aria-label": "The code’s criteria" },
    code ? criteria(code) : h("p", {}, `${draft.dispute.code} is not in the present codebook: it can be denied, and not be given any more.`),
    code && h("p", {}, h("a", { href: `/codebook#${code.code}` }, "In the codebook")));
}
