// What reporting statements ask for: what the log answers, and what only people can say.

import { get, post } from "../../lib/api.js";
import { count, h, put } from "../../lib/dom.js";
import { follow } from "../../lib/live.js";
import { NAME } from "../../lib/page.js";
import { ItemView } from "./item.js";

const AGAIN = 900;
const STATEMENTS = { Deviations: "Deviations from the protocol", ENTREQ: "ENTREQ: transparency in reporting the synthesis of qualitative research", RAISE: "RAISE: responsible use of AI in evidence synthesis" };

export class Methods {
  constructor() {
    this.shown = false;
    this.said = null;
    this.onlyOpen = false;
    /** @type {Map<string, ItemView>} */
    this.items = new Map();
    this.head = h("div", { class: "stack" });
    this.list = h("div", { class: "stack methods", on: { moved: () => void this.load() } });
    follow(({ kind, author }) => {
      if (this.shown && author !== NAME && ["method-noted", "undo", "reload"].includes(kind)) void this.load();
    });
  }

  async show(panel) {
    put(panel, this.head, this.list);
    await this.load();
    if (location.hash) document.getElementById(decodeURIComponent(location.hash.slice(1)))?.scrollIntoView();
  }

  async load(ask = () => get("/api/report/methods")) {
    clearTimeout(this.next);
    try {
      this.said = await ask();
    } catch (error) {
      put(this.head, h("p", { class: "problem", role: "alert" }, `${error.message}. ${error.hint ?? ""}`));
      return;
    }
    this.draw();
    if (this.said.working) this.next = setTimeout(() => this.shown && void this.load(), AGAIN);
  }

  draw() {
    const { items, working, asked } = this.said;
    const fresh = !this.items.size;
    for (const each of items) {
      if (!this.items.has(each.key)) this.items.set(each.key, new ItemView(each, () => this.drawHead()));
      this.items.get(each.key).take(each, { waiting: working && !asked });
    }
    this.drawHead();
    if (fresh) {
      put(this.list, Object.entries(STATEMENTS).map(([statement, title]) => h("section", { class: "stack", "aria-label": title },
        h("h2", {}, title), items.filter((each) => each.statement === statement).map((each) => this.items.get(each.key).element))));
    }
    this.sift();
  }

  drawHead() {
    const { items, working, asked, current, trouble } = this.said;
    const open = [...this.items.values()].filter((each) => each.open).length;
    const only = h("input", { type: "checkbox", id: "only-open", checked: this.onlyOpen, on: { change: () => {
      this.onlyOpen = only.checked;
      this.sift();
    } } });
    put(this.head,
      h("p", { class: "muted" }, "The methods appendix of every report answers these. Most of it stands in the log; what the log cannot know is for you to say. Both are printed, with your name at what you wrote."),
      h("div", { class: "row" }, h("p", { role: "status" }, working ? "Asking the log …" : asked ? [h("b", {}, count(open, "item")), ` of ${items.length} without any answer`] : ""),
        h("label", { class: "inline" }, only, "Only these"),
        asked && !current && !working && h("button", { on: { click: () => void this.load(() => post("/api/report/methods/ask")) } }, "The log has grown: ask it again")),
      trouble && h("div", { class: "row" }, h("p", { class: "problem" }, `${trouble.error}. ${trouble.hint}`), h("button", { on: { click: () => void this.load(() => post("/api/report/methods/ask")) } }, "Try again")));
  }

  sift() {
    for (const each of this.items.values()) each.element.hidden = this.onlyOpen && !each.open && !each.writing;
  }

  // --- Walking by keys ---

  step(by) {
    const all = [...this.list.querySelectorAll(".item:not([hidden])")];
    const at = all.indexOf(document.activeElement?.closest(".item"));
    const next = all[Math.max(0, Math.min(all.length - 1, at + by))];
    next?.focus();
    next?.scrollIntoView({ block: "nearest" });
  }

  write() {
    const at = document.activeElement?.closest(".item");
    [...this.items.values()].find((each) => each.element === at)?.begin();
  }
}
