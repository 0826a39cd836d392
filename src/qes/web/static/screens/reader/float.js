// What can be done with chosen words, right where they are.

import { count, h, put } from "../../lib/dom.js";
import { rangeOf } from "./stripes.js";

/** What stands above the text and stays there. */
const HEAD = 120;

export class Float {
  /** @param {() => {key: string, label: string, kind?: string, does: () => void}[]} offers for the words at hand */
  constructor(flow, offers) {
    this.flow = flow;
    this.offers = offers;
    // Pressing a button must not take the selection away.
    this.element = h("div", { class: "float", role: "toolbar", "aria-label": "The chosen words", hidden: true, on: { mousedown: (event) => event.preventDefault() } });
  }

  /** @param {import("./words.js").Words|null} words */
  show(words) {
    const parts = words?.parts ?? [];
    this.element.hidden = !parts.length;
    if (!parts.length) return;
    put(this.element, h("span", { class: "small muted", role: "status" }, count(words.number, "word"), parts.length > 1 && ` in ${parts.length} passages`),
      this.offers().map(({ key, label, kind, does }) => h("button", { class: kind ?? "", on: { click: does } }, label, " ", h("kbd", {}, key))));
    this.place(parts[parts.length - 1]);
  }

  /** Below the last of the words, which are brought into sight when keys have moved their end out of it. */
  place({ passage, span }) {
    const end = () => rangeOf(this.flow.article(passage.ordinal), passage, [span[1] - 1, span[1]])?.getBoundingClientRect();
    const room = this.element.offsetHeight + 20;
    const [box, within] = [end(), this.element.offsetParent?.getBoundingClientRect()];
    if (!box || !within) return;
    const over = Math.max(0, box.bottom + room - innerHeight) || Math.min(0, box.top - HEAD);
    if (over) scrollBy({ top: over, behavior: "instant" });
    const left = Math.max(0, Math.min(box.left - within.left - this.element.offsetWidth / 2, within.width - this.element.offsetWidth));
    Object.assign(this.element.style, { top: `${box.bottom + 6 - within.top}px`, left: `${left}px` });
  }
}
