// What became of a code across versions: who changed what, when and why.

import { get } from "../../lib/api.js";
import { h, put } from "../../lib/dom.js";
import { changesView } from "./changes.js";
import { made } from "./words.js";

/** @returns {HTMLElement} which fills itself */
export function historyView(book, code) {
  const body = h("div", { class: "stack" }, h("p", { class: "muted" }, "Fetching …"));
  const element = h("section", { class: "card stack", "aria-label": "History" }, h("h2", {}, "History"), body);
  get("/api/codebook/history", { code }).then(
    (said) => put(body, rows(said, book, code)),
    (error) => put(body, h("p", { class: "problem" }, error.message)));
  return element;
}

function rows({ history, first }, book, code) {
  const since = history.some((each) => each.changes.some((change) => change.kind === "added"));
  const labels = Object.fromEntries(book.codes.map((each) => [each.code, each.label]));
  return [
    ...history.map((each) => h("details", { class: "version", open: history.length < 3 },
      h("summary", {}, h("strong", {}, each.version), " · ", made(each), each.reason && h("span", {}, ` · ${each.reason}`)),
      changesView({ changes: each.changes, labels }, { only: code }))),
    !since && first && book.byId.has(code) && h("p", { class: "muted" }, `In the codebook since its first version, ${first.version}.`),
  ];
}
