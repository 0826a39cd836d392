// What a lead does to the code at hand; everything goes into the draft, nothing is in force before it is saved.

import { toast } from "../../lib/dom.js";
import { askAdd, askMerge, askMove, askRetire, askSplit } from "./ask.js";
import { placed, shifted, stays } from "./order.js";

export class Editing {
  constructor(screen) {
    this.screen = screen;
    this.acts = {
      reword: () => this.reword(),
      add: () => this.ask(askAdd, true),
      move: () => this.ask(askMove, true),
      merge: () => this.codable("merged") && this.ask(askMerge),
      split: () => this.codable("split") && this.ask(askSplit),
      retire: () => this.retire(),
      restore: () => this.retire(),
    };
  }

  get allowed() {
    return this.screen.edits && this.screen.at;
  }

  get ended() {
    return this.screen.now.closed[this.screen.at];
  }

  get known() {
    return { ...this.screen.now, fields: this.screen.fields };
  }

  /** Whether the code at hand can be given, so that it can be merged, split or retired; says so if not. */
  codable(what) {
    if (this.ended) toast("It is no longer in use: restore it first.");
    else if (this.allowed && !this.screen.now.book.byId.get(this.screen.at).codable) toast(`It only groups others and cannot be ${what}.`);
    else return this.allowed;
    return false;
  }

  reword() {
    if (!this.allowed) return;
    if (this.ended) toast("It is no longer in use: restore it before you reword it.");
    else if (!this.screen.form) this.screen.drawForm();
  }

  async ask(asked, always = false) {
    if (!this.allowed || (!always && this.ended)) return;
    this.screen.keepForm();
    const edit = await asked(this.known, this.screen.at);
    if (!edit) return;
    if (edit.edit === "move" && stays(this.screen.now.book, edit)) return toast("It stands there already.");
    this.screen.drafting.draft.add(edit);
    if (edit.edit === "add") this.later(edit.code.code);
  }

  /** Go to a code once the server has said that it can be there. */
  later(code, tries = 20) {
    if (this.screen.now.book.byId.has(code)) this.screen.go(code);
    else if (tries) setTimeout(() => this.later(code, tries - 1), 100);
  }

  retire() {
    if (!this.allowed) return;
    if (this.ended) this.screen.drafting.draft.add({ edit: "restore", code: this.screen.at });
    else if (this.codable("retired")) void this.ask(askRetire);
  }

  shift(code, by) {
    if (!this.allowed) return;
    const edit = shifted(this.screen.now.book, this.screen.now.closed, code, by);
    if (edit) this.screen.drafting.draft.add(edit);
    else toast(by < 0 ? "It is the first of its neighbours." : "It is the last of its neighbours.");
  }

  drop(code, target, where) {
    const edit = placed(this.screen.now.book, code, target, where);
    if (!stays(this.screen.now.book, edit)) this.screen.drafting.draft.add(edit);
  }
}
