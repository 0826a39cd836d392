// The findings screen: one finding open, its draft, its counter-evidence, its history.

import { get, newKey, post } from "../../lib/api.js";
import { h, put, toast } from "../../lib/dom.js";
import { askText } from "../../lib/keys.js";
import { follow } from "../../lib/live.js";
import { NAME, may } from "../../lib/page.js";
import { read, write } from "../agreement/address.js";
import { DRAFT_MOVES } from "../drafts/acts.js";
import { Walk } from "./counter.js";
import { Draft, NEW } from "./draft.js";
import { Drafts } from "./drafts.js";
import { Editor } from "./editor.js";
import { historyView } from "./history.js";
import { listView, shown } from "./list.js";
import { Saving } from "./saving.js";
import { foot, head } from "./standing.js";
import { trouble } from "./words.js";

export const PARTS = [["write", "Write"], ["counter", "Counter-evidence"], ["history", "History"]];
const MOVES = new Set(["finding-saved", "counter-searched", "counter-weighed", "finding-approved", "undo", "ingested", "retired", "reload"]);

export class Desk {
  /** @param {import("../../lib/book.js").Book} book @param {HTMLElement} screen */
  constructor(book, screen) {
    this.book = book;
    this.at = "";
    this.said = null;
    this.draft = null;
    this.theirs = null;
    this.part = "write";
    this.side = listView(book, { open: (key) => void this.open(key), show: (state) => this.show(state), mayWrite: may("reviewer") });
    this.top = h("div", { class: "stack" });
    this.clash = h("div", { class: "stack" });
    this.panel = h("div", { id: "part", role: "tabpanel", tabindex: -1 });
    this.foot = h("div", { class: "finding-foot", role: "toolbar", "aria-label": "Save", hidden: true });
    this.saving = new Saving(this);
    this.walk = new Walk(this);
    this.drafts = new Drafts(this);
    this.side.above.append(this.drafts.element);
    this.place = h("div", { class: "finding stack" });
    put(screen, h("h1", { class: "visually-hidden" }, "Findings"), h("div", { class: "findings" }, this.side.element, this.place));
    follow((event) => this.heard(event));
  }

  async begin() {
    await this.load();
    if (!this.list) return;
    this.editor = new Editor(this.book, this.list, { changed: () => this.drawFrame(), save: () => void this.save() });
    await this.drafts.load();
    this.part = PARTS.some(([name]) => name === read().part) ? read().part : "write";
    const { at } = read();
    const drafted = may("reviewer") && this.drafts.owns(at ?? "");
    if (at === NEW || drafted || this.list.findings.some((each) => each.key === at)) await this.open(at);
    else if (this.rows.length) await this.open(this.rows[0].key);
    else this.nothing();
  }

  async load() {
    try {
      this.list = await get("/api/findings");
      this.drawList();
    } catch (error) {
      put(this.place, h("p", { class: "card problem" }, trouble(error)));
    }
  }

  get rows() {
    return shown(this.list, read().state ?? "");
  }

  drawList() {
    this.side.draw(this.list, this.at, read().state ?? "");
    this.drafts.draw();
  }

  show(state) {
    write({ state });
    this.drawList();
  }

  nothing() {
    const text = this.list.findings.length ? "Choose a finding from the list." : "No finding yet. A finding is a sentence in your own words, with the quotes it rests on and those against it.";
    put(this.place, h("div", { class: "card stack" }, h("p", {}, text), may("reviewer") && h("div", { class: "row" }, h("button", { class: "primary", on: { click: () => void this.open(NEW) } }, "Write a finding ", h("kbd", {}, "n")))));
  }

  // --- Opening ---

