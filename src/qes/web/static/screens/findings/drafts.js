// Drafts by a language model beside the findings: asked for, read, taken over into the editor, accepted, dropped.

import { get } from "../../lib/api.js";
import { count, h, put, toast } from "../../lib/dom.js";
import { may } from "../../lib/page.js";
import { accept, drop } from "../drafts/acts.js";
import { Asking, agreed } from "../drafts/ask.js";
import { draftCard, mark } from "../drafts/card.js";
import { FROM } from "./draft.js";
import { kept } from "./written.js";
import { trouble } from "./words.js";

/** Begins the name of a draft that is read; `FROM` that of one that is being taken over. */
const READ = "draft:";
const idOf = (key) => key.slice(key.indexOf(":") + 1);

export class Drafts {
  /** @param {import("./desk.js").Desk} desk */
  constructor(desk) {
    this.desk = desk;
    this.rows = [];
    this.model = null;
    /** The one that is read. */
    this.shown = null;
    this.asking = new Asking((draft) => void this.came(draft));
    this.list = h("ol", { class: "finding-list draft-list", "aria-label": "Open drafts by a model" });
    this.button = h("button", { type: "button", on: { click: () => void this.ask() } }, "Ask the model for a draft ", h("kbd", {}, "D"));
    this.title = h("h2", { class: "small" });
    this.element = h("div", { class: "stack drafts-side", hidden: true }, this.button, this.asking.element, this.title, this.list);
  }

  /** Whether what is open is a draft, and not a finding. */
  owns(key) {
    return key.startsWith(READ) || key.startsWith(FROM);
  }

  async load() {
    if (!may("reviewer")) return;
    const said = await get("/api/drafts", { kind: "finding" }).catch(() => null);
    if (!said) return; // the list of findings says what is wrong
    [this.rows, this.model] = [said.drafts, said.model];
    this.draw();
  }

  draw() {
    const { rows, model, desk } = this;
    this.element.hidden = !rows.length && !model;
    this.button.hidden = !model;
    this.title.hidden = this.list.hidden = !rows.length;
    put(this.title, count(rows.length, "open draft"));
    put(this.list, rows.map((each) => this.row(each, this.owns(desk.at) && idOf(desk.at) === each.id)));
  }

  row(each, here) {
    const words = each.text || "Nothing was kept of it.";
    return h("li", {}, h("button", { class: "finding-row", "aria-current": here && "true", on: { click: () => void this.desk.open(READ + each.id) } },
      h("span", { class: "row small" }, mark(), h("span", { class: "muted" }, `by ${each.model}`), kept(`finding ${FROM}${each.id}`) && h("span", { class: "tag warn" }, "not saved")),
      h("span", { class: "finding-words" }, words),
      h("span", { class: "muted small" }, `${this.about(each)} · ${each.kept} kept, ${each.struck} struck out`)));
  }

  about({ code, cases }) {
    return [this.desk.book.label(code), cases.length ? cases.join(", ") : "all cases"].join(" · ");
  }

  fetch(key) {
    return get(`/api/drafts/${idOf(key)}`);
  }

  /** Whether it is to be edited, and not only read. */
  edits(key, draft) {
    return key.startsWith(FROM) && draft.fate === "open";
  }

  /** Show it, to be read. */
  show(draft) {
    this.shown = draft;
    const card = draftCard(draft, { about: this.about(draft), key: "t", takeOver: () => this.takeOver(), accept: () => void this.end(accept), drop: () => void this.end(drop) });
    put(this.desk.place, card);
    this.inView();
    card.querySelector("h2").focus({ preventScroll: true });
  }

  /** On a narrow screen the lists stand above what is opened. */
  inView() {
    if (matchMedia("(max-width: 800px)").matches) this.desk.place.scrollIntoView({ block: "start" });
  }

  takeOver() {
    if (this.shown?.fate === "open" && this.desk.at === READ + this.shown.id) void this.desk.open(FROM + this.shown.id);
  }

  /** What stands above the editor while a draft is taken over. */
  banner(draft) {
    return h("div", { class: "stack" },
      h("p", { class: "notice" }, h("b", {}, "You are making this draft your own. "), `It was worded by ${draft.model}; what was struck out is left out. Change what you like: saving makes it your finding, which says that it began as a draft.`),
      h("details", { class: "card draft-origin" }, h("summary", {}, "The draft, sentence by sentence"), draftCard(draft, { about: this.about(draft) })));
  }

  async end(what) {
    const { shown, desk } = this;
    const said = await what(shown);
    if (said) void desk.load();
    if (said && desk.at === READ + shown.id) await desk.open(said.finding ?? READ + shown.id);
  }

  async ask() {
    if (!this.model || this.asking.busy) return;
    if (this.model.problem) return toast(this.model.problem, true);
    const { draft, editor, list } = this.desk;
    const wanted = { kind: "finding", code: draft?.capability ?? "", cases: draft?.cases ?? [] };
    const options = editor.capabilities().slice(1);
    const chosen = await agreed(this.model, wanted, { codes: options, cases: list.cases });
    if (chosen) void this.asking.ask(chosen, this.model, this.about(chosen));
  }

  /** Another draft is there: shown at once unless somebody is at something else. */
  async came(draft) {
    await this.load();
    const { desk } = this;
    const idle = !desk.draft || !desk.draft.changes.length;
    if (idle) await desk.open(READ + draft.id);
    else toast("The draft has come: it is in the list of open drafts.");
  }

  /** Somebody else did something with drafts. */
  async heard() {
    await this.load();
    const { shown, desk } = this;
    if (!shown || desk.at !== READ + shown.id) return;
    const now = await this.fetch(desk.at).catch((error) => toast(trouble(error), true));
    if (now && desk.at === READ + now.id && now.fate !== shown.fate) this.show(now);
  }
}
