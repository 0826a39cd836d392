// One source, whole: what stands above it, its pages, the stripes, and what is beside.

import { loadBook } from "../../lib/book.js";
import { h, put, toast } from "../../lib/dom.js";
import { may } from "../../lib/page.js";
import { Coding } from "./coding.js";
import { Filters } from "./filters.js";
import { Find } from "./find.js";
import { Flow } from "./flow.js";
import { Hands } from "./hands.js";
import { headView } from "./head.js";
import { renewBook } from "./invivo.js";
import { bindKeys } from "./keys.js";
import { followOthers } from "./others.js";
import { Overview } from "./overview.js";
import { Volume } from "./volume.js";
import { Words } from "./words.js";

const PAUSE = 150;

/** @param {HTMLElement} screen */
export async function openSource(screen, id) {
  const [book, volume] = await Promise.all([loadBook(), Volume.open(id)]);
  document.title = `${volume.source.path} · ${document.title}`;
  if (!volume.size) return put(screen, headView(volume).element, h("p", { class: "card" }, "This source holds no text."));
  new Source(screen, book, volume).begin();
}

class Source {
  constructor(screen, book, volume) {
    Object.assign(this, { screen, book, volume });
    const panel = h("aside", { class: "panel card stack", "aria-label": "About the passage" });
    this.hands = new Hands(volume, book, panel, may("researcher"));
    const { hands } = this;
    hands.does = {
      pick: (passage, stripe) => hands.pick(passage, stripe), agree: () => hands.agree(), adopt: (voice) => hands.adopt(voice), asked: (voice) => hands.asked(voice ?? undefined), away: () => hands.away(), memo: () => hands.memo(),
      words: () => hands.anew(), set: (name, value) => hands.set(name, value), close: () => hands.close(), code: () => hands.code(),
      read: () => this.read(), define: () => this.define(), point: (span) => hands.point(hands.at.passage, { ...hands.at.stripe, span }),
    };
    this.flow = new Flow(volume, {
      book, pick: hands.does.pick, point: (passage, stripe) => hands.point(passage, stripe), leave: () => hands.point(), picked: (passage, stripe) => hands.isPicked(passage, stripe),
    }, { filled: () => this.filled(), moved: (ordinal) => this.moved(ordinal) });
    this.coding = new Coding(volume, (ordinals) => this.shown(ordinals), (ordinal) => void this.go(ordinal));
    hands.hold(this.flow, this.coding);
    this.head = headView(volume);
    /** Whether words were looked for last, rather than what a filter means. */
    this.seeking = false;
    this.filters = new Filters(volume, book, () => this.sifted());
    this.find = new Find(volume, this.flow, (ordinal) => void this.go(ordinal), () => (this.seeking = this.find.hits.length > 0));
    this.overview = new Overview(volume, book, (ordinal) => void this.go(this.nearest(ordinal)));
    this.proposals = h("button", { "aria-pressed": "false", "aria-keyshortcuts": "p", title: "What is proposed, as hollow stripes; never on passages coded blind (p)", on: { click: () => this.propose() } }, "Proposals");
    this.panel = panel;
    this.put();
  }

  put() {
    const step = (by, key, label, sign) => h("button", { class: "quiet", "aria-label": label, "aria-keyshortcuts": key, title: `${label} (${key})`, on: { click: () => this.fitting(by) } }, sign);
    this.steps = h("span", { class: "row" }, this.filters.said, step(-1, "N", "Match before", "↑"), step(1, "n", "Next match", "↓"));
    const tools = h("div", { class: "reader-tools row" }, this.find.element, this.folded(), this.steps, h("span", { class: "grow" }), this.proposals);
    const desk = h("div", { class: "reader-desk" }, h("section", { class: "reader-text", "aria-label": "The text" }, this.flow.element, this.hands.float.element), this.panel);
    put(this.screen, this.head.element, tools, desk, this.overview.element);
  }

  /** The filter, which is folded away only where there is little room. */
  folded() {
    const wide = matchMedia("(min-width: 721px)");
    const element = h("details", { class: "sift", open: wide.matches }, h("summary", {}, "Filter"), this.filters.element);
    wide.addEventListener("change", () => (element.open = wide.matches || this.filters.active));
    return element;
  }

  begin() {
    this.flow.setSieve(this.filters.sieve);
    this.sifted(false);
    this.hands.draw();
    bindKeys(this);
    this.listen();
    followOthers(this.volume, (ordinals) => this.renew(ordinals), () => this.renewAll(), () => renewBook(this.book));
    const wanted = this.volume.ordinals.get(location.hash.slice(1));
    if (wanted !== undefined) void this.go(wanted, { flash: true });
    else if (location.hash) toast("The passage of this address is not in the source any more.", true);
  }

