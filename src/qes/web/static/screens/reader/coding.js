// Giving codes and taking them away: shown at once, sent in order, undone step by step.

import { toast } from "../../lib/dom.js";
import { act, pending } from "../../lib/outbox.js";
import { NAME } from "../../lib/page.js";
import { wholly } from "./stripes.js";
import { mineOf } from "./volume.js";

const overlap = (a, b) => a[0] < b[1] && b[0] < a[1];
const MOST = 100;

/** An answer as the server wants it. */
export function answer(passage, verdict, code, span, more = {}) {
  const whole = !span || wholly(passage, { span });
  return { passage: passage.id, verdict, code, span: whole ? null : span, ...more };
}

/** One's own code with other words, attributes or memo; where new words miss the old ones, those are taken back. */
export function changed(passage, stripe, { span, attributes, memo }) {
  const mine = mineOf(stripe);
  const to = span ?? mine.span;
  const given = answer(passage, "accept", stripe.code, to, { attributes: attributes ?? mine.attributes, memo: memo ?? mine.memo });
  return overlap(mine.span, to) ? [given] : [answer(passage, "reject", stripe.code, mine.span), given];
}

export class Coding {
  /**
   * @param {import("./volume.js").Volume} volume
   * @param {(ordinals: number[]) => void} shown called when passages look different
   * @param {(ordinal: number) => void} turned called with where something was undone or redone
   */
  constructor(volume, shown, turned) {
    Object.assign(this, { volume, shown, turned });
    /** Passages to ask for anew. */
    this.due = new Set();
    /** What passages were before each act of this page, newest last. */
    this.past = [];
  }

  /** Show answers, send them as one step, and ask how things stand then. */
  async send(answers) {
    if (answers.length > MOST) return toast(`At most ${MOST} passages can be coded in one step; choose fewer.`, true);
    const ordinals = [...new Set(answers.map((each) => this.volume.ordinals.get(each.passage)))];
    this.past.push(ordinals.map((at) => this.volume.passages.get(at)));
    answers.forEach((each) => this.apply(each));
    this.shown(ordinals);
    try {
      await act("/api/decisions", { answers });
    } catch (error) {
      this.past.pop();
      toast(`${error.message}. ${error.hint ?? ""}`, true);
    }
    await this.renew(ordinals);
  }

  apply(given) {
    const passage = this.volume.passages.get(this.volume.ordinals.get(given.passage));
    const span = given.span ?? passage.span;
    const mine = { coder: NAME, span, attributes: given.attributes ?? {}, memo: given.memo ?? "", blind: false, at: "" };
    const same = (each) => each.code === given.code && overlap(each.span, span);
    const stripes = passage.stripes.map((each) => (same(each) ? without(each) : each)).filter((each) => each.marks.length || each.settled);
    if (given.verdict === "accept") {
      const there = stripes.find(same);
      if (there) stripes.splice(stripes.indexOf(there), 1, { ...there, marks: [...there.marks, mine], coders: [...there.coders, NAME].sort() });
      else stripes.push({ code: given.code, span, status: "single", coders: [NAME], attributes: mine.attributes, differing: [], marks: [mine], settled: null });
    }
    const proposals = passage.proposals.filter((each) => each.code !== given.code);
    this.volume.put({ ...passage, stripes, proposals, readers: [...new Set([...passage.readers, NAME])].sort(), done: passage.done || given.verdict === "nothing" });
  }

  /** Ask for passages anew, a stretch at a time; not while acts wait, of which the server does not know yet. */
  async renew(ordinals) {
    for (const each of ordinals) this.due.add(each);
    if (pending()) return;
    const due = [...this.due];
    this.due.clear();
    try {
      for (const [first, most] of stretches(due)) await this.volume.fetch(first, most);
    } catch {
      return; // offline: what was shown stays, and the acts are kept
    }
    this.shown(due);
  }

  async undo() {
    const before = this.past.pop();
    for (const each of before ?? []) this.volume.put(each);
    const ordinals = (before ?? []).map((each) => each.ordinal);
    this.shown(ordinals);
    await this.turn("/api/undo", "There is nothing to undo.", ordinals);
  }

  redo() {
    return this.turn("/api/redo", "There is nothing to redo.", []);
  }

  async turn(path, none, ordinals) {
    if (pending()) toast("Waits for the server.");
    try {
      const said = await act(path, {});
      const here = said.passages.map((each) => this.volume.ordinals.get(each)).filter((each) => each !== undefined);
      if (!said.events) toast(none);
      else if (!here.length) toast(`That was in another source${said.card ? `: ${said.card.source.path}` : ""}.`);
      const loaded = [...new Set([...ordinals, ...here])];
      await this.renew(loaded);
      if (here.length && !ordinals.length) this.turned(here[0]);
    } catch (error) {
      toast(`${error.message}. ${error.hint ?? ""}`, true);
      await this.renew(ordinals);
    }
  }
}

function without(stripe) {
  return { ...stripe, marks: stripe.marks.filter((each) => each.coder !== NAME), coders: stripe.coders.filter((each) => each !== NAME) };
}

/** Ordinals as [first, most], neighbours together. */
export function stretches(ordinals, longest = 100) {
  const found = [];
  for (const at of [...ordinals].sort((a, b) => a - b)) {
    const last = found[found.length - 1];
    if (last && at < last[0] + longest && at - (last[0] + last[1]) < 5) last[1] = at - last[0] + 1;
    else found.push([at, 1]);
  }
  return found;
}