  async open(key) {
    if (key === NEW && !may("reviewer")) return;
    this.at = key;
    write({ at: key });
    this.drawList();
    let [said, from] = [null, null];
    try {
      if (this.drafts.owns(key)) from = await this.drafts.fetch(key);
      else if (key !== NEW) said = await get(`/api/findings/${key}`);
    } catch (error) {
      if (this.at === key) put(this.place, h("p", { class: "card problem" }, trouble(error)));
      return;
    }
    if (this.at !== key) return;
    if (from && !this.drafts.edits(key, from)) {
      Object.assign(this, { said: null, draft: null, theirs: null });
      return this.drafts.show(from);
    }
    const draft = new Draft(said, from);
    const theirs = await this.restore(draft, said);
    if (this.at !== key) return;
    Object.assign(this, { said, draft, theirs, banner: from && this.drafts.banner(from) });
    if (!said && this.part !== "write") this.part = "write";
    this.editor.open(draft);
    this.drawWhole();
    if (!said) this.editor.statement.focus({ preventScroll: Boolean(from) });
    if (from) this.drafts.inView();
  }

  /** Go on with what was typed before the page was closed; what others saved since, if they have. */
  async restore(draft, said) {
    const { left } = draft;
    if (!left) return null;
    const { citations } = await post("/api/findings/try", { statement: "", citations: left.citations }).catch(() => ({ citations: null }));
    if (!citations) return null;
    draft.restore(left, citations.filter(Boolean));
    const lost = citations.filter((each) => !each).length;
    toast(lost ? `What you typed before is here again, without ${lost} of its quotes: they are no longer where they stood.` : "What you typed before is here again; it is not saved yet.");
    return said && left.seen !== said.id ? said : null;
  }

  drawWhole() {
    const tabs = PARTS.map(([name, label]) => h("button", { id: `tab-${name}`, role: "tab", "aria-controls": "part", on: { click: () => this.go(name) } }, label, h("span", { class: "tag" })));
    this.tabs = h("div", { class: "tabs", role: "tablist", "aria-label": "Parts of this finding", on: { keydown: (event) => this.arrows(event) } }, tabs);
    put(this.place, this.top, this.clash, this.tabs, this.panel, this.foot);
    this.drawFrame();
    this.saving.drawClash();
    this.drawPart();
  }

