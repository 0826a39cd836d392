// Evidence: cases by codes, the quotes behind every cell, search, and groups of cases side by side.

import { get } from "../lib/api.js";
import { loadBook } from "../lib/book.js";
import { count, h, put } from "../lib/dom.js";
import { bind, screen } from "../lib/keys.js";
import { follow } from "../lib/live.js";
import { compareView } from "./evidence/compare.js";
import { filterBar } from "./evidence/filters.js";
import { Grid } from "./evidence/grid.js";
import { QuotesPanel } from "./evidence/quotes.js";
import { searchBox } from "./evidence/search.js";
import { wanted, wantedOf, place, save } from "./evidence/place.js";
import { legend } from "./evidence/cell.js";

const MOVES = new Set(["decision", "adjudication", "undo", "ingested", "retired", "carry", "reload"]);

const book = await loadBook();
const status = h("p", { class: "muted", role: "status", "aria-live": "polite" }, "Counting …");
const held = h("div", { hidden: true });
const stale = h("button", { class: "link", hidden: true, on: { click: () => load() } }, "Others have coded since: count anew");
const body = h("div", { class: "stack" });
const grid = new Grid({
  chosen: (cell) => show(cell),
  opened: (codes) => save({ open: codes.join(",") }),
});
const panel = new QuotesPanel(book, () => {
  save({ case: "", code: "" });
  layout.classList.remove("with-quotes");
  grid.focus();
});
const filters = filterBar(book, () => load());
const views = ["matrix", "compare"].map((name) =>
  h("button", { data: { view: name }, on: { click: () => look(name) } }, name === "matrix" ? "Matrix" : "Compare groups"));
const download = h("a", { class: "button", download: "" }, "Download (CSV)");
const layout = h("div", { class: "evidence" },
  h("section", { class: "stack", "aria-label": "Cases by codes" },
    h("div", { class: "row" }, views, h("span", { class: "grow" }), stale, download),
    status, held, body),
  panel.element);

let said = null;
let asked = 0;

put(screen(), h("h1", { class: "visually-hidden" }, "Evidence"), searchBox(book), filters.element, layout);
screen().setAttribute("aria-busy", "false");
await load();
if (place().case || place().code) show({ case: place().case, code: place().code }, false);

/** Count anew with the filters as they stand. */
async function load() {
  const number = ++asked;
  layout.setAttribute("aria-busy", "true");
  try {
    const fresh = await get(`/api/evidence?${wanted()}`);
    if (number !== asked) return;
    said = fresh;
    stale.hidden = true;
    filters.fill(said.choices);
    draw();
    if (panel.shown) void panel.load();
  } catch (error) {
    if (number !== asked) return;
    put(status, h("span", { class: "problem" }, error.message, " ", error.hint ?? ""));
  }
  layout.removeAttribute("aria-busy");
}

function draw() {
  const comparing = place().view === "compare";
  download.href = `/api/evidence.csv?${wanted(comparing ? { table: "groups", by: place().by } : { table: "matrix" })}`;
  for (const each of views) each.setAttribute("aria-pressed", String((each.dataset.view === "compare") === comparing));
  put(held, heldView(said.held));
  held.hidden = !said.held.codings;
  const total = said.cells.filter(([, code]) => said.codes[code].depth === 0).reduce((sum, cell) => sum + cell[2].codings, 0);
  put(status, emptyWords(total) ?? `${count(total, "coding")} in ${count(said.cases.length, "case")}${wantedOf() ? ", as filtered" : ""}`);
  if (comparing) put(body, compareView(draw));
  else if (!said.cases.length) put(body);
  else put(body, legend(said), grid.draw(said, place().open.split(",")));
}

/** What there is to do where nothing is to be seen. */
function emptyWords(total) {
  if (said.cells.length || total) return null;
  if (wantedOf()) return ["Nothing fits these filters. ", h("button", { class: "link", on: { click: () => filters.clear() } }, "Take them away")];
  if (!said.cases.length) return ["There is no case yet: run ", h("code", {}, "qes ingest"), "."];
  return ["No evidence yet: it comes of coding. ", h("a", { href: "/queue" }, "To the queue")];
}

function heldView({ codings, passages }) {
  return h("p", { class: "notice" },
    `Held back from you: ${count(codings, "coding")} on ${count(passages, "passage")} that you are yet to code unaided. They are in no figure and no quote here. `,
    h("a", { href: "/queue" }, "Code them"));
}

function show(cell, focus = true) {
  save({ case: cell.case, code: cell.code });
  layout.classList.add("with-quotes");
  panel.open(cell, focus);
}

function look(name) {
  save({ view: name === "matrix" ? "" : name });
  draw();
}

follow((event) => {
  if (MOVES.has(event.kind)) stale.hidden = false;
});

bind([
  { key: "/", label: "Search", does: () => screen().querySelector("#search").focus() },
  { key: "f", label: "Filters", does: () => filters.focus() },
  { key: "x", label: "The matrix, to walk in it with the arrows", does: () => (place().view ? look("matrix") : null, grid.focus()) },
  { key: "v", label: "Matrix or groups side by side", does: () => look(place().view ? "matrix" : "compare") },
  { key: "j", label: "Next quote", group: "Quotes", does: () => panel.move(1) },
  { key: "k", label: "Quote before", group: "Quotes", does: () => panel.move(-1) },
  { key: "c", label: "Copy the quote with its reference", group: "Quotes", does: () => panel.copy() },
  { key: "Escape", label: "Close the quotes", group: "Quotes", does: () => panel.shown && panel.close() },
]);
