// Every version with who, when and why, and what it changed; the newest first.

import { h } from "../../lib/dom.js";
import { diffView } from "../codebook/differ.js";
import { differing, fieldsOf } from "./draft.js";
import { moment, short } from "./words.js";

/** @param {any} said a finding in full @param {import("../../lib/book.js").Book} book */
export function historyView(said, book) {
  const all = said.versions;
  return h("section", { class: "stack", "aria-label": "History" },
    h("ol", { class: "versions" }, all.map((each, place) => one(each, all.slice(0, place).findLast((before) => !before.undone), place, book, each.id === said.id)).reverse()));
}

function one(each, before, place, book, newest) {
  return h("li", { class: "card stack version" },
    h("div", { class: "row" }, h("h3", {}, `Version ${place + 1}`), newest && h("span", { class: "tag accent" }, "in force"),
      each.withdrawn && h("span", { class: "tag warn" }, "withdrawn"), each.undone && h("span", { class: "tag warn" }, "taken back"),
      h("span", { class: "muted small" }, `${each.author}, ${moment(each.at)}`)),
    each.reason && h("p", { class: "why" }, each.reason),
    before ? changes(before, each, book) : [h("p", {}, each.statement), quoteList("cites", each.citations)]);
}

/** What differs between two versions. */
export function changes(before, after, book) {
  const fields = differing(fieldsOf(before), fieldsOf(after));
  if (!fields.length) return h("p", { class: "muted small" }, after.withdrawn === before.withdrawn ? "It says the same as the version before." : "Its words are the same.");
  const name = (each) => `${each.source} ${each.span} ${each.against}`;
  const [had, has] = [before.citations, after.citations].map((all) => new Set(all.map(name)));
  return [
    fields.includes("statement") && h("p", { class: "diff" }, diffView(before.statement, after.statement)),
    fields.includes("about") && h("p", { class: "small diff" }, diffView(aboutOf(before, book), aboutOf(after, book))),
    quoteList("no longer cites", before.citations.filter((each) => !has.has(name(each)))),
    quoteList("now cites", after.citations.filter((each) => !had.has(name(each)))),
    fields.includes("confidence") && h("p", { class: "small diff" }, "Confidence: ", diffView(judgement(before.confidence), judgement(after.confidence))),
  ];
}

export const aboutOf = ({ cases, capability }, book) => `${cases.join(", ") || "all cases"}; ${capability ? book.label(capability) : "no capability"}`;

export function judgement(value) {
  if (!value) return "not judged";
  const concerns = value.concerns.map((each) => `${each.label} ${each.grade}${each.reason ? ` (${each.reason})` : ""}`).join("; ");
  return [value.overall, concerns, value.explanation].filter(Boolean).join(". ");
}

function quoteList(what, all) {
  return all.length > 0 && h("ul", { class: "small" }, all.map((each) => h("li", {}, h("b", {}, `${what} ${each.against ? "against" : "for"}`), ` ${[each.case, each.path, each.place].filter(Boolean).join(", ")}: “${short(each.quote)}”`)));
}
