// The framework matrix: a summary for each case and code, groups of cases side by side, and peers.

import { get } from "../lib/api.js";
import { loadBook } from "../lib/book.js";
import { $, count, h, put, toast } from "../lib/dom.js";
import { bind } from "../lib/keys.js";
import { follow } from "../lib/live.js";
import { NAME } from "../lib/page.js";
import { compareView } from "./evidence/compare.js";
import { DRAFT_MOVES } from "./drafts/acts.js";
import { trouble } from "./findings/words.js";
import { at, go } from "./matrix/address.js";
import { CellPanel } from "./matrix/cell.js";
import { showPeers } from "./matrix/peers.js";
import { Table } from "./matrix/table.js";

const VIEWS = [["matrix", "Matrix"], ["groups", "Groups"], ["peers", "Peers"]];
const ALL = "*";
const MOVES = new Set(["cell-charted", "decision", "adjudication", "undo", "ingested", "retired", "carry", "reload"]);

const book = await loadBook();
const screen = $("#screen");
const branch = h("select", { id: "branch", on: { change: () => { go({ branch: branch.value }); void load(); } } });
const status = h("p", { class: "muted small", role: "status", "aria-live": "polite" });
const held = h("p", { class: "notice", hidden: true });
const stale = h("button", { class: "link", hidden: true, on: { click: () => void load() } }, "Others have coded since: count anew");
const download = h("a", { class: "button", download: "" }, "Download (CSV)");
const table = new Table({ open: (of, code) => open(of, code), turn: (of) => go({ case: of }) });
const panel = new CellPanel(book, { closed: () => shut(), saved: () => void load() });
const layout = h("div", { class: "framework-layout" }, h("div", { class: "stack" }, table.element, h("p", { class: "muted small keys-hint" }, h("kbd", {}, "x"), " to the matrix · ", h("kbd", {}, "arrows"), " move · ", h("kbd", {}, "Enter"), " opens a cell · ", h("kbd", {}, "N"), " the next without a summary")), panel.element);
const matrix = h("div", { class: "stack" }, h("div", { class: "row" }, h("label", { class: "inline" }, "Codes", branch), status, h("span", { class: "grow" }), stale, download), held, layout);
const part = h("div", { id: "part", role: "tabpanel", tabindex: -1 });
const tabs = VIEWS.map(([name, label]) => h("button", { id: `tab-${name}`, role: "tab", "aria-controls": "part", on: { click: () => look(name) } }, label));
const list = h("div", { class: "tabs", role: "tablist", "aria-label": "Parts of this screen", on: { keydown: (event) => {
  const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (by) step(by).focus();
} } }, tabs);

let said = null;
let asked = 0;
put(screen, h("h1", { class: "visually-hidden" }, "Framework matrix"), list, part);
look(VIEWS.some(([name]) => name === at().view) ? at().view : "matrix");
await load();
if (at().code && shownView() === "matrix" && !matchMedia("(max-width: 720px)").matches) open(at().case, at().code, false);
screen.setAttribute("aria-busy", "false");

function shownView() {
  return at().view || "matrix";
}

function look(name) {
  go({ view: name === "matrix" ? "" : name });
  tabs.forEach((tab, place) => {
    tab.setAttribute("aria-selected", String(VIEWS[place][0] === name));
    tab.tabIndex = VIEWS[place][0] === name ? 0 : -1;
  });
  part.setAttribute("aria-labelledby", `tab-${name}`);
  if (name === "matrix") put(part, matrix);
  else if (name === "groups") groups();
  else void showPeers(part);
}

function groups() {
  put(part, compareView(() => {
    go({});
    groups();
  }));
}

function step(by) {
  const here = VIEWS.findIndex(([name]) => name === shownView());
  const next = (here + by + VIEWS.length) % VIEWS.length;
  look(VIEWS[next][0]);
  return tabs[next];
}

