// The findings there are, with where each stands.

import { count, h, put } from "../../lib/dom.js";
import { NEW } from "./draft.js";
import { kept } from "./written.js";
import { TONES } from "./words.js";

const WANTED = { "": "all but withdrawn", open: "not approved yet", approved: "approved", withdrawn: "withdrawn" };
const FITS = {
  "": (each) => each.status !== "withdrawn",
  open: (each) => !["approved", "withdrawn"].includes(each.status),
  approved: (each) => each.status === "approved",
  withdrawn: (each) => each.status === "withdrawn",
};

/**
 * @param {import("../../lib/book.js").Book} book
 * @param {{open: (key: string) => void, show: (state: string) => void, mayWrite: boolean}} does
 */
export function listView(book, does) {
  const state = h("select", { "aria-label": "Which findings", on: { change: () => does.show(state.value) } }, Object.entries(WANTED).map(([value, text]) => h("option", { value }, text)));
  const status = h("p", { class: "muted small", role: "status" });
  const list = h("ol", { class: "finding-list", "aria-label": "Findings" });
  const above = h("div", { class: "stack" }, does.mayWrite && h("button", { class: "primary", on: { click: () => does.open(NEW) } }, "New finding ", h("kbd", {}, "n")));
  const element = h("section", { class: "stack findings-side", "aria-label": "Findings" }, above, state, status, list);

  /** @param {any} said @param {string} at key of the open one @param {string} wanted */
  function draw(said, at, wanted) {
    state.value = wanted in WANTED ? wanted : "";
    const rows = shown(said, wanted);
    const held = said.held ? ` ${count(said.held, "finding")} held back until you have coded what they cite.` : "";
    put(status, `${count(rows.length, "finding")} of ${said.findings.length}.${held}`);
    put(list, at === NEW && h("li", {}, h("button", { class: "finding-row", "aria-current": "true" }, h("span", { class: "muted" }, "A new finding"))), rows.map((each) => item(each, each.key === at)));
    list.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });
  }

  function item(each, here) {
    const about = [each.capability && book.label(each.capability), each.cases.length ? each.cases.join(", ") : "all cases"].filter(Boolean).join(" · ");
    return h("li", {}, h("button", { class: "finding-row", "aria-current": here && "true", on: { click: () => does.open(each.key) } },
      h("span", { class: "finding-words" }, each.statement),
      h("span", { class: "row small" }, h("span", { class: `tag ${TONES[each.status]}` }, each.said), kept(`finding ${each.key}`) && h("span", { class: "tag warn" }, "not saved")),
      h("span", { class: "muted small" }, about),
      h("span", { class: "muted small" }, `${each.supporting} for, ${each.opposing} against`, each.confidence ? ` · ${each.confidence} confidence` : " · confidence not judged")));
  }

  return { element, above, draw };
}

/** The rows wanted. */
export const shown = (said, wanted) => said.findings.filter(FITS[wanted] ?? FITS[""]);
