// The report: what it will hold and what is not ready, making it, those that were made, and notes for its methods.

import { $, h, put } from "../lib/dom.js";
import { bind } from "../lib/keys.js";
import { Desk } from "./report/desk.js";
import { Methods } from "./report/methods.js";

const PARTS = [["report", "Report"], ["methods", "Notes for the methods"]];

const screen = $("#screen");
const panel = h("div", { id: "part", role: "tabpanel", tabindex: -1 });
const tabs = PARTS.map(([name, label]) => h("button", { id: `tab-${name}`, role: "tab", "aria-controls": "part", on: { click: () => void go(name) } }, label));
const list = h("div", { class: "tabs", role: "tablist", "aria-label": "Parts of this screen" }, tabs);
const desk = new Desk();
const methods = new Methods();
let part = "";

put(screen, h("h1", { class: "visually-hidden" }, "Report"), list, panel);

async function go(name) {
  part = name;
  history.replaceState(null, "", name === "report" ? location.pathname : `?view=${name}${location.hash}`);
  PARTS.forEach(([each], at) => {
    tabs[at].setAttribute("aria-selected", String(each === name));
    tabs[at].tabIndex = each === name ? 0 : -1;
  });
  panel.setAttribute("aria-labelledby", `tab-${name}`);
  desk.shown = name === "report";
  methods.shown = name === "methods";
  await (name === "report" ? desk : methods).show(panel);
  screen.setAttribute("aria-busy", "false");
}

const step = (by) => {
  const next = (PARTS.findIndex(([name]) => name === part) + by + PARTS.length) % PARTS.length;
  void go(PARTS[next][0]);
  return tabs[next];
};
list.addEventListener("keydown", (event) => {
  const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (by) step(by).focus();
});
bind([
  { key: "v", label: "The other part of this screen", group: "Screen", does: () => step(1) },
  { key: "m", label: "Make the report", group: "Report", does: () => desk.shown && desk.focusMake() },
  { key: "j", label: "Next item", group: "Notes for the methods", does: () => methods.shown && methods.step(1) },
  { key: "k", label: "Item before", group: "Notes for the methods", does: () => methods.shown && methods.step(-1) },
  { key: "e", label: "Write on the item", group: "Notes for the methods", does: () => methods.shown && methods.write() },
]);
await go(new URLSearchParams(location.search).get("view") === "methods" ? "methods" : "report");