  arrows(event) {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!by) return;
    this.step(by);
    this.tabs.querySelector("[aria-selected='true']").focus();
  }

  step(by) {
    const here = PARTS.findIndex(([name]) => name === this.part);
    this.go(PARTS[(here + by + PARTS.length) % PARTS.length][0]);
  }

  go(part) {
    this.part = part;
    write({ part: part === "write" ? "" : part });
    this.drawFrame();
    this.drawPart();
  }

  /** What stands around the part: where the finding stands, the tabs, saving. */
  drawFrame() {
    put(this.top, this.said ? head(this.said, this.book, this) : this.banner);
    const { said } = this;
    const tags = { write: "", counter: said?.counter ? `${said.counter.candidates.filter((each) => each.weighed).length} of ${said.counter.candidates.length}` : "", history: said ? String(said.versions.length) : "" };
    for (const tab of this.tabs.children) {
      const name = tab.id.slice(4);
      tab.setAttribute("aria-selected", String(name === this.part));
      tab.tabIndex = name === this.part ? 0 : -1;
      tab.lastChild.textContent = tags[name];
      tab.lastChild.hidden = !tags[name];
    }
    this.panel.setAttribute("aria-labelledby", `tab-${this.part}`);
    foot(this.foot, this);
  }

  drawPart() {
    if (this.part === "write") {
      if (this.editor.element.parentNode !== this.panel) put(this.panel, this.editor.element);
      this.editor.form.inert = !may("reviewer");
    } else if (this.part === "counter") {
      this.walk.draw();
      put(this.panel, this.walk.element);
    } else put(this.panel, this.said ? historyView(this.said, this.book) : h("p", { class: "muted" }, "Nothing is saved yet."));
  }

  /** The server has said how the finding stands now; it is what the draft starts from. */
  take(said, draft = new Draft(said)) {
    this.at = said.key;
    write({ at: said.key });
    const typing = draft === this.draft;
    Object.assign(this, { said, draft, theirs: null });
    if (!typing) this.editor.open(draft);
    this.drawWhole();
  }

  save() {
    return this.saving.save();
  }

  /** The key of the finding once it is saved as it stands here; "" if it cannot be. */
  async savedKey() {
    const clean = this.said && !this.draft.changes.length;
    return clean || (await this.save()) ? this.said.key : "";
  }

  /** Do something to a version: search, approve, withdraw. */
  async send(key, what, more) {
    const seen = this.said?.key === key ? this.said.id : "";
    try {
      const said = await post(`/api/findings/${key}/${what}`, { key: newKey(), seen, ...more });
      if (this.at === key) this.renew(said);
      void this.load();
      return true;
    } catch (error) {
      if (error.status === 409) await this.saving.meet(key);
      toast(trouble(error), true);
      return false;
    }
  }

  /** Take in how it stands now, without touching what is being typed. */
  renew(said) {
    const dirty = this.draft?.changes.length > 0;
    const moved = this.draft?.seen !== said.id;
    this.said = said;
    if (!dirty && moved) return this.take(said);
    if (dirty && moved) this.theirs = said;
    this.drawFrame();
    this.saving.drawClash();
    if (this.part !== "write") this.drawPart();
  }

  async refetch(key = this.at) {
    const said = key && key !== NEW && !this.drafts.owns(key) ? await get(`/api/findings/${key}`).catch(() => null) : null;
    if (said && this.at === key) this.renew(said);
  }

  /** Cite what speaks against it, in one step; into the draft where that holds more. */
  async citeAgainst(candidates) {
    const clean = !this.draft.changes.length;
    const fresh = candidates.filter((each) => !each.lost && !this.draft.cites(each)).map((each) => ({ ...each, against: true }));
    this.draft.citations = [...this.draft.citations.map((each) => (fresh.length < candidates.length && candidates.some((one) => one.source === each.source && String(one.span) === String(each.span)) ? { ...each, against: true } : each)), ...fresh];
    this.draft.reason ||= "Cites what the search found against it.";
    this.editor.open(this.draft);
    this.editor.edit();
    if (clean) await this.save();
    else {
      this.go("write");
      toast("They are among the quotes now: save it.");
    }
  }

  /** What weighing a candidate came to. */
  heardWord(key, told) {
    if (this.said?.key !== key) return;
    Object.assign(this.said, { said: told.said, missing: told.missing });
    this.drawFrame();
    clearTimeout(this.late);
    this.late = setTimeout(() => void this.calm(key), 600);
  }

  async calm(key) {
    await this.load();
    await this.refetch(key);
  }

  approve = async () => {
    if (!may("lead") || !this.said) return;
    if (this.draft.changes.length) return toast("Save what has changed first, or drop it.", true);
    await this.walk.settled();
    if (await this.send(this.said.key, "approve", {})) toast("Approved.");
  };

  withdraw = async () => {
    if (!this.said || !may("reviewer")) return;
    const reason = await askText("Withdraw this finding", { lines: 3, required: true, hint: "Why? It stays on record with the reason, and saving it again brings it back.", ok: "Withdraw it" });
    if (reason?.trim() && (await this.send(this.said.key, "withdraw", { reason: reason.trim() }))) toast("Withdrawn.");
  };

  discard = () => {
    const { from } = this.draft;
    this.draft.drop();
    if (this.said) this.take(this.said);
    else if (from) void this.open(`draft:${from}`);
    else {
      this.at = "";
      write({ at: "" });
      this.drawList();
      this.nothing();
    }
  };

  move(by) {
    const { rows } = this;
    const next = rows[rows.findIndex((each) => each.key === this.at) + by];
    if (next) void this.open(next.key);
  }

  heard(event) {
    if (DRAFT_MOVES.has(event.kind)) void this.drafts.heard();
    if (!MOVES.has(event.kind) || event.author === NAME) return;
    clearTimeout(this.late);
    this.late = setTimeout(() => void this.calm(this.at), 500);
  }
}
