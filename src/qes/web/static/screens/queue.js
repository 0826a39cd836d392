// The queue: one passage after the other, a key for each answer, the next one there at once.

import { get } from "../lib/api.js";
import { loadBook, onNewVersion } from "../lib/book.js";
import { $, count, h, put, toast } from "../lib/dom.js";
import { askText, bind } from "../lib/keys.js";
import { act, pending, underway, watch } from "../lib/outbox.js";
import { inSource } from "../lib/offsets.js";
import { pickCode } from "../lib/picker.js";
import { selectedIn } from "../lib/text.js";
import { openBulk } from "./queue/bulk.js";
import { Deck } from "./queue/deck.js";
import { keysOf } from "./queue/keys.js";
import { modelsOf } from "./queue/models.js";
import { scopeBar } from "./queue/scope.js";
import { itemsView, passageView } from "./queue/view.js";
import { Work } from "./queue/work.js";

const screen = $("#screen");
const book = await loadBook();
const deck = new Deck(changed, () => [work?.card.passage.id, ...underway()].filter(Boolean));
/** @type {Work|null} */
let work = null;
/** Passages read in this sitting. */
const done = new Set();
/** Where the person stood before each act, newest last: what undo shows at once. */
const past = [];
let late = 0;

const head = h("div", { class: "queue-head row" });
const desk = h("div", { class: "desk" });
const foot = h("div", { class: "queue-foot", role: "toolbar", "aria-label": "What to do with this passage" });
put(screen, h("h1", { class: "visually-hidden" }, "Queue"), head, desk, foot);

const wait = h("span", { class: "muted", role: "status" });
const bar = await scopeBar(book, (scope) => {
  leave();
  work = null;
  draw();
  void deck.begin(scope);
});
put(head, bar.element, h("span", { class: "grow" }), wait, h("button", { on: { click: () => openBulk(book, bar.scope, restart) } }, "Many at once"));
const nextLabel = h("span", {}, "Next");
// On a telephone the proposal at hand is out of sight while one reads: its answers stand here too.
const answers = [button("y", "Accept", "ok only-narrow", accept), button("n", "Reject", "no only-narrow", reject)];
put(foot, answers, button("Space", nextLabel, "primary", finish), button("a", "Add a code", "", add), button("s", "Skip", "", skip),
  button("u", "Undo", "", undo), button("U", "Redo", "", redo));

function button(key, label, kind, does) {
  return h("button", { class: kind, "aria-keyshortcuts": key, on: { click: does } }, label, " ", h("kbd", {}, key));
}

function changed() {
  if (!work && deck.line.length) take(deck.next());
  else drawWaiting();
  if (!work) draw();
}

function take(card) {
  work = card ? new Work(card, book) : null;
  draw();
  if (work) scrollTo({ top: 0 });
  deck.refill();
}

function draw() {
  screen.setAttribute("aria-busy", String(!work && !deck.empty));
  foot.hidden = !work;
  if (work) nextLabel.textContent = whatNext();
  for (const each of answers) each.hidden = work?.item_?.state !== "open";
  if (work) put(desk, passageView(work), h("div", { class: "side" }, itemsView(work, does)));
  else put(desk, h("div", { class: "card stack" }, nothingLeft()));
  drawWaiting();
}

/** What Space would do now, so that no proposal is rejected unawares. */
function whatNext() {
  const open = work.open.length;
  if (open) return `Reject ${open === 1 ? "the one" : `the ${open}`} still open, next`;
  return work.given.length ? "Nothing more, next" : "Nothing here, next";
}

function nothingLeft() {
  if (deck.problem) return [h("h2", {}, "The next passage could not be fetched"), h("p", {}, `${deck.problem.message} ${deck.problem.hint ?? "It is tried again."}`)];
  if (!deck.empty) return h("p", { class: "muted" }, "Fetching what waits …");
  return [h("h2", {}, "Nothing waits here"), h("p", {}, "Everything in this part of the queue has been read. Choose another part above, or look at what was found."),
    h("p", {}, h("a", { href: "/evidence" }, "Evidence"), " · ", h("a", { href: "/" }, "What is done and what waits"))];
}

function drawWaiting() {
  const left = deck.waiting;
  wait.textContent = left === null ? "" : `${count(left, "passage")} to go${done.size ? ` · ${done.size} done in this sitting` : ""}`;
}

