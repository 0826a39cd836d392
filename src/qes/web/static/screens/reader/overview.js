// The whole source in one strip beside the scroll bar: where codes are, what nobody gave any, what is unread.

import { count, h } from "../../lib/dom.js";
import { may } from "../../lib/page.js";

const DARK = matchMedia("(prefers-color-scheme: dark)");
const KEYS = { ArrowUp: -1, ArrowDown: 1, PageUp: -10, PageDown: 10, Home: -Infinity, End: Infinity };

export class Overview {
  /**
   * @param {import("./volume.js").Volume} volume
   * @param {import("../../lib/book.js").Book} book
   * @param {(ordinal: number) => void} go
   */
  constructor(volume, book, go) {
    Object.assign(this, { volume, book, go });
    this.sift(false, new Set());
    let at = 0;
    /** Where each passage begins, by the letters before it; and the end of all. */
    this.begins = [0, ...volume.sizes.map((size) => (at += size + 60))];
    this.canvas = h("canvas", {});
    this.element = h("div", {
      class: "overview", role: "slider", tabindex: 0, "aria-label": "Overview of the source", "aria-orientation": "vertical", "aria-valuemin": 1, "aria-valuemax": volume.size, "aria-valuenow": 1,
      on: { click: (event) => this.clicked(event), keydown: (event) => this.pressed(event) },
    }, this.canvas);
    const draw = () => this.draw();
    new ResizeObserver(draw).observe(this.element);
    new MutationObserver(draw).observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
    DARK.addEventListener("change", draw);
    addEventListener("scroll", () => this.moved(), { passive: true });
    this.view = h("div", { class: "overview-view" });
    this.element.append(this.view);
  }

  get dark() {
    const { theme } = document.documentElement.dataset;
    return theme ? theme === "dark" : DARK.matches;
  }

  /** Begin and height of a passage on the strip. */
  place(ordinal, height) {
    const scale = height / this.begins[this.volume.size];
    return [this.begins[ordinal] * scale, (this.begins[ordinal + 1] - this.begins[ordinal]) * scale];
  }

  /** Show codes only where a filter finds something. @param {Set<number>} found */
  sift(sifts, found) {
    Object.assign(this, { sifts, found });
  }

  draw() {
    const { clientWidth: width, clientHeight: height } = this.element;
    const ratio = devicePixelRatio || 1;
    this.canvas.width = width * ratio;
    this.canvas.height = height * ratio;
    const pen = this.canvas.getContext("2d");
    pen.scale(ratio, ratio);
    const light = this.dark ? 0.72 : 0.56;
    // Variables hold a colour for light and one for dark; properties of an element are the one that is seen.
    const { caretColor: ink, borderLeftColor: soft, color: strong } = getComputedStyle(this.element);
    for (let at = 0; at < this.volume.size; at++) {
      const [top, tall] = this.place(at, height);
      this.drawPassage(pen, at, [top, Math.max(tall, 0.75)], width, light, [soft, strong]);
      if (this.found.has(at)) fill(pen, ink, width - 3, top, 3, Math.max(2, tall));
    }
    this.element.setAttribute("aria-description", this.described());
    this.moved();
  }

  drawPassage(pen, at, [top, tall], width, light, [soft, strong]) {
    if (!this.volume.codable(at)) return;
    const unread = may("researcher") && this.volume.states[at] !== "m";
    fill(pen, unread ? soft : strong, 0, top, 3, tall);
    const marks = (this.volume.marks.get(at) ?? []).filter(() => !this.sifts || this.found.has(at));
    const room = (width - 8) / Math.max(1, marks.length);
    marks.forEach((mark, number) => fill(pen, `oklch(${light} 0.13 ${this.book.hue(mark.code)})`, 5 + number * room, top, Math.max(1.5, room - 0.5), Math.max(1.5, tall)));
  }

  /** What the strip shows, in words. */
  described() {
    const { volume } = this;
    const codable = volume.ids.map((_, at) => at).filter((at) => volume.codable(at));
    const coded = codable.filter((at) => volume.marks.has(at)).length;
    const hidden = codable.filter((at) => volume.hidden(at)).length;
    const unread = codable.filter((at) => volume.states[at] !== "m").length;
    return [`${count(codable.length, "passage")}: ${coded} with a code, ${codable.length - coded - hidden} without`,
      hidden && `${hidden} hidden until you have coded them`, may("researcher") && `${unread} not read by you`].filter(Boolean).join(", ");
  }

  /** Show which part of the source is in sight. */
  moved() {
    this.frame ??= requestAnimationFrame(() => {
      this.frame = null;
      const [first, last] = this.inSight();
      const { clientHeight: height } = this.element;
      const [top] = this.place(first, height);
      const [from, tall] = this.place(last, height);
      Object.assign(this.view.style, { top: `${top}px`, height: `${Math.max(6, from + tall - top)}px` });
      this.element.setAttribute("aria-valuenow", String(first + 1));
      this.element.setAttribute("aria-valuetext", `${this.volume.passages.get(first)?.place ?? ""}, passage ${first + 1} of ${this.volume.size}`);
    });
  }

  inSight() {
    const bounds = [0.2, 0.98].map((share) => document.elementFromPoint(Math.min(innerWidth / 3, 300), innerHeight * share)?.closest("article.p"));
    const first = Number(bounds[0]?.dataset.ordinal ?? this.last ?? 0);
    this.last = first;
    return [first, Math.max(first, Number(bounds[1]?.dataset.ordinal ?? first))];
  }

  clicked(event) {
    const box = this.element.getBoundingClientRect();
    const wanted = ((event.clientY - box.top) / box.height) * this.begins[this.volume.size];
    const after = this.begins.findIndex((each) => each > wanted);
    this.go(Math.max(0, (after < 0 ? this.volume.size : after) - 1));
  }

  pressed(event) {
    const by = KEYS[event.key];
    if (by === undefined) return;
    event.preventDefault();
    this.go(Math.max(0, Math.min(this.volume.size - 1, (this.last ?? 0) + by)), true);
  }
}

function fill(pen, colour, ...box) {
  pen.fillStyle = colour;
  pen.fillRect(...box);
}
