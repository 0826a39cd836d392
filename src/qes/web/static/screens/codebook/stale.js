// Decisions whose code has changed its meaning since, one after the other, a key for each answer.

import { get } from "../../lib/api.js";
import { loadBook, onNewVersion } from "../../lib/book.js";
import { $, count, h, put, toast } from "../../lib/dom.js";
import { bind } from "../../lib/keys.js";
import { NAME } from "../../lib/page.js";
import { act, pending } from "../../lib/outbox.js";
import { inPassage } from "../../lib/offsets.js";
import { pickCode } from "../../lib/picker.js";
import { Line } from "./line.js";
import { givable, quoteOf, staleView } from "./again.js";

/** @param {HTMLElement} place */
export async function show(place) {
  const walk = new Walk(place, await loadBook());
  await walk.begin();
}

class Walk {
  constructor(place, book) {
    this.book = book;
    this.line = new Line(() => this.draw());
    /** @type {any[]} what was answered or put off here, newest last: what undo shows at once */
    this.past = [];
    this.side = h("nav", { class: "card stack", "aria-label": "Codes to look at again" });
    this.desk = h("div");
    this.foot = h("div", { class: "codebook-foot", role: "toolbar", "aria-label": "What to do with this coding" });
    put(place, h("div", { class: "codes again" }, this.side, this.desk), this.foot);
  }

  async begin() {
    const keys = [
      ["y", "Keep it as it is, under the codebook as it is now", () => this.keep()],
      ["n", "Take it away: the code does not apply any more", () => this.away()],
      ["a", "It applies now (of a code you said does not apply)", () => this.applies()],
      ["r", "Another code instead", () => this.other()],
      ["s", "Later: it comes again when nothing else waits", () => this.later()],
      ["u", "Undo", () => this.undo()],
    ];
    bind(keys.map(([key, label, does]) => ({ key, label, group: "Look again", does })));
    bind(Array.from({ length: 9 }, (_, place) => ({ key: String(place + 1), label: place ? "" : "One of the codes that take its place", shown: "1 … 9", group: "Look again", does: () => this.take(place) })));
    onNewVersion(() => void this.line.begin(this.line.code));
    await this.line.begin(new URLSearchParams(location.search).get("code") ?? "");
  }

  get item() {
    return this.line.item;
  }

  // --- What is seen ---------------------------------------------------------------------------------

  draw() {
    this.drawSide();
    const { item } = this;
    put(this.desk, item ? staleView(item, this.book, inPassage) : h("div", { class: "card stack" }, this.nothing()));
    this.foot.hidden = !item && !this.past.length;
    const button = (key, label, kind, does) => h("button", { class: kind, "aria-keyshortcuts": key, on: { click: does } }, label, " ", h("kbd", {}, key));
    const kept = item && givable(item, this.book);
    const refuses = item && item.decision.verdict === "reject";
    put(this.foot,
      item && kept && button("y", refuses ? "Still does not apply" : "Keep", "ok", () => this.keep()),
      item?.proposals.slice(0, 9).map((code, number) => button(number + 1, this.book.label(code), "primary", () => this.take(number))),
      item && button("r", "Another code", "", () => this.other()),
      item && (refuses ? button("a", "It applies now", "", () => this.applies()) : button("n", "Take it away", "no", () => this.away())),
      item && button("s", "Later", "", () => this.later()), button("u", "Undo", "", () => this.undo()));
  }

  drawSide() {
    const { said, code } = this.line;
    if (!said) return;
    const row = (id, label, times) => h("li", {}, h("button", { class: "link", "aria-pressed": String(code === id), on: { click: () => this.choose(id) } }, label), " ", h("span", { class: "muted" }, times));
    const others = Object.entries(said.coders ?? {}).filter(([name]) => name !== NAME);
    put(this.side, h("h2", {}, "Look again"), h("p", { role: "status" }, `${count(this.line.left, "decision")} of yours to look at again`),
      said.codes.length > 0 && h("ul", { class: "plain" }, row("", "All codes", ""), said.codes.map((each) => row(each.code, this.book.label(each.code), each.waiting))),
      said.coders && h("div", { class: "stack" }, h("h3", {}, "Waiting for others"),
        others.length ? h("ul", { class: "plain" }, others.map(([name, times]) => h("li", {}, name, " ", h("span", { class: "muted" }, times)))) : h("p", { class: "muted" }, "Nobody else has anything to look at again.")));
  }

  nothing() {
    if (this.line.problem) return [h("h2", {}, "What is next could not be fetched"), h("p", {}, `${this.line.problem.message} ${this.line.problem.hint ?? ""}`)];
    if (this.line.said && this.line.code && this.line.left > 0)
      return [h("h2", {}, "Nothing more of this code"), h("div", {}, h("button", { class: "primary", on: { click: () => this.choose("") } }, "Go on with the other codes"))];
    if (!this.line.said || this.line.left > 0) return h("p", { class: "muted" }, "Fetching what waits …");
    return [h("h2", {}, "Nothing to look at again"), h("p", {}, "Every code you gave still means what it meant when you gave it, or you have looked again since."),
      h("p", {}, h("a", { href: "/queue" }, "Go on coding"), " · ", h("a", { href: "/codebook" }, "Look at the codes"))];
  }

  // --- What is done ---------------------------------------------------------------------------------

  choose(code) {
    history.replaceState(null, "", code ? `?code=${encodeURIComponent(code)}` : location.pathname);
    void this.line.begin(code);
  }

  /** Show the next one at once, and send the answer. */
  send(path, body) {
    const { item } = this;
    const step = { item, sent: true };
    this.past.push(step);
    this.line.done(item);
    act(path, body).then(() => this.line.known.add(item.decision.id), (error) => {
      this.past = this.past.filter((each) => each !== step);
      toast(`${error.message}. ${error.hint ?? ""}`, true);
      void this.line.begin(this.line.code);
    });
  }

  keep() {
    if (!this.item) return;
    if (givable(this.item, this.book)) this.send("/api/codebook/stale/confirm", { decision: this.item.decision.id });
    else toast("This code can no longer be given: choose another one, or take it away.");
  }

  take(place) {
    const code = this.item?.proposals[place];
    if (code) this.recode(code);
  }

  async other() {
    const { item } = this;
    if (!item) return;
    const code = await pickCode(this.book, { title: `Instead of ${this.book.label(item.code)}`, quote: quoteOf(item) });
    if (code && this.item === item) this.recode(code);
  }

  recode(code) {
    this.send("/api/codebook/stale/recode", { decision: this.item.decision.id, code });
  }

  away() {
    if (this.item && this.item.decision.verdict !== "reject") this.answer("reject");
    else if (this.item) toast("You said that it does not apply: y keeps that, a says that it applies now.");
  }

  applies() {
    if (this.item?.decision.verdict === "reject") this.answer("accept");
  }

  answer(verdict) {
    const { decision, passage, code } = this.item;
    this.send("/api/decisions", { answers: [{ passage: passage.id, verdict, code, span: decision.span }] });
  }

  later() {
    if (!this.item) return;
    this.past.push({ item: this.item, sent: false });
    this.line.putOff(this.item);
  }

  async undo() {
    const step = this.past.pop();
    if (!step) return toast("There is nothing to undo here. In the queue, u takes back what was done before.");
    this.line.bring(step.item, step.sent);
    if (!step.sent) return;
    try {
      await act("/api/undo", {});
    } catch (error) {
      toast(`${error.message}. ${error.hint ?? ""}`, true);
      if (!pending()) void this.line.begin(this.line.code);
    }
    $("#screen")?.focus({ preventScroll: true });
  }
}
