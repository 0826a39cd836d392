// Settling: one difference after the other, a key for each word on it, the next one there at once.

import { get } from "../../lib/api.js";
import { $, h, put, toast } from "../../lib/dom.js";
import { follow } from "../../lib/live.js";
import { inSource } from "../../lib/offsets.js";
import { NAME } from "../../lib/page.js";
import { selectedIn } from "../../lib/text.js";
import { read, write } from "./address.js";
import { Disputes } from "./disputes.js";
import { Draft } from "./draft.js";
import { historyView, passageView, sidesView } from "./dispute.js";
import { criteriaView, formView } from "./form.js";
import { keysOf } from "./keys.js";
import { asked, idOf, listView } from "./list.js";
import { Saving } from "./saving.js";

export class Desk {
  /** @param {import("../../lib/book.js").Book} book @param {(open: number) => void} told how many are open */
  constructor(book, told) {
    this.book = book;
    this.told = told;
    this.shown = false;
    this.names = false;
    this.wide = false;
    this.disputes = new Disputes();
    /** @type {Map<string, Draft>} what was begun, by difference */
    this.drafts = new Map();
    /** Settled by somebody else while it was being settled here. @type {Map<string, any>} */
    this.theirs = new Map();
    this.saving = new Saving(this);
    this.said = { rows: [], count: 0, open: 0, settled: 0, withheld: 0, codes: {}, kinds: {}, cases: {}, sources: [] };
    this.pairs = null;
    this.at = "";
    /** @type {Draft|null} */
    this.draft = null;
    this.list = listView(book, { changed: () => void this.load(), open: (row) => void this.open(row) });
    this.place = h("div", { class: "dispute" });
    this.field = h("textarea", { rows: 3, "aria-label": "Reason", placeholder: "What decides it, for whoever reads the codebook later" });
    this.field.addEventListener("input", () => this.draft && (this.draft.reason = this.field.value));
    this.field.addEventListener("keydown", (event) => this.typed(event));
    this.keys = keysOf(this);
    follow((event) => this.heard(event));
  }

  // --- The list ---

  async show(panel) {
    const toggle = h("input", { type: "checkbox", checked: this.names, on: { change: () => this.unblind(toggle.checked) } });
    put(panel, h("div", { class: "settling" },
      h("div", { class: "stack" }, this.list.element,
        h("label", { class: "inline small", title: "You will know who said what before you decide." }, toggle, "Show names before settling (this unblinds you)")),
      this.place));
    this.pairs ??= get("/api/agreement").then((said) => said.pairs, () => []);
    await this.load();
  }

  async countOpen() {
    try {
      this.told((await get("/api/disagreements", { most: 1 })).open);
    } catch {
      // the figures on this screen say what is wrong
    }
  }

  async load() {
    try {
      this.said = await get("/api/disagreements", asked());
    } catch (error) {
      put(this.place, h("div", { class: "card problem" }, `${error.message}. ${error.hint ?? ""}`));
      return;
    }
    this.list.fill(this.said, await this.pairs ?? []);
    this.told(this.said.open);
    const { at } = read();
    const row = this.rows.find((each) => idOf(each) === at) ?? this.rows.find((each) => each.applies === null) ?? this.rows[0];
    if (row) await this.open(row);
    else this.nothing();
  }

  get rows() {
    return this.said.rows;
  }

  get row() {
    return this.rows.find((each) => idOf(each) === this.at);
  }

  nothing() {
    this.at = "";
    this.draft = null;
    this.list.draw(this.said, this.rows, "");
    const none = !this.said.open && !this.said.settled;
    put(this.place, h("div", { class: "card stack" },
      h("h2", {}, none ? "Nobody differs" : "Nothing is left here"),
      none ? h("p", {}, "Differences show where two people have read the same passage. ", h("a", { href: "/people" }, "Assign a second coder"), ", or read on in the ", h("a", { href: "/queue" }, "queue"), ".")
        : h("p", {}, "Every difference in this part is settled. Choose another part, or look at the reasons gathered for the codebook (", h("kbd", {}, "v"), ").")));
  }

  // --- One difference ---

  async open(row) {
    const id = idOf(row);
    this.at = id;
    write({ at: id });
    this.list.draw(this.said, this.rows, id);
    // Names are no secret any more once it is settled, save where one is about to decide anew.
    const names = this.names || (row.applies !== null && !this.theirs.has(id));
    let dispute;
    try {
      dispute = await this.disputes.get(row, names);
    } catch (error) {
      if (this.at === id) this.gone(error);
      return;
    }
    if (this.at !== id) return;
    this.draft = this.drafts.get(id) ?? new Draft(dispute, this.book);
    // Letters are drawn by lot, so the sides stand in another order than the names.
    if (this.draft.dispute.named !== dispute.named) this.draft.side = null;
    this.draft.dispute = dispute;
    this.drafts.set(id, this.draft);
    this.field.value = this.draft.reason;
    this.draw();
    const next = this.following();
    if (next) void this.disputes.get(next, this.names).catch(() => {});
  }

