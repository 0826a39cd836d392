// The tab of codes: the tree, the code at hand, and for leads the draft of the next version.

import { get } from "../../lib/api.js";
import { Book, onNewVersion, loadBook } from "../../lib/book.js";
import { count, h, put, toast } from "../../lib/dom.js";
import { follow } from "../../lib/live.js";
import { may } from "../../lib/page.js";
import { Drafting } from "./drafting.js";
import { Editing } from "./editing.js";
import { detailView, rewordView } from "./detail.js";
import { helpView } from "./help.js";
import { historyView } from "./history.js";
import { bindKeys } from "./keys.js";
import { passagesView } from "./passages.js";
import { Tree } from "./tree.js";

const MOVES = new Set(["decision", "adjudication", "undo", "carry", "ingested", "retired", "reload"]);
const QUIET = 4000;
const PAUSE = 180;
/** Room for the bar at the top. */
const BAR = 64;

/** @param {HTMLElement} place */
export async function show(place) {
  await loadBook();
  const said = await get("/api/codebook/outline");
  const screen = new Codes(place, said);
  await screen.begin();
}

class Codes {
  constructor(place, said) {
    this.edits = may("lead") && !said.pinned;
    this.fields = said.fields;
    this.usage = { codes: {}, held: 0 };
    this.form = null;
    this.take(said);
    this.drafting = new Drafting(this);
    this.editing = new Editing(this);
    this.tree = new Tree({ edits: this.edits, select: (code) => this.select(code), enter: () => this.code.firstElementChild?.focus({ preventScroll: true }), edit: () => this.editing.reword(),
      shift: (code, by) => this.editing.shift(code, by), drop: (...given) => this.editing.drop(...given) });
    this.code = h("div");
    this.more = h("div", { class: "stack" });
    this.pinned = said.pinned && may("lead");
    put(place, this.head = h("p", { class: "row muted codebook-head" }), h("div", { class: "codes" }, this.tree.element, h("div", { class: "stack codes-main" }, this.drafting.aside, this.code, this.more)), this.drafting.foot);
  }

  take(said) {
    const before = this.book?.id;
    this.book = new Book(said.codebook);
    this.closed = said.closed;
    if (before && before !== this.book.id) this.drawMore();
  }

  async begin() {
    onNewVersion(() => void this.renew());
    addEventListener("hashchange", () => this.select(this.wanted, false));
    addEventListener("pagehide", () => this.keepForm());
    let timer = 0;
    follow(({ kind }) => {
      if (MOVES.has(kind)) timer ||= setTimeout(() => {
        timer = 0;
        void this.count();
      }, QUIET);
    });
    bindKeys(this);
    await Promise.all([this.count(), this.drafting.begin()]);
    this.select(this.wanted, false);
    this.drafting.warn();
  }

  get wanted() {
    const asked = decodeURIComponent(location.hash.slice(1));
    return this.now.book.byId.has(asked) ? asked : this.at && this.now.book.byId.has(this.at) ? this.at : this.now.book.codes[0]?.code;
  }

  /** The codebook as the draft would have it. */
  get now() {
    return this.drafting.shown ?? { book: this.book, closed: this.closed };
  }

  label = (code) => this.now.book.byId.get(code)?.label ?? this.book.label(code);

  // --- What the server says -------------------------------------------------------------------------

  async count() {
    try {
      this.usage = await get("/api/codebook/usage");
      if (!this.usage.current) setTimeout(() => void this.count(), QUIET);
      this.drawTree();
    } catch {
      // figures can wait
    }
  }

  /** There is a new version. */
  async renew() {
    this.take(await get("/api/codebook/outline"));
    await this.drafting.retry();
    this.drafting.warn();
  }

  // --- What is seen ---------------------------------------------------------------------------------

  select(code, write = true) {
    if (!code || (code === this.at && this.code.childElementCount)) return;
    this.keepForm();
    this.at = code;
    this.tree.point(code);
    if (write) history.replaceState(null, "", `#${encodeURIComponent(code)}`);
    this.drawCode();
    this.toTop();
    this.drawMore();
  }

  /** History and passages, once somebody stays with a code. */
  drawMore() {
    const { at } = this;
    clearTimeout(this.soon);
    put(this.more);
    this.soon = setTimeout(() => put(this.more, this.book.byId.has(at) && [this.edits && helpView(this.book.byId.get(at), (said) => this.takeHelp(at, said)), historyView(this.book, at), passagesView(at, { held: this.usage.held, used: this.usage.codes[at] })]), PAUSE);
  }

  /** A wording that a model proposes goes into the draft as if somebody had typed it. */
  takeHelp(code, said) {
    if (this.closed[code]) return toast("It is no longer in use: restore it before you reword it.");
    this.keepForm();
    this.drafting.draft.reword(code, said);
    this.drawCode();
    toast("It is in the draft now; reword it there if it is not quite right.");
  }

  /** Beside the tree, another code is read from its beginning. */
  toTop() {
    const above = this.code.getBoundingClientRect().top - BAR;
    if (above < 0 && matchMedia("(min-width: 901px)").matches) scrollBy({ top: above, behavior: "instant" });
  }

  go(code) {
    if (!this.now.book.byId.has(code)) return toast("This code is not there: the edit that would add it cannot be done.", true);
    this.select(code);
    this.code.scrollIntoView({ block: "nearest" });
  }

  draw() {
    this.drawTree();
    if (this.at && !this.now.book.byId.has(this.at)) this.at = "";
    if (!this.at && this.code.childElementCount) this.select(this.wanted);
    if (!this.form) this.drawCode();
    this.drafting.draw();
  }

  drawTree() {
    this.tree.show({ ...this.now, usage: this.usage.codes, marks: this.drafting.marks });
    put(this.head, h("strong", {}, this.book.title), `version ${this.book.version}`, h("span", {}, count(this.book.codable.length, "code")),
      this.pinned && h("span", { class: "tag warn", title: "`codebook` in qes.toml names a version; without it the newest one is used, and edits make the next." }, "held at this version by qes.toml"));
  }

  drawCode() {
    const { book, closed } = this.now;
    const code = book.byId.get(this.at);
    this.form = null;
    if (!code) return;
    const focused = this.code.contains(document.activeElement);
    put(this.code, detailView(code, { book, before: this.book, closed, used: this.usage.codes[this.at], problems: this.drafting.problemsOf(this.at), mark: this.drafting.marks.get(this.at) }, { edits: this.edits, go: (each) => this.go(each), ...this.editing.acts }));
    if (focused) this.code.firstElementChild.focus();
  }

  drawForm() {
    const code = this.now.book.byId.get(this.at);
    const leave = () => {
      this.drawCode();
      this.code.firstElementChild.focus();
    };
    this.form = rewordView(code, this.fields, (said) => {
      this.form = null;
      if (Object.keys(said).length) this.drafting.draft.reword(code.code, said);
      leave();
    }, leave);
    put(this.code, this.form.element);
    this.form.focus();
  }

  /** What was typed into the form goes into the draft when the code is left. */
  keepForm() {
    const said = this.form?.changed() ?? {};
    this.form = null;
    if (Object.keys(said).length) this.drafting.draft.reword(this.at, said);
  }
}
