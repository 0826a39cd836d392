// Scoring: levels given apart, settled and signed off; all units at a glance, and one of them in full.

import { get } from "../lib/api.js";
import { loadBook } from "../lib/book.js";
import { count, h, put, toast } from "../lib/dom.js";
import { bind, screen } from "../lib/keys.js";
import { follow } from "../lib/live.js";
import { showAgreement } from "./scoring/agreement.js";
import { Grid } from "./scoring/grid.js";
import { keysOf } from "./scoring/keys.js";
import { place, save } from "./scoring/place.js";
import { UnitDesk } from "./scoring/unit.js";
import { sameUnit, stageOf, toldOf } from "./scoring/words.js";

const SAID = new Set(["scored", "score-settled", "score-signed", "score-reopened", "reload"]);
const MOVES = new Set(["decision", "adjudication", "undo", "ingested", "retired", "carry", "account"]);
const [SOON, LATER] = [300, 3000];

const book = await loadBook();
const desk = new UnitDesk(book, { next: () => next(), changed: () => void load() });
const grid = new Grid({ open: (unit) => void open(unit) });
const status = h("p", { class: "grow", role: "status", "aria-live": "polite" }, "…");
const only = h("input", { type: "checkbox", checked: Boolean(place().only), on: { change: () => filter(only.checked) } });
const views = ["units", "agreement"].map((name) => h("button", { data: { view: name }, on: { click: () => look(name) } }, name === "units" ? "Units" : "Agreement"));
const strip = h("nav", { class: "strip", "aria-label": "Units of the case", hidden: true });
const body = h("div", { class: "stack" });
let said = null;
let timer = 0;

put(screen(), h("h1", { class: "visually-hidden" }, "Scoring"),
  h("div", { class: "row scoring-head" }, views, status,
    h("label", { class: "inline" }, only, "Only what waits for me ", h("kbd", {}, "w")),
    h("button", { class: "primary", on: { click: () => next() } }, "Next that waits ", h("kbd", {}, "n"))),
  strip, body);
await load();
screen().setAttribute("aria-busy", "false");
look(place().view === "agreement" ? "agreement" : "units");

// --- All units ---

async function load() {
  try {
    said = await get("/api/scoring");
  } catch (error) {
    put(status, h("span", { class: "problem" }, `${error.message}. ${error.hint ?? ""}`));
    return;
  }
  tell();
  grid.draw(said, only.checked);
  drawStrip();
  if (place().view === "agreement" && body.childElementCount) void showAgreement(body);
  if (!said.current) later(LATER / 2);
}

function tell() {
  const waiting = said.units.filter((each) => each.waits).length;
  const stale = said.units.filter((each) => each.stale).length;
  const alone = said.units.filter((each) => each.alone).length;
  const signed = said.units.filter((each) => each.stage === "signed").length;
  put(status, said.units.length ? [h("strong", {}, waiting ? `${count(waiting, "unit")} wait${waiting === 1 ? "s" : ""} for you` : "Nothing waits for you"),
    h("span", { class: "muted" }, ` · ${signed} of ${said.units.length} signed off`), alone > 0 && h("span", { class: "muted" }, ` · ${alone} scored by one person alone`), stale > 0 && h("span", { class: "muted" }, ` · ${stale} stale`)]
    : "Nothing to score yet: there is no case, or no code of the codebook is scored.");
}

function later(pause) {
  clearTimeout(timer);
  timer = setTimeout(() => void load(), pause);
}

function filter(on) {
  only.checked = on;
  save({ only: on ? "yes" : "" });
  if (said) grid.draw(said, on);
}

// --- One unit ---

function opened() {
  return said?.units.find((each) => sameUnit(each, place()));
}

async function open(unit) {
  save({ case: unit.case, capability: unit.capability, view: "" });
  mark("units");
  drawStrip();
  put(body, desk.element);
  scrollTo({ top: 0 });
  await desk.open(unit, said);
}

function drawStrip() {
  const here = opened();
  strip.hidden = !here || place().view === "agreement";
  if (strip.hidden) return;
  const label = (unit) => said.capabilities.find((each) => each.code === unit.capability).label;
  put(strip, h("button", { class: "quiet", on: { click: () => all() } }, "‹ All units ", h("kbd", {}, "o")),
    h("strong", {}, here.case),
    said.units.filter((each) => each.case === here.case).map((each) =>
      h("button", { class: `chip ${stageOf(each).kind}`, "aria-current": each === here ? "true" : null, "aria-label": toldOf(each, label(each)), title: toldOf(each, label(each)), on: { click: () => void open(each) } },
        each.waits && h("b", { class: "dot", "aria-hidden": "true" }, "● "), h("b", {}, stageOf(each).mark), ` ${label(each)}`)));
}

function all() {
  const unit = opened();
  desk.close();
  save({ case: "", capability: "", view: "" });
  look("units");
  if (unit) grid.stand(unit);
  grid.focus();
}

function next() {
  if (!said) return;
  const from = said.units.findIndex((each) => sameUnit(each, place())) + 1;
  const found = [...said.units.slice(from), ...said.units.slice(0, from)].find((each) => each.waits && !sameUnit(each, place()));
  if (found) void open(found);
  else toast("Nothing else waits for you.");
}

function step(by) {
  if (!said) return;
  if (!desk.wanted) return grid.step(by, only.checked);
  const order = said.units.filter((each) => !only.checked || each.waits || sameUnit(each, place()));
  const unit = order[order.findIndex((each) => sameUnit(each, place())) + by];
  if (unit) void open(unit);
  else toast(by > 0 ? "This is the last one." : "This is the first one.");
}

// --- Views ---

function mark(name) {
  for (const each of views) each.setAttribute("aria-pressed", String(each.dataset.view === name));
}

function look(name) {
  save({ view: name === "units" ? "" : name });
  mark(name);
  drawStrip();
  if (name === "agreement") {
    desk.close();
    put(body);
    void showAgreement(body);
  } else if (opened()) void open(opened());
  else if (said?.units.length) {
    put(body, grid.element);
    if (!place().case) grid.focus();
  } else put(body);
}

follow(({ kind }) => {
  if (!SAID.has(kind) && !MOVES.has(kind)) return;
  later(SAID.has(kind) ? SOON : LATER);
  if (!desk.sheet) return;
  clearTimeout(desk.timer);
  desk.timer = setTimeout(() => desk.acts.sending || void desk.renew(), SAID.has(kind) ? SOON : LATER);
});

bind(keysOf(desk, { next, step, all, only: () => filter(!only.checked), view: () => look(place().view === "agreement" ? "units" : "agreement") }));