// --- What can be done -------------------------------------------------------------------------------

function remember(sent) {
  const step = { card: work.card, mine: [...work.card.mine], at: work.at, sent };
  past.push(step);
  return step;
}

/** Show answers, and send them. */
function send(answers) {
  const step = remember(true);
  work.apply(answers);
  deliver(step, "/api/decisions", { answers });
}

function deliver(step, path, body) {
  act(path, body).catch((error) => {
    const place = past.indexOf(step);
    if (place >= 0) past.splice(place, 1); // or undo would take back what was done before it
    refused(error);
  });
}

function refused(error) {
  toast(`${error.message}. ${error.hint ?? ""}`, true);
  if (work) void reload(work.card.passage.id);
}

async function reload(id) {
  try {
    const card = await get(`/api/cards/${id}`);
    if (work?.card.passage.id === id) take(card);
  } catch {
    // offline: what is shown stays
  }
}

function accept() {
  const item = work?.item_;
  if (!item) return;
  leave();
  if (item.state !== "given") send([work.answer(item, "accept")]);
  work.forward();
  draw();
}

function reject() {
  const item = work?.item_;
  if (!item || item.state === "refused") return;
  leave();
  send([{ ...work.answer(item, "reject"), attributes: {} }]);
  work.forward();
  draw();
}

async function replace() {
  const item = work?.item_;
  if (!item?.suggestion || item.state === "given") return;
  const code = await pickCode(book, { title: `Instead of ${book.label(item.code)}`, quote: quoteOf(item.span) });
  if (!code || code === item.code) return;
  send([work.answer(item, "replace", { replacement: code })]);
  work.focus(work.items.findIndex((each) => each.code === code)); // so that what is set or noted next is about the code given
  draw();
}

async function add() {
  if (!work) return;
  const chosen = selected();
  const code = await pickCode(book, { quote: chosen ? quoteOf(chosen) : "" });
  if (!code) return;
  leave();
  send([work.added(code, chosen)]);
  work.focus(work.items.findIndex((each) => each.code === code));
  draw();
}

async function memo() {
  const item = work?.item_;
  if (!item || item.state === "replaced") return; // what came instead has its own
  const text = await askText(`Memo on ${book.label(item.code)}`, { value: item.memo, lines: 5, hint: "Ctrl-Enter saves." });
  if (text === null || text === item.memo) return;
  if (item.state === "refused") send([{ ...work.answer({ ...item, memo: text }, "reject"), attributes: {} }]);
  else note(item, { memo: text });
  draw();
}

function set(name, value) {
  const item = work?.item_;
  if (!item || !book.byId.get(item.code)?.attributes) return;
  const rules = book.attributes.map((each) => each.name);
  work.attribute = Math.min(rules.indexOf(name) + 1, rules.length - 1);
  note(item, { attributes: { ...item.attributes, [name]: value } });
}

function pressDigit(number) {
  const rule = work && book.attributes[work.attribute];
  if (rule && rule.values[number - 1]) set(rule.name, rule.values[number - 1]);
}

/** Set something on the code at hand: kept with it until it is accepted, or sent anew if it was given already. */
function note(item, what) {
  work.note(item.code, what);
  if (item.state === "given") {
    clearTimeout(late);
    late = setTimeout(leave, 900);
  }
  draw();
}

/** Send what was changed on codes given already; called before anything else is done. */
function leave() {
  clearTimeout(late);
  for (const item of work?.items ?? []) {
    if (item.state === "given" && work.noted.has(item.code)) send(work.changed(item));
  }
}

function finish() {
  if (!work) return;
  leave();
  const answers = work.open.map((item) => ({ ...work.answer(item, "reject"), attributes: {} }));
  if (!work.done) answers.push(work.nothing());
  if (answers.length) send(answers);
  else remember(false);
  forward();
}

function skip() {
  if (!work) return;
  leave();
  deliver(remember(true), "/api/skips", { passage: work.card.passage.id });
  forward(false);
}

function forward(read = true) {
  if (read) {
    done.add(work.card.passage.id);
    if (deck.waiting) deck.waiting -= 1;
  }
  take(deck.next());
}

