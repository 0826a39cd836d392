// Looking for words in the whole source, as they are typed.

import { post } from "../../lib/api.js";
import { count, h } from "../../lib/dom.js";
import { paint } from "./paint.js";
import { rangeOf } from "./stripes.js";

const PAUSE = 200;

export class Find {
  /**
   * @param {import("./volume.js").Volume} volume
   * @param {import("./flow.js").Flow} flow
   * @param {(ordinal: number) => void} go
   * @param {() => void} begun called when something else is looked for
   */
  constructor(volume, flow, go, begun) {
    Object.assign(this, { volume, flow, go, begun });
    /** @type {{ordinal: number, span: [number, number]}[]} */
    this.hits = [];
    this.at = -1;
    this.asked = 0;
    this.field = h("input", { type: "search", placeholder: "Find words here", "aria-label": "Find words in this source", "aria-keyshortcuts": "/",
      on: { input: () => this.later(), keydown: (event) => this.pressed(event) } });
    this.said = h("span", { class: "small muted", role: "status" });
    const step = (by, label, sign) => h("button", { class: "quiet", "aria-label": label, title: label, on: { click: () => this.step(by) } }, sign);
    this.steps = h("span", { class: "steps", hidden: true }, step(-1, "Place before (Shift-Enter)", "↑"), step(1, "Next place (Enter)", "↓"));
    this.element = h("div", { class: "row find", role: "search" }, this.field, this.said, this.steps);
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.look(), PAUSE);
  }

  pressed(event) {
    if (event.key === "Enter") {
      clearTimeout(this.timer);
      if (this.looked === this.field.value) this.step(event.shiftKey ? -1 : 1);
      else void this.look();
    } else if (event.key === "Escape") {
      this.field.value = "";
      void this.look();
      this.field.blur();
    } else return;
    event.preventDefault();
  }

  async look() {
    const text = this.field.value;
    const asked = ++this.asked;
    let places = [];
    try {
      places = text.trim() ? await post(`/api/reader/${encodeURIComponent(this.volume.id)}/find`, { text }) : [];
    } catch (error) {
      this.said.textContent = error.message;
      return;
    }
    if (asked !== this.asked) return;
    this.looked = text;
    this.hits = places.flatMap(({ ordinal, spans }) => spans.map((span) => ({ ordinal, span })));
    this.begun();
    const from = this.flow.current ?? 0;
    this.at = Math.max(0, this.hits.findIndex((each) => each.ordinal >= from)) - 1;
    if (this.hits.length) this.step(1);
    else this.tell();
  }

  /** To the next hit, or the one before. */
  step(by) {
    if (!this.hits.length) return;
    this.at = (this.at + by + this.hits.length) % this.hits.length;
    this.tell();
    this.go(this.hits[this.at].ordinal);
  }

  tell() {
    const { length } = this.hits;
    this.said.textContent = length ? `${this.at + 1} of ${count(length, "place")}` : this.field.value.trim() ? "nowhere in this source" : "";
    this.steps.hidden = !length;
    this.mark();
  }

  /** Mark what is found, as far as it is on the page. */
  mark() {
    const range = ({ ordinal, span }) => {
      const [element, passage] = [this.flow.article(ordinal), this.volume.passages.get(ordinal)];
      return element && passage ? rangeOf(element, passage, span) : null;
    };
    paint("hit", this.hits.map(range));
    paint("hit-here", this.hits[this.at] ? [range(this.hits[this.at])] : []);
  }
}