  gone(error) {
    this.draft = null;
    put(this.place, h("div", { class: "card stack" }, h("h2", {}, "This one cannot be shown"), h("p", {}, `${error.message}. ${error.hint ?? ""}`)));
  }

  draw() {
    const { draft } = this;
    if (!draft) return;
    const focused = document.activeElement === this.field;
    put(this.place,
      h("div", { class: "stack" }, passageView(draft, this.book, this.wide, this.widen), sidesView(draft, this), this.theirs.has(this.at) ? null : historyView(draft.dispute)),
      h("div", { class: "stack settle-side" }, formView(draft, this.field, this.theirs.get(this.at), this), criteriaView(draft, this.book)));
    if (focused) this.field.focus();
  }

  change(what) {
    if (!this.draft) return;
    what(this.draft);
    this.draw();
  }

  widen = () => this.change(() => (this.wide = !this.wide));
  choose = (place) => this.change((draft) => draft.choose(place));
  take = (place) => this.change((draft) => draft.takeAttributes(place));
  says = (applies) => this.change((draft) => draft.says(applies));
  kind = (name) => this.change((draft) => (draft.kind = draft.kind === name ? null : name));
  set = (name, value) => this.change((draft) => draft.set(name, value));
  leave = () => this.saving.leave();
  whole = () => this.change((draft) => draft.words(draft.dispute.passage.span));

  selection = () => {
    const element = $("#passage-text");
    const found = element && selectedIn(element);
    if (found) this.change((draft) => draft.words(inSource(found[0], found[1], draft.dispute.passage)));
    else toast("Select words in the passage first.");
  };

  /** A number sets the attribute at hand, or else takes a side. */
  digit(number) {
    this.change((draft) => {
      const rule = draft.rules[draft.attribute];
      if (!rule) draft.choose(number - 1);
      else if (rule.values[number - 1]) {
        draft.attributes[rule.name] = rule.values[number - 1];
        draft.attribute = draft.attribute + 1 < draft.rules.length ? draft.attribute + 1 : -1;
      }
    });
  }

  nextAttribute() {
    this.change((draft) => {
      if (!draft.rules.length || !draft.applies) return;
      draft.attribute = draft.attribute + 1 < draft.rules.length ? draft.attribute + 1 : -1;
    });
  }

  typed(event) {
    if (event.key === "Escape") this.field.blur();
    else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) this.saving.save();
    else return;
    event.preventDefault();
  }

  submit = (event) => {
    event.preventDefault();
    this.saving.save();
  };

  // --- From one to the next ---

  following() {
    const here = this.rows.findIndex((each) => idOf(each) === this.at);
    const waits = (each) => each.applies === null && idOf(each) !== this.at;
    return this.rows.slice(here + 1).find(waits) ?? this.rows.find(waits);
  }

  async forward() {
    const next = this.following();
    if (next) await this.open(next);
    else if (this.said.count > this.rows.length) await this.load();
    else if (this.row) await this.open(this.row);
    else this.nothing();
    scrollTo({ top: 0 });
  }

  move(by) {
    const here = this.rows.findIndex((each) => idOf(each) === this.at);
    const row = this.rows[here + by];
    if (row) void this.open(row);
  }

  // --- What others do, and names ---

  unblind(names) {
    this.names = names;
    if (this.row) void this.open(this.row);
  }

  heard(event) {
    const concerns = ["decision", "adjudication", "undo", "reload"].includes(event.kind);
    if (!concerns || event.author === NAME) return;
    this.disputes.forget(event.passage);
    clearTimeout(this.late);
    this.late = setTimeout(() => void this.renew(), 2000);
  }

  /** Bring the list up to date without moving what somebody is at. */
  async renew() {
    if (!this.shown) return this.countOpen();
    const said = await get("/api/disagreements", asked()).catch(() => null);
    if (!said || !this.shown) return;
    const { row, draft } = this;
    this.said = said;
    this.told(said.open);
    if (row && !this.row) said.rows.unshift(row);
    this.list.draw(said, this.rows, this.at);
    const now = row && (await this.disputes.get(row, this.names).catch(() => null));
    const last = now?.history.at(-1);
    const seen = draft?.dispute.history.at(-1)?.id;
    if (draft && draft === this.draft && now && last?.id !== seen) {
      this.theirs.set(this.at, last ?? {});
      this.saving.mark(this.row, last?.applies ?? null);
      draft.dispute = now;
      this.draw();
      this.list.draw(said, this.rows, this.at);
    }
  }
}
