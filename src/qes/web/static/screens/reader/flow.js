// The pages of a source, one below the other: leaves are laid out from the start and filled when one comes near.

import { count, h, put, toast } from "../../lib/dom.js";
import { drawMargin, passageView, stripesOf } from "./passage.js";
import { measure } from "./stripes.js";
import { LEAF } from "./volume.js";

/** How far from what is seen leaves are filled and bars are measured. */
const NEAR = "1200px 0px";
const LINE = 27;
const AGAIN = 4000;

export class Flow {
  /**
   * @param {import("./volume.js").Volume} volume
   * @param {object} margin what stripes do, see `drawMargin`
   * @param {{filled: () => void, moved: (ordinal: number) => void}} told
   */
  constructor(volume, margin, told) {
    this.volume = volume;
    this.margin = margin;
    this.told = told;
    /** Ordinal of the passage one is at; null before one is anywhere. */
    this.current = null;
    /** Which passages are shown, and which of them stand out; null: all. @type {{fits: (ordinal: number) => boolean, only: boolean}|null} */
    this.sieve = null;
    this.near = new Set();
    this.element = h("div", { class: "flow" });
    this.leaves = Array.from({ length: Math.ceil(volume.size / LEAF) }, (_, number) => h("div", { class: "leaf", data: { leaf: String(number) } }));
    this.observer = new IntersectionObserver((seen) => this.seen(seen), { rootMargin: NEAR });
    put(this.element, this.leaves);
    this.layOut();
    this.leaves.forEach((leaf) => this.observer.observe(leaf));
    this.width = 0;
    new ResizeObserver(() => this.resized()).observe(this.element);
  }

  /** @returns {HTMLElement|null} */
  article(ordinal) {
    return document.getElementById(`p-${this.volume.ids[ordinal]}`);
  }

  // --- Leaves ---

  shows(ordinal) {
    return !this.sieve?.only || this.sieve.fits(ordinal);
  }

  *inLeaf(number) {
    for (let at = number * LEAF; at < Math.min(this.volume.size, (number + 1) * LEAF); at++) yield at;
  }

  /** Give leaves about the height they will have, so that the scroll bar tells the truth from the start. */
  layOut() {
    const letters = Math.max(30, Math.min(75, (this.element.clientWidth || 900) / 12));
    this.leaves.forEach((leaf, number) => {
      let height = 0;
      for (const at of this.inLeaf(number)) if (this.shows(at)) height += Math.ceil(this.volume.sizes[at] / letters) * LINE + 22;
      leaf.hidden = height === 0;
      leaf.style.containIntrinsicBlockSize = `auto ${height}px`;
      leaf.style.minHeight = leaf.childElementCount ? "" : `${height}px`;
    });
  }

  seen(entries) {
    for (const { target, isIntersecting } of entries) {
      const number = Number(target.dataset.leaf);
      if (!isIntersecting) this.near.delete(number);
      else {
        this.near.add(number);
        if (this.volume.leaves.get(number) !== "here") void this.fill(number);
        else this.measure(number);
      }
    }
  }

  /** Fetch and draw a leaf; words that stand there already are never drawn anew. */
  async fill(number) {
    try {
      if (await this.volume.leaf(number)) this.draw(number);
    } catch (error) {
      toast(`${error.message} It is tried again.`, true);
      setTimeout(() => this.near.has(number) && this.fill(number), AGAIN);
    }
  }

  draw(number) {
    const leaf = this.leaves[number];
    if (!leaf.querySelector("article")) {
      const { passages } = this.volume;
      put(leaf, [...this.inLeaf(number)].map((at) => passageView(passages.get(at), passages.get(at - 1))));
      leaf.style.minHeight = "";
      this.sift(number);
    }
    this.redraw([...this.inLeaf(number)]);
    this.told.filled();
  }

  /** Draw the margins of passages anew. */
  redraw(ordinals) {
    for (const at of ordinals) {
      const [element, passage] = [this.article(at), this.volume.passages.get(at)];
      if (!element || !passage) continue;
      element.setAttribute("aria-current", String(at === this.current));
      drawMargin(element, passage, this.margin);
    }
    this.measureAll(ordinals);
  }

