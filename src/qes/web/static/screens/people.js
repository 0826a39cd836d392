// People: who works here, who is asked to code what, and the settings that bear upon it.

import { get } from "../lib/api.js";
import { $, h, put, toast } from "../lib/dom.js";
import { follow } from "../lib/live.js";
import { accountsView } from "./people/accounts.js";
import { inPlace } from "./people/focus.js";
import { settingsView } from "./people/settings.js";
import { soloView } from "./people/solo.js";
import { Work } from "./people/work.js";

const PARTS = { people: "People", work: "Who codes what", settings: "Settings" };
/** Kinds of event after which something here is different; codings only move the progress. */
const CHANGES = new Set(["account", "assigned", "undo", "ingested", "retired", "reload"]);

const screen = $("#screen");
const asked = new URLSearchParams(location.search).get("part") ?? "";
let part = asked in PARTS ? asked : "people";
const body = h("div", { class: "stack" });
const tabs = h("nav", { class: "row parts", "aria-label": "Parts of this screen" });
put(screen, h("div", { class: "row people-head" }, h("h1", {}, "People"), tabs), body);
const work = new Work();

function drawTabs() {
  put(tabs, Object.entries(PARTS).map(([name, label]) =>
    h("button", { "aria-pressed": String(name === part), on: { click: () => go(name) } }, label)));
}

function go(name) {
  part = name;
  const url = new URL(location.href);
  if (part === "people") url.searchParams.delete("part");
  else url.searchParams.set("part", part);
  history.replaceState(null, "", url);
  drawTabs();
  void load();
}

async function load() {
  const wanted = part;
  try {
    const content = await contentOf(wanted);
    if (wanted === part) inPlace(body, () => put(body, content));
  } catch (error) {
    if (body.childElementCount) toast(`${error.message} ${error.hint ?? ""}`, true);
    else put(body, h("p", { class: "problem", role: "alert" }, `${error.message} ${error.hint ?? ""}`));
  }
  screen.setAttribute("aria-busy", "false");
}

async function contentOf(wanted) {
  if (wanted === "settings") return settingsView(await get("/api/people/settings"));
  const said = await get("/api/people");
  if (wanted === "work") return work.view(await get("/api/assignments"), said, load);
  return [said.solo ? soloView(said, load) : null, accountsView(said, load)];
}

let timer = 0;
follow((event) => {
  if (part === "settings") return;
  clearTimeout(timer);
  timer = setTimeout(load, CHANGES.has(event.kind) ? 150 : 2500);
});

drawTabs();
await load();