  listen() {
    let timer = 0;
    document.addEventListener("selectionchange", () => {
      clearTimeout(timer);
      timer = setTimeout(() => this.selected(), PAUSE);
    });
    this.flow.element.addEventListener("click", (event) => {
      const article = event.target instanceof Element && event.target.closest("article.p");
      const ordinal = article && Number(article.dataset.ordinal);
      if (article && ordinal !== this.flow.current && getSelection()?.isCollapsed) this.flow.settle(ordinal);
    });
    addEventListener("hashchange", () => {
      const ordinal = this.volume.ordinals.get(location.hash.slice(1));
      if (ordinal !== undefined && ordinal !== this.flow.current) void this.go(ordinal, { flash: true });
    });
    addEventListener("pagehide", () => this.hands.leave());
  }

  selected() {
    if (!may("researcher") || document.querySelector("dialog[open]") || this.screen.querySelector("input:focus")) return;
    const words = Words.selected(this.volume);
    if (words) this.hands.choose(words);
    else if (this.hands.words && !this.hands.words.byKeys) this.hands.choose(null);
  }

  // --- Going about ---

  /** Go to a passage; where only some are shown and it is not among them, the others are dimmed instead. */
  async go(ordinal, { flash = false } = {}) {
    if (!this.flow.shows(ordinal)) this.filters.choose({}, false);
    await this.flow.jump(ordinal, { flash });
  }

  /** The passage itself, or where only some are shown the one of them that is next to it. */
  nearest(ordinal) {
    const { stops } = this.filters;
    return this.flow.shows(ordinal) || !stops.length ? ordinal : stops.reduce((a, b) => (Math.abs(b - ordinal) < Math.abs(a - ordinal) ? b : a));
  }

  moved(ordinal) {
    const id = this.volume.ids[ordinal];
    if (location.hash !== `#${id}`) history.replaceState(null, "", `${location.pathname}${location.search}#${id}`);
    if (this.hands.picked && this.hands.picked.ordinal !== ordinal) this.hands.close();
    else this.hands.draw();
  }

  step(by) {
    const from = this.flow.current ?? this.overview.inSight()[0] - by;
    const to = this.volume.step(from, by, (at) => this.flow.shows(at));
    if (to === null) return;
    if (this.hands.words) this.hands.clear();
    void this.flow.jump(to, { block: "nearest" });
  }

  /** To the next place found, or to the next passage the filter means, whichever was looked for last. */
  next(by) {
    if (this.seeking) this.find.step(by);
    else this.fitting(by);
  }

  fitting(by) {
    const { stops } = this.filters;
    if (!stops.length) return toast(this.filters.active ? "No passage fits the filter." : "Choose a filter or find words first.");
    const at = this.flow.current ?? -1;
    const to = by > 0 ? stops.find((each) => each > at) ?? stops[0] : stops.findLast((each) => each < at) ?? stops[stops.length - 1];
    void this.go(to);
  }

  read() {
    this.hands.read();
    this.step(1);
  }

  define() {
    this.hands.full = !this.hands.full;
    this.hands.draw();
  }

  // --- What changes ---

  sifted(move = true) {
    const { filters, flow } = this;
    flow.setSieve(filters.sieve);
    this.overview.sift(filters.active, filters.found);
    this.overview.draw();
    this.steps.hidden = !filters.active;
    if (move) this.seeking = false;
    const from = flow.current ?? 0;
    const to = filters.active ? filters.stops.find((each) => each >= from) ?? filters.stops[0] : flow.current;
    if (move && to !== undefined && to !== null) void this.go(to);
  }

  filled() {
    this.find.mark();
    this.overview.moved();
    if (this.hands.picked) this.hands.point();
  }

  /** Passages look different. */
  shown(ordinals) {
    this.flow.redraw(ordinals);
    this.head.draw();
    this.filters.draw();
    this.overview.sift(this.filters.active, this.filters.found);
    this.overview.draw();
    this.hands.draw();
  }

  renew(ordinals) {
    return this.coding.renew(ordinals.filter((each) => this.volume.passages.has(each))).then(() => this.glanceAt(ordinals));
  }

  /** Passages that are not here in full count all the same. */
  async glanceAt(ordinals) {
    if (ordinals.some((each) => !this.volume.passages.has(each))) await this.renewAll();
  }

  async renewAll() {
    const same = await this.volume.renew();
    this.flow.refresh();
    this.shown([]);
    return same;
  }

  propose() {
    const on = !this.volume.proposals;
    this.volume.proposals = on;
    this.proposals.setAttribute("aria-pressed", String(on));
    this.volume.doubt();
    this.flow.refresh();
  }
}
