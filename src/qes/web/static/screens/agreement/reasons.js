// What settling taught: per code the kinds of difference, and the reasons, as material for mending its definition.

import { get } from "../../lib/api.js";
import { count, h, put } from "../../lib/dom.js";
import { partsBar, partsKey } from "../../lib/figures.js";
import { inPassage } from "../../lib/offsets.js";
import { marked } from "../../lib/text.js";
import { KINDS } from "./draft.js";

const ORDER = ["definition", "code", "missed", "span"];

/**
 * @param {HTMLElement} place
 * @param {import("../../lib/book.js").Book} book
 */
export async function showReasons(place, book) {
  put(place, h("p", { class: "muted" }, "Gathering the reasons …"));
  let said;
  try {
    said = await get("/api/lessons");
  } catch (error) {
    put(place, h("p", { class: "problem" }, `${error.message}. ${error.hint ?? ""}`));
    return;
  }
  if (!said.length) {
    put(place, h("div", { class: "card stack" }, h("h2", {}, "Nothing has been settled yet"),
      h("p", {}, "Each time a difference is settled, its reason is kept here with the code it concerns, so that the codebook can be mended where it is unclear. Begin under “To settle”.")));
    return;
  }
  put(place, h("p", {}, "Why coders differed, by code. The code whose definition was found unclear most often stands first; its reasons are proposals to mend the codebook."),
    partsKey(ORDER.map((kind) => KINDS[kind].label)),
    h("div", { class: "stack lessons" }, said.map((each) => lesson(each, book))));
}

function lesson(each, book) {
  const unclear = each.kinds.definition ?? 0;
  const body = h("div", { class: "stack lesson-body" });
  const parts = ORDER.map((kind) => ({ name: KINDS[kind].label, count: each.kinds[kind] ?? 0 }));
  const known = parts.filter((part) => part.count);
  const words = [...known.map((part) => `${part.name} ${part.count}`), each.kinds.unsaid && `not said ${each.kinds.unsaid}`].filter(Boolean).join(" · ");
  const element = h("details", { class: "card lesson" },
    h("summary", {}, h("span", { class: "row" },
      h("strong", { class: "lesson-name" }, book.label(each.code)),
      unclear > 0 && h("span", { class: "tag warn" }, `unclear ${unclear} ×`),
      h("span", { class: "muted" }, `${count(each.settled, "time")} settled, ${each.applies} × it applied`),
      h("span", { class: "grow" }), known.length > 0 && partsBar(parts), h("span", { class: "muted small" }, words))),
    body);
  element.addEventListener("toggle", () => element.open && !body.childElementCount && void fill(body, each, book));
  return element;
}

async function fill(body, each, book) {
  put(body, h("p", { class: "muted" }, "…"));
  try {
    const said = await get("/api/lessons/reasons", { code: each.code });
    const rank = (row) => (row.kind ? ORDER.indexOf(row.kind) : ORDER.length);
    const code = book.byId.get(each.code);
    put(body,
      h("p", {}, h("a", { href: `/codebook#${each.code}` }, `Mend ${book.label(each.code)} in the codebook`), code && h("span", { class: "muted" }, ` · now: ${code.brief}`)),
      said.count > said.rows.length && h("p", { class: "muted" }, `The first ${said.rows.length} of ${said.count} are shown.`),
      h("ul", { class: "reasons" }, [...said.rows].sort((one, other) => rank(one) - rank(other)).map(reason)));
  } catch (error) {
    put(body, h("p", { class: "problem" }, `${error.message}. ${error.hint ?? ""}`));
  }
}

function reason(row) {
  const [from, to] = row.span ? inPassage(row.span, row.passage) : [0, 0];
  return h("li", { class: "stack" },
    h("p", { class: "row" },
      h("span", { class: `tag ${row.applies ? "ok" : "no"}` }, row.applies ? "applies" : "does not apply"),
      h("span", { class: `tag ${row.kind === "definition" ? "warn" : ""}` }, row.kind ? KINDS[row.kind].label : "kind not said")),
    h("p", { class: "reason-text" }, row.reason),
    h("blockquote", { class: "quote" }, marked(row.passage.text, [{ from, to, kind: "is-chosen" }])),
    h("p", { class: "muted small" }, h("a", { href: `/reader/${row.passage.source}#${row.passage.id}` }, row.path), ` · ${row.passage.place}`));
}
