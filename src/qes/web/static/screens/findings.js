// Findings: written with their quotes, searched against, weighed, approved.

import { loadBook } from "../lib/book.js";
import { $ } from "../lib/dom.js";
import { bind } from "../lib/keys.js";
import { Desk } from "./findings/desk.js";
import { NEW } from "./findings/draft.js";

const screen = $("#screen");
const desk = new Desk(await loadBook(), screen);
await desk.begin();
screen.setAttribute("aria-busy", "false");

const weighing = () => desk.draft && desk.part === "counter";
const side = (against) => (weighing() ? void desk.walk.weigh(against ? "against" : "for") : desk.draft && desk.part === "write" && desk.editor.shelf.cite(against));
const step = (by) => (weighing() ? desk.walk.move(by) : desk.draft && desk.part === "write" && desk.editor.shelf.move(by));

// Out of a field, so that the keys are keys again.
addEventListener("keydown", (event) => {
  if (event.key === "Escape" && event.target instanceof HTMLElement && event.target.matches("input, textarea, select") && !event.target.closest("dialog")) event.target.blur();
});
addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || document.querySelector("dialog[open]")) return;
  event.preventDefault();
  void desk.save();
});

bind([
  { key: "J", label: "Next finding", group: "Findings", does: () => desk.move(1) },
  { key: "K", label: "Finding before", group: "Findings", does: () => desk.move(-1) },
  { key: "n", label: "New finding; while weighing: neither", group: "Findings", does: () => (weighing() ? void desk.walk.weigh("neither") : void desk.open(NEW)) },
  { key: "v", label: "Write, counter-evidence, history", group: "Findings", does: () => desk.draft && desk.step(1) },
  { key: "D", label: "Ask the model for a draft", group: "Drafts", does: () => void desk.drafts.ask() },
  { key: "t", label: "Take the draft over into the editor", group: "Drafts", does: () => desk.drafts.takeOver() },
  { key: "A", label: "Approve (leads)", group: "Findings", does: () => void desk.approve() },
  { key: "s", label: "The statement", group: "Write", does: () => { if (desk.draft) { desk.go("write"); desk.editor.statement.focus(); } } },
  { key: "/", label: "Search the texts for words to cite", group: "Write", does: () => { if (desk.draft) { desk.go("write"); desk.editor.shelf.search(); } } },
  { key: "j", label: "Next quote or candidate", group: "Quotes", does: () => step(1) },
  { key: "k", label: "Quote or candidate before", group: "Quotes", does: () => step(-1) },
  { key: "f", label: "Cite it for the finding; while weighing: speaks for it", group: "Quotes", does: () => side(false) },
  { key: "a", label: "Cite it against; while weighing: speaks against it", group: "Quotes", does: () => side(true) },
  { key: "e", label: "Search for counter-evidence", group: "Counter-evidence", does: () => { if (desk.draft) { desk.go("counter"); void desk.walk.search(); } } },
  { key: "m", label: "Note on the candidate", group: "Counter-evidence", does: () => weighing() && desk.walk.note.focus() },
  { key: "c", label: "Cite what speaks against it", group: "Counter-evidence", does: () => weighing() && desk.walk.uncited.length && void desk.citeAgainst(desk.walk.uncited) },
  { key: "ctrl+Enter", label: "Save", group: "Write", shown: "Ctrl-Enter", does: () => void desk.save() },
]);