async function undo() {
  if (work) leave();
  const step = past.pop();
  if (step) {
    if (step.card !== work?.card) deck.putBack(work?.card);
    bring(step.card);
    step.card.mine = step.mine;
    take(step.card);
    work.focus(step.at);
    draw();
    if (!step.sent) return;
  }
  await turn("/api/undo", "There is nothing to undo.", !step);
}

async function redo() {
  if (work) leave();
  past.length = 0; // what comes back is known to the server alone, and so is the way back from it
  await turn("/api/redo", "There is nothing to redo.", true);
}

async function turn(path, none, show) {
  if (pending() && show) toast("Waits for the server.");
  try {
    const said = await act(path, {});
    if (!said.events) toast(none);
    // While more is under way the card is behind what the page shows already; the last answer has it all.
    else if (said.card && !pending() && (show || said.card.passage.id === work?.card.passage.id)) bringBack(said.card);
  } catch (error) {
    refused(error);
  }
}

function bringBack(card) {
  const at = work?.card.passage.id === card.passage.id ? work.at : null;
  if (at === null) deck.putBack(work?.card);
  bring(card);
  take(card);
  if (at !== null) work.focus(at);
  draw();
}

/** A passage comes to the desk again: it waits nowhere else, and is not done. */
function bring(card) {
  deck.drop(card.passage.id);
  if (done.delete(card.passage.id) && deck.waiting !== null) deck.waiting += 1;
}

function restart() {
  past.length = 0;
  work = null;
  void deck.begin(bar.scope);
}

// --- Words ------------------------------------------------------------------------------------------

function selected() {
  const element = $("#passage-text");
  const found = element && selectedIn(element);
  return found && inSource(found[0], found[1], work.card.passage);
}

function quoteOf(span) {
  const { passage } = work.card;
  return [...passage.text].slice(span[0] - passage.span[0], span[1] - passage.span[0]).join("");
}

function stretch(end, by) {
  const item = work?.item_;
  if (item) note(item, { span: work.stretch(item, end, by) });
}

function whole() {
  const item = work?.item_;
  if (item) note(item, { span: work.whole });
}

document.addEventListener("mouseup", () => {
  const chosen = work && selected();
  const item = work?.item_;
  if (chosen && item && !document.querySelector("dialog[open]")) {
    bindHint(chosen, item);
  }
});

/** Selected words may be meant for the code at hand or for a new one: both are one key. */
function bindHint(chosen, item) {
  const place = $(".selection-hint") ?? h("div", { class: "selection-hint row" });
  put(place, h("span", {}, "Selected words:"),
    h("button", { on: { click: () => take_(chosen, item) } }, `for ${book.label(item.code)} `, h("kbd", {}, "e")),
    h("button", { on: { click: add } }, "for another code ", h("kbd", {}, "a")));
  $(".passage-body")?.after(place);
}

function take_(chosen, item) {
  getSelection().removeAllRanges();
  note(item, { span: chosen });
}

function useSelection() {
  const chosen = work && selected();
  if (chosen && work.item_) take_(chosen, work.item_);
  else toast("Select words in the passage first, or move the ends with the arrow keys.");
}

function define() {
  if (!work) return;
  work.full = !work.full;
  draw();
}

function widen() {
  if (!work) return;
  work.wide = !work.wide;
  draw();
}

function focus(place) {
  if (!work) return;
  leave();
  work.focus(place);
  draw();
}

const models = modelsOf(book, () => work, note);

const does = { accept, reject, replace, memo, define, focus, set, take: models.adopt, asked: models.asked };
bind(keysOf({
  accept, reject, replace, add, memo, define, widen, useSelection, whole, stretch, finish, skip, undo, redo, pressDigit,
  takeOver: models.takeOver, whatWasAsked: models.whatWasAsked,
  move: (by) => focus((work?.at ?? 0) + by),
  nextAttribute: () => work && ((work.attribute = (work.attribute + 1) % Math.max(1, book.attributes.length)), draw()),
}));
addEventListener("pagehide", leave);
// Cards fetched ahead may propose codes that can no longer be given.
onNewVersion(() => {
  if (work) void reload(work.card.passage.id);
  void deck.begin(bar.scope);
});
draw();
await deck.begin(bar.scope);
// What was under way is known to the server now, so what it hands out next is right.
watch(({ waiting }) => !waiting && !work && void deck.fill(true));
