// The draft on the screen: tried by the server after every edit, shown, saved as the next version.

import { Offline, get, post } from "../../lib/api.js";
import { Book } from "../../lib/book.js";
import { count, h, put, toast } from "../../lib/dom.js";
import { askText } from "../../lib/keys.js";
import { marksOf } from "./changes.js";
import { Draft } from "./draft.js";
import { broken, panelView, savable } from "./panel.js";
import { savedView } from "./saved.js";
import { about } from "./words.js";

const AGAIN = 4000;

export class Drafting {
  /** @param {any} screen */
  constructor(screen) {
    this.screen = screen;
    this.draft = new Draft(screen.book.id, () => void this.retry());
    /** What the server says would come of the draft; null without a draft, and until it has said so. */
    this.tried = null;
    /** The codebook as the draft would have it; null without one. */
    this.shown = null;
    this.marks = new Map();
    this.asked = 0;
    this.trouble = "";
    this.saved = null;
    this.open = false;
    this.aside = h("div", { class: "stack" });
    this.foot = h("div", { class: "codebook-foot", role: "toolbar", "aria-label": "Draft", hidden: true });
  }

  get some() {
    return this.screen.edits && this.draft.edits.length > 0;
  }

  begin() {
    return this.some ? this.retry() : Promise.resolve();
  }

  /** Ask what would come of the draft now. */
  async retry() {
    const number = ++this.asked;
    if (!this.some) {
      this.took(null);
      this.draft.base = this.screen.book.id;
      return this.screen.draw();
    }
    try {
      const tried = await post("/api/codebook/preview", { base: this.draft.base, edits: this.draft.edits });
      if (tried.current !== this.screen.book.id) this.screen.take(await get("/api/codebook/outline"));
      if (number !== this.asked) return;
      this.took(tried);
    } catch (error) {
      if (number !== this.asked) return;
      this.trouble = error instanceof Offline ? "The server cannot be reached: the draft is kept here, and tried when it is back." : `${error.message}. ${error.hint ?? ""}`;
      setTimeout(() => number === this.asked && void this.retry(), AGAIN);
    }
    this.screen.draw();
  }

  took(tried) {
    this.tried = tried;
    if (tried) tried.difference.moved = [...new Set(this.draft.edits.filter((each) => each.edit === "move").map((each) => each.code))];
    this.shown = tried && { book: new Book(tried.codebook), closed: tried.closed };
    this.marks = tried ? marksOf(tried.difference) : new Map();
    this.trouble = "";
  }

  /** What is wrong with the edits of a code. */
  problemsOf(code) {
    return this.draft.edits.flatMap((edit, place) => (about(edit).includes(code) && this.tried?.edits[place]?.problem ? [this.tried.edits[place].problem] : []));
  }

  // --- What is seen ---------------------------------------------------------------------------------

  draw() {
    const { label, book } = this.screen;
    const does = { trouble: this.trouble, close: () => this.toggle(false), drop: (place) => this.takeBack(place), go: (code) => this.screen.go(code),
      rebase: () => this.draft.rebase(this.tried.current), discard: () => this.discard(), save: () => this.save() };
    put(this.aside, this.saved && savedView(this.saved, label, () => {
      this.saved = null;
      this.draw();
    }), this.some && this.open && panelView(this.draft, this.tried, { label, current: book }, does));
    this.drawFoot();
  }

  drawFoot() {
    this.foot.hidden = !this.some;
    const bad = broken(this.tried);
    const said = [`Draft: ${count(this.draft.edits.length, "edit")}`, bad > 0 && ` · ${bad} cannot be done`, this.tried?.since && " · somebody saved a version meanwhile"];
    put(this.foot, h("span", { role: "status" }, said.filter(Boolean).join("")),
      h("button", { "aria-expanded": String(this.open), on: { click: () => this.toggle() } }, this.open ? "Hide the draft " : "Show the draft ", h("kbd", {}, "p")),
      h("button", { on: { click: () => this.takeBack() } }, "Take back the last ", h("kbd", {}, "u")),
      h("button", { class: "primary", disabled: !savable(this.draft, this.tried), on: { click: () => this.save() } }, `Save as ${this.tried?.next ?? "…"} `, h("kbd", {}, "S")));
  }

  /** Show the draft when somebody else saved a version meanwhile. */
  warn() {
    if (this.tried?.since) this.toggle(true);
  }

  toggle(open = !this.open) {
    if (!this.some) return;
    this.open = open;
    this.draw();
    if (!open) return;
    this.aside.querySelector(".draft")?.focus({ preventScroll: true });
    this.aside.scrollIntoView({ block: "start" });
  }

  // --- What is done ---------------------------------------------------------------------------------

  takeBack(place = this.draft.edits.length - 1) {
    if (!this.draft.edits[place]) return;
    this.gone = { place, edit: this.draft.drop(place) };
    toast("Taken back. U brings it into the draft again.");
  }

  bringBack() {
    if (this.gone) this.draft.putBack(Math.min(this.gone.place, this.draft.edits.length), this.gone.edit);
    this.gone = null;
  }

  async discard() {
    const sure = await askText("Throw the draft away?", { hint: `It holds ${count(this.draft.edits.length, "edit")}, which cannot be brought back. Type “yes” to throw it away.`, ok: "Throw it away" });
    if (sure?.trim().toLowerCase() === "yes") this.draft.clear(this.screen.book.id);
  }

  async save() {
    this.screen.keepForm();
    if (this.some && !savable(this.draft, this.tried)) await this.retry();
    if (!savable(this.draft, this.tried)) return this.toggle(true);
    const { next } = this.tried;
    const reason = await askText(`Save as version ${next}`, { lines: 4, required: true, hint: "Why? Everybody reads it beside the version. Ctrl-Enter saves.", ok: `Save version ${next}` });
    if (!reason?.trim()) return;
    const { base, edits, key } = this.draft;
    try {
      const said = await post("/api/codebook/edits", { base, edits, key, reason: reason.trim() });
      this.saved = said;
      this.open = false;
      this.screen.take(said);
      this.draft.clear(said.codebook.id);
      void this.screen.count();
      this.aside.querySelector(".saved")?.focus();
    } catch (error) {
      await this.refused(error);
    }
  }

  /** Nothing is lost: the draft stays, with what is wrong beside the edit it is about. */
  async refused(error) {
    toast(error.status === 409 ? "Somebody saved a version meanwhile. Both sides are shown; nothing is lost." : `${error.message}. ${error.hint ?? "The draft is kept."}`, true);
    await this.retry();
    const fate = this.tried?.edits[(error.edit ?? 0) - 1];
    if (fate) fate.problem ||= error.message;
    this.toggle(true);
  }
}
