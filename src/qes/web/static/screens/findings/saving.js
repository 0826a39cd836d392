// Saving a finding: one version after the other, giving way when somebody else was faster.

import { get, post } from "../../lib/api.js";
import { put, toast } from "../../lib/dom.js";
import { may } from "../../lib/page.js";
import { conflictView, quotes, words } from "./conflict.js";
import { Draft, differing } from "./draft.js";
import { aboutOf, judgement } from "./history.js";
import { trouble } from "./words.js";

const LABELS = { statement: "Statement", about: "What it is about", quotes: "Quotes", confidence: "Confidence" };

export class Saving {
  /** @param {import("./desk.js").Desk} desk */
  constructor(desk) {
    this.desk = desk;
  }

  /** Save a version, after the one that is being saved just then; whether it is saved. */
  save() {
    this.last = (this.last ?? Promise.resolve()).then(() => this.saveNow());
    return this.last;
  }

  async saveNow() {
    const { draft, at } = this.desk;
    if (!draft || !may("reviewer")) return false;
    if (!draft.changes.length && draft.seen && !this.desk.said?.withdrawn) {
      toast("Nothing has changed since it was saved.");
      return false;
    }
    if (this.desk.editor.lacks()) {
      this.desk.go("write");
      return false;
    }
    const { key } = draft;
    try {
      const said = await post("/api/findings", draft.body);
      draft.drop();
      toast("Saved.");
      if (draft.key !== key) draft.saved(said);
      if (this.desk.at === at) this.desk.take(said, draft.key === key ? new Draft(said) : draft);
      void this.desk.load();
      return true;
    } catch (error) {
      await this.refused(error, at);
      return false;
    }
  }

  async refused(error, at) {
    if (error.status === 409 && this.desk.said) {
      await this.meet(at);
      return;
    }
    if (this.desk.part !== "write") this.desk.go("write");
    // What is wrong with a quotation is said at the field.
    if (await this.desk.editor.tryOut()) this.desk.editor.statement.focus();
    else toast(trouble(error), true);
  }

  /** Somebody else was faster: fetch theirs, to show both. */
  async meet(key) {
    const theirs = await get(`/api/findings/${key}`).catch(() => null);
    if (!theirs || this.desk.at !== key) return;
    this.desk.said = theirs;
    this.desk.theirs = theirs.id === this.desk.draft.seen ? null : theirs;
    this.desk.drawFrame();
    this.drawClash();
    void this.desk.load();
    if (this.desk.theirs) this.desk.clash.firstElementChild?.focus();
  }

  drawClash() {
    const { theirs, draft, book } = this.desk;
    if (!theirs) return put(this.desk.clash);
    const show = { statement: (each) => words(each.statement), about: (each) => words(aboutOf(each, book)), quotes: (each) => quotes(each.citations, (each === draft ? theirs : draft).citations), confidence: (each) => words(judgement(each.confidence)) };
    const fields = differing(draft, theirs).map((name) => ({ name, label: LABELS[name], mine: show[name](draft), theirs: show[name](theirs) }));
    put(this.desk.clash, conflictView({ theirs, fields, what: "finding", take: (name) => this.takeField(name), save: () => this.after(theirs), drop: () => this.leave(theirs) }));
  }

  /** Save what is here as the version after theirs, if it says something else. */
  after(theirs) {
    const { draft } = this.desk;
    draft.after(theirs);
    if (draft.changes.length) void this.save();
    else this.leave(theirs);
  }

  leave(theirs) {
    this.desk.draft.drop();
    this.desk.take(theirs);
  }

  takeField(name) {
    const names = { about: ["cases", "capability"], quotes: ["citations"] }[name] ?? [name];
    for (const each of names) this.desk.draft[each] = structuredClone(this.desk.theirs[each]);
    this.desk.editor.open(this.desk.draft);
    this.desk.editor.edit();
    this.drawClash();
  }
}