  /** Leaves that may be out of date: those in sight are asked for at once, others when one comes there. */
  refresh() {
    for (const number of this.near) if (this.volume.leaves.get(number) !== "here") void this.fill(number);
  }

  measure(number) {
    this.measureAll([...this.inLeaf(number)]);
  }

  measureAll(ordinals) {
    const found = ordinals.map((at) => ({ element: this.article(at), passage: this.volume.passages.get(at) })).filter((each) => each.element && each.passage);
    measure(found.map((each) => ({ ...each, stripes: stripesOf(each.passage) })));
  }

  resized() {
    if (this.element.clientWidth === this.width) return;
    this.width = this.element.clientWidth;
    this.layOut();
    for (const number of this.near) this.measure(number);
  }

  // --- Showing only some ---

  /** @param {{fits: (ordinal: number) => boolean, only: boolean}|null} sieve */
  setSieve(sieve) {
    this.sieve = sieve;
    this.leaves.forEach((_, number) => this.sift(number));
    this.layOut();
    this.drawEnd();
  }

  sift(number) {
    const leaf = this.leaves[number];
    leaf.querySelectorAll(".gap").forEach((each) => each.remove());
    for (const at of this.inLeaf(number)) {
      const element = this.article(at);
      if (!element) return;
      element.hidden = !this.shows(at);
      const aside = Boolean(this.sieve) && !this.sieve.only;
      element.classList.toggle("dim", aside && !this.sieve.fits(at));
      element.classList.toggle("fits", aside && this.sieve.fits(at));
      const left = element.hidden ? 0 : this.leftOut(at);
      if (left) element.before(gap(left));
    }
  }

  /** How many passages are left out right before one. */
  leftOut(ordinal) {
    let at = ordinal;
    while (at > 0 && !this.shows(at - 1)) at--;
    return ordinal - at;
  }

  drawEnd() {
    this.element.querySelector(":scope > .gap")?.remove();
    const left = this.leftOut(this.volume.size);
    if (left) this.element.append(gap(left));
  }

  // --- Going somewhere ---

  /** Be at a passage: it is marked, and its stripes can be reached with Tab. */
  settle(ordinal) {
    const before = this.current;
    this.current = ordinal;
    for (const at of [before, ordinal]) {
      const element = at !== null && this.article(at);
      if (!element) continue;
      element.setAttribute("aria-current", String(at === ordinal));
      element.querySelectorAll(".chip").forEach((each) => (each.tabIndex = at === ordinal ? 0 : -1));
    }
    this.told.moved(ordinal);
  }

  /**
   * Go to a passage, wherever it is.
   * @param {{flash?: boolean, block?: "start"|"center"|"nearest"}} [how]
   */
  async jump(ordinal, { flash = false, block = "center" } = {}) {
    const number = Math.floor(ordinal / LEAF);
    if (!this.leaves[number].querySelector("article")) this.leaves[number].scrollIntoView({ block: "start" });
    await this.whole(number);
    const element = this.article(ordinal);
    if (!element) return;
    element.hidden = false; // it may have begun to fit since the flow was sifted
    this.settle(ordinal);
    this.bring(element, block);
    // What stands above was only estimated until now.
    await Promise.all([number - 1, number + 1].filter((each) => this.leaves[each]).map((each) => this.whole(each)));
    this.bring(element, block);
    // Who goes about by a field or the strip stays there.
    if (!document.activeElement?.closest(".reader-tools, .overview")) element.focus({ preventScroll: true });
    if (flash) this.flash(element);
  }

  /** The leaf, filled; also when somebody else asked for it first. */
  async whole(number) {
    await this.fill(number);
    for (let tries = 0; tries < 100 && !this.leaves[number].querySelector("article"); tries++) await new Promise((go) => setTimeout(go, 50));
  }

  bring(element, block) {
    const tall = element.getBoundingClientRect().height > innerHeight * 0.7;
    element.scrollIntoView({ block: tall ? "start" : block, behavior: "instant" });
  }

  flash(element) {
    element.classList.remove("flash");
    void element.offsetWidth; // begins the animation again
    element.classList.add("flash");
    setTimeout(() => element.classList.remove("flash"), 2500);
  }
}

const gap = (left) => h("p", { class: "gap" }, `${count(left, "passage")} not shown`);
