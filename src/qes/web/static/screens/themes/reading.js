// Reading the passages of a theme for the code it has become, one after the other, a key for each answer.

import { count, h, put, toast } from "../../lib/dom.js";
import { act } from "../../lib/outbox.js";
import { criteria } from "../../lib/picker.js";
import { complain } from "./acts.js";
import { fetchPassages, passageOf, placeOf } from "./passages.js";

export class Reading {
  /** @param {import("./board.js").Board} board */
  constructor(board) {
    this.board = board;
    this.element = h("section", { class: "reading", hidden: true, "aria-label": "Reading for a new code" });
    this.key = "";
    /** Ids still to be read, and what was answered here, newest last. */
    this.line = [];
    this.past = [];
  }

  get shown() {
    return !this.element.hidden;
  }

  get theme() {
    return this.board.themeOf(this.key);
  }

  /** Whether whoever is here has coded a passage: an answer for one code would else count as all they say of it. */
  mine(id) {
    return Boolean(this.theme?.passages.find((each) => each.now === id)?.mine);
  }

  async begin(key) {
    this.key = key;
    this.past = [];
    this.element.hidden = !key;
    if (!key) return this.board.load();
    const { theme } = this;
    if (!theme?.code) return this.board.read("");
    const left = theme.passages.filter((each) => !each.lost && !theme.read[each.now]);
    this.line = [...left.filter((each) => each.mine), ...left.filter((each) => !each.mine)].map((each) => each.now);
    put(this.element, h("p", { class: "muted" }, "Fetching the passages …"));
    try {
      await fetchPassages(this.line);
      this.line = this.line.filter(passageOf);
      this.draw();
    } catch (error) {
      put(this.element, h("p", { class: "problem" }, `${error.message}. ${error.hint ?? ""}`));
    }
  }

  draw() {
    const { theme, board } = this;
    if (!theme) return;
    const code = board.book.byId.get(theme.code);
    const passage = passageOf(this.line[0]);
    const button = (key, label, kind, does) => h("button", { class: kind, "aria-keyshortcuts": key, on: { click: does } }, label, " ", h("kbd", {}, key));
    put(this.element,
      h("div", { class: "row" }, h("button", { class: "link", on: { click: () => board.read("") } }, "‹ Back to the themes"),
        h("p", { class: "grow", role: "status" }, passage ? `${count(this.line.length, "passage")} of “${theme.name}” to be read for “${board.book.label(theme.code)}”` : "")),
      h("div", { class: "reading-body" },
        passage ? h("article", { class: "card stack", "aria-label": "Passage" },
          h("header", { class: "row small" }, placeOf(passage)),
          passage.question && h("p", { class: "muted" }, passage.question),
          h("p", { class: "quote reading-text" }, passage.text),
          this.mine(passage.id) ? h("p", { class: "muted small" }, "To mark words, or to say more of it, open it in the Reader by its place above.")
            : h("p", { class: "notice" }, "You have not coded this passage. An answer for one code would count as all you say of it, and differ from whoever gave it others: ", h("a", { href: `/reader/${passage.source}#${passage.id}` }, "code it in the Reader"), ", or leave it to those who have read it."),
          h("div", { class: "row" }, this.mine(passage.id) && [button("y", "It applies", "ok", () => this.answer("accept")), button("n", "It does not apply", "no", () => this.answer("reject"))],
            button("s", "Later", "", () => this.later()), this.past.length > 0 && button("u", "Undo", "", () => void this.undo())))
          : h("div", { class: "card stack" }, h("h2", {}, "All read"), h("p", {}, "Somebody has said of every passage of this theme whether the new code applies."),
            h("div", { class: "row" }, button("u", "Undo", "", () => void this.undo()), h("a", { href: `/codebook#${encodeURIComponent(theme.code)}` }, "The code and its passages"), h("button", { class: "link", on: { click: () => board.read("") } }, "Back to the themes"))),
        code && h("aside", { class: "card criteria", "aria-label": "The code’s criteria" }, criteria(code, { examples: false }))));
  }

  answer(verdict) {
    const [passage] = this.line;
    if (!passage || !this.theme) return;
    if (!this.mine(passage)) return toast("Code this passage in the Reader first.");
    this.past.push(passage);
    this.line.shift();
    act("/api/decisions", { answers: [{ passage, verdict, code: this.theme.code }] }).catch((error) => {
      this.past = this.past.filter((each) => each !== passage);
      this.line.unshift(passage);
      complain(error);
      this.draw();
    });
    this.draw();
  }

  later() {
    if (this.line.length > 1) this.line.push(this.line.shift());
    this.draw();
  }

  async undo() {
    const passage = this.past.pop();
    if (!passage) return toast("There is nothing to undo here.");
    this.line.unshift(passage);
    this.draw();
    await act("/api/undo", {}).catch(complain);
  }
}
