// Drafts of a cell's summary by a language model: read beside the summary, taken over into it, accepted, dropped.

import { get } from "../../lib/api.js";
import { h, put, toast } from "../../lib/dom.js";
import { may } from "../../lib/page.js";
import { accept, drop } from "../drafts/acts.js";
import { Asking, agreed } from "../drafts/ask.js";
import { citedIn, draftCard } from "../drafts/card.js";
import { same } from "../findings/cited.js";

export class CellDrafts {
  /** @param {import("./cell.js").CellPanel} panel */
  constructor(panel) {
    this.panel = panel;
    this.asking = new Asking(() => {
      toast("The draft has come.");
      void this.load();
    });
    this.button = h("button", { type: "button", hidden: true, on: { click: () => void this.ask() } }, "Ask the model for a draft ", h("kbd", {}, "D"));
    this.list = h("div", { class: "stack" });
    this.element = h("div", { class: "stack cell-drafts" }, h("div", { class: "row" }, this.button), this.asking.element, this.list);
  }

  /** Those of the cell that is open. */
  async load() {
    const { at } = this.panel;
    if (!may("reviewer") || !at) return;
    try {
      const { drafts, model } = await get("/api/drafts", { kind: "summary", ...at });
      const whole = await Promise.all(drafts.map((each) => get(`/api/drafts/${each.id}`)));
      if (this.panel.at !== at) return;
      this.model = model;
      this.button.hidden = !model;
      put(this.list, whole.reverse().map((each) => this.card(each)));
    } catch {
      // the cell itself says what is wrong
    }
  }

  /** Another cell is open: nothing of the one before is to be seen. */
  clear() {
    put(this.list);
  }

  card(draft) {
    const card = draftCard(draft, { takeOver: () => void this.takeOver(draft), accept: () => void this.end(draft, () => accept(draft, this.panel.seen)), drop: () => void this.end(draft, () => drop(draft)) });
    const taken = this.panel.from === draft.id;
    const told = taken ? "The draft you are taking over" : `Draft by ${draft.model}: ${draft.kept} kept, ${draft.struck} struck out`;
    // Where nothing is written yet, the draft is what there is to read.
    return h("details", { class: "draft-origin", open: !taken && !this.panel.text.value.trim() }, h("summary", {}, told), card);
  }

  /** Put it into the summary that is written here, after what stands there already; nothing is saved. */
  async takeOver(draft) {
    const { panel } = this;
    panel.from = draft.id;
    panel.text.value = [panel.text.value.trim(), draft.text].filter(Boolean).join("\n\n");
    const fresh = citedIn(draft).filter((each) => !panel.cited.all.some((one) => same(one, each)));
    panel.cited.set([...panel.cited.all, ...fresh]);
    panel.edit();
    await this.load();
    panel.text.focus();
    panel.text.scrollIntoView({ block: "nearest" });
  }

  async end(draft, what) {
    const { panel } = this;
    if (panel.changed) return toast("Save what you have written in the summary first, or undo it.", true);
    const { at } = panel;
    if (await what()) {
      panel.does.saved();
      if (panel.at === at) await panel.open(at.case, at.code, false);
    } else void this.load();
  }

  async ask() {
    const { at, book } = this.panel;
    if (!this.model || !at || this.asking.busy) return;
    if (this.model.problem) return toast(this.model.problem, true);
    const wanted = { kind: "summary", cases: [at.case], code: at.code };
    const about = `${book.label(at.code)} in ${at.case}`;
    if (await agreed(this.model, wanted, { told: `A summary of ${about}.` })) void this.asking.ask(wanted, this.model, about);
  }
}