/** Read the matrix anew, as far as it is wanted. */
async function load() {
  const number = ++asked;
  const wanted = at().branch || book.codes.find((each) => each.scored)?.code || ALL;
  try {
    const fresh = await get("/api/framework", { branch: wanted === ALL ? "" : wanted });
    if (number !== asked) return;
    said = fresh;
    stale.hidden = true;
    draw(wanted);
  } catch (error) {
    if (number === asked) put(status, h("span", { class: "problem" }, trouble(error)));
  }
}

function draw(wanted) {
  put(branch, h("option", { value: ALL }, "all codes"), said.branches.map((each) => h("option", { value: each.code }, each.label)));
  branch.value = wanted;
  download.href = `/api/framework.csv?${new URLSearchParams({ branch: wanted === ALL ? "" : wanted })}`;
  const written = said.cells.filter(([, , cell]) => cell.text).length;
  const waiting = said.cells.filter(([, , cell]) => cell.quotes && !cell.text).length;
  put(status, said.cases.length ? `${count(written, "summary", "summaries")}, ${waiting} to write` : ["There is no case yet: run ", h("code", {}, "qes ingest"), "."]);
  held.hidden = !said.held.codings && !said.held.summaries;
  put(held, `Held back from you: ${count(said.held.codings, "coding")} and ${count(said.held.summaries, "summary", "summaries")} on passages that you are yet to code unaided. `, h("a", { href: "/queue" }, "Code them"));
  const inside = document.activeElement && table.element.contains(document.activeElement);
  table.draw(said, panel.at ?? { case: at().case, code: "" });
  if (inside) table.focus();
}

function open(of, code, focus = true) {
  go({ case: of, code });
  layout.classList.add("with-cell");
  void panel.open(of, code, focus);
  table.draw(said, { case: of, code });
  if (focus) panel.element.scrollIntoView({ block: "nearest" });
}

function shut() {
  go({ code: "" });
  layout.classList.remove("with-cell");
  table.draw(said, { case: at().case, code: "" });
  table.focus();
}

function next() {
  const found = said && table.waiting;
  if (found) open(found.case, found.code);
  else toast("Every cell here that has quotes has its summary.");
}

follow((event) => {
  if (DRAFT_MOVES.has(event.kind)) void panel.drafts.load();
  if (!MOVES.has(event.kind) || event.author === NAME) return;
  if (event.kind !== "cell-charted") stale.hidden = false;
  else {
    void load();
    panel.heard();
  }
});

// Out of a field, so that the keys are keys again.
addEventListener("keydown", (event) => {
  if (event.key === "Escape" && event.target instanceof HTMLElement && event.target.matches("input, textarea, select") && !event.target.closest("dialog")) event.target.blur();
});
addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || !panel.shown || document.querySelector("dialog[open]")) return;
  event.preventDefault();
  void panel.save();
});

bind([
  { key: "v", label: "Matrix, groups, peers", does: () => step(1) },
  { key: "x", label: "The matrix, to walk in it with the arrows", does: () => { look("matrix"); table.focus(); } },
  { key: "N", label: "The next cell with quotes and no summary", does: () => next() },
  { key: "b", label: "Choose the codes", does: () => { look("matrix"); branch.focus(); } },
  { key: "s", label: "The summary", group: "Cell", does: () => panel.shown && panel.text.focus() },
  { key: "j", label: "Next quote", group: "Cell", does: () => panel.shown && panel.shelf?.move(1) },
  { key: "k", label: "Quote before", group: "Cell", does: () => panel.shown && panel.shelf?.move(-1) },
  { key: "f", label: "Cite it, for", group: "Cell", does: () => panel.shown && panel.shelf?.cite(false) },
  { key: "a", label: "Cite it, against", group: "Cell", does: () => panel.shown && panel.shelf?.cite(true) },
  { key: "/", label: "Search the case’s texts for words to cite", group: "Cell", does: () => panel.shown && panel.shelf?.search() },
  { key: "D", label: "Ask the model for a draft", group: "Cell", does: () => panel.shown && void panel.drafts.ask() },
  { key: "ctrl+Enter", label: "Save", group: "Cell", shown: "Ctrl-Enter", does: () => void panel.save() },
  { key: "Escape", label: "Close the cell", group: "Cell", does: () => panel.close() },
]);
