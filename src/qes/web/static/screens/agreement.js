// Agreement: the figures, what coders differ about and how it is settled, and what that says of the codebook.

import { loadBook } from "../lib/book.js";
import { $, h, put } from "../lib/dom.js";
import { bind } from "../lib/keys.js";
import { read, write } from "./agreement/address.js";
import { showFigures } from "./agreement/figures.js";
import { showReasons } from "./agreement/reasons.js";
import { Desk } from "./agreement/settle.js";

const PARTS = [["figures", "Agreement"], ["settle", "To settle"], ["reasons", "Reasons"]];

const screen = $("#screen");
const book = await loadBook();
const panel = h("div", { id: "part", role: "tabpanel", tabindex: -1 });
const tabs = PARTS.map(([name, label]) =>
  h("button", { id: `tab-${name}`, role: "tab", "aria-controls": "part", on: { click: () => go(name) } }, label, name === "settle" && h("span", { class: "tag", id: "open-count", hidden: true })));
const desk = new Desk(book, (open) => {
  const tag = $("#open-count");
  tag.hidden = false;
  tag.textContent = String(open);
});
let part = "";

const list = h("div", { class: "tabs", role: "tablist", "aria-label": "Parts of this screen" }, tabs);
put(screen, h("h1", { class: "visually-hidden" }, "Agreement and adjudication"), list, panel);
screen.setAttribute("aria-busy", "false");

function go(name, asked = {}) {
  part = name;
  write({ ...asked, view: name === "figures" ? "" : name });
  PARTS.forEach(([each], place) => {
    tabs[place].setAttribute("aria-selected", String(each === name));
    tabs[place].tabIndex = each === name ? 0 : -1;
  });
  panel.setAttribute("aria-labelledby", `tab-${name}`);
  desk.shown = name === "settle";
  if (name === "settle") void desk.show(panel);
  else if (name === "reasons") void showReasons(panel, book);
  else void showFigures(panel, book, { differences: (code) => go("settle", { code, at: "", kind: "", case: "", source: "", state: "" }) });
}

const step = (by) => {
  const next = (PARTS.findIndex(([name]) => name === part) + by + PARTS.length) % PARTS.length;
  go(PARTS[next][0]);
  return tabs[next];
};
list.addEventListener("keydown", (event) => {
  const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (by) step(by).focus();
});
bind([
  { key: "v", label: "The next part of this screen", group: "Screen", does: () => step(1) },
  ...desk.keys,
]);
const asked = read().view;
go(PARTS.some(([name]) => name === asked) ? asked : "figures");
if (part !== "settle") void desk.countOpen();
