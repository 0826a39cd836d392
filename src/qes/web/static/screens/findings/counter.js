// The walk through what a search for counter-evidence turned up: one candidate at a time, a word on each.

import { get } from "../../lib/api.js";
import { count, h, put, toast } from "../../lib/dom.js";
import { inPassage } from "../../lib/offsets.js";
import { act } from "../../lib/outbox.js";
import { may } from "../../lib/page.js";
import { marked } from "../../lib/text.js";
import { placeLine } from "./cited.js";
import { forget, keep, kept } from "./written.js";
import { ORIGINS, WEIGHTS, moment, trouble } from "./words.js";

const LOOK = 700;

export class Walk {
  /** @param {any} desk */
  constructor(desk) {
    this.desk = desk;
    this.at = 0;
    this.of = "";
    /** The finding a search is made for now. */
    this.busy = "";
    /** Words on candidates that are on their way. */
    this.sending = new Set();
    this.searching = h("div", { class: "card stack", role: "status", hidden: true });
    this.note = h("textarea", { rows: 2, maxlength: 20_000, "aria-label": "Note", placeholder: "A note, for whoever reads this later", on: { input: () => this.keepNote() } });
    this.body = h("div", { class: "stack" });
    this.element = h("div", { class: "stack walk" }, this.searching, this.body);
  }

  get said() {
    return this.desk.said;
  }

  get candidates() {
    return this.said?.counter?.candidates ?? [];
  }

  get candidate() {
    return this.candidates[this.at];
  }

  get open() {
    return this.candidates.filter((each) => !each.weighed);
  }

  /** Those that speak against it and are not among its quotes against. */
  get uncited() {
    return this.candidates.filter((each) => each.weighed?.weight === "against" && !each.cited);
  }

  draw() {
    const { said } = this;
    if (this.of !== said?.counter?.id) {
      this.of = said?.counter?.id ?? "";
      this.at = Math.max(0, this.candidates.findIndex((each) => !each.weighed));
    }
    this.searching.hidden = this.busy !== said?.key || !this.busy;
    put(this.body, said ? [this.head(), this.candidate && this.one(), this.record()] : h("p", { class: "card" }, "Save the finding first; then what speaks against it can be searched for."));
  }

  head() {
    const { said } = this;
    const again = said.searches.length > 0;
    const words = !again ? "Before a finding can be approved, somebody looks for what speaks against it: codings it does not cite, those of the opposite polarity first, and the nearest passages that nobody coded, in its cases and in others."
      : !said.valid ? "It has changed since it was searched for: search again." : this.candidates.length ? "" : "Searched, none found. That stays on record.";
    return h("section", { class: "card stack", "aria-label": "Search" },
      h("p", { class: "lead" }, said.statement), words && h("p", { class: "muted" }, words),
      h("div", { class: "row" },
        may("reviewer") && h("button", { class: said.valid ? "" : "primary", disabled: Boolean(this.busy) || said.withdrawn, on: { click: () => void this.search() } }, again ? "Search again " : "Search for counter-evidence ", h("kbd", {}, "e")),
        this.candidates.length > 0 && h("span", { role: "status" }, `${this.candidates.length - this.open.length} of ${count(this.candidates.length, "candidate")} weighed`),
        h("span", { class: "grow" }), this.uncited.length > 0 && this.citing()));
  }

  citing() {
    return h("button", { class: "primary", on: { click: () => void this.desk.citeAgainst(this.uncited) } }, `Cite the ${this.uncited.length === 1 ? "one" : this.uncited.length} that speak${this.uncited.length === 1 ? "s" : ""} against it `, h("kbd", {}, "c"));
  }

  // --- One candidate ---

  one() {
    const each = this.candidate;
    const given = each.weighed;
    this.note.value = kept(this.noteName)?.note ?? given?.note ?? "";
    const press = (key, weight, label, kind) => h("button", { class: kind, "aria-pressed": String(given?.weight === weight), "aria-keyshortcuts": key, on: { click: () => void this.weigh(weight) } }, label, " ", h("kbd", {}, key));
    return h("section", { class: "card stack candidate", "aria-label": `Candidate ${each.number + 1} of ${this.candidates.length}` },
      h("div", { class: "row" },
        h("button", { class: "quiet", "aria-label": "The one before (k)", disabled: !this.at, on: { click: () => this.move(-1) } }, "‹"),
        h("h3", {}, `Candidate ${each.number + 1} of ${this.candidates.length}`),
        h("button", { class: "quiet", "aria-label": "The next one (j)", disabled: this.at + 1 >= this.candidates.length, on: { click: () => this.move(1) } }, "›"),
        h("span", { class: "tag" }, ORIGINS[each.origin]), h("span", { class: "muted small", title: "Cosine of the nearest of the statement and its quotes" }, `likeness ${each.likeness.toFixed(2)}`),
        h("span", { class: "grow" }), given && h("span", { class: `tag ${WEIGHTS[given.weight][1]}` }, `${WEIGHTS[given.weight][0]}, says ${given.author}`), each.cited && h("span", { class: "tag ok" }, "cited")),
      each.lost ? [h("blockquote", { class: "quote" }, each.quote), h("p", { class: "problem" }, each.lost)] : h("blockquote", { class: "quote" }, this.context(each)),
      placeLine(each),
      may("reviewer") && [h("div", { class: "row weights", role: "group", "aria-label": "What it does" },
        press("a", "against", "Speaks against it", "no"), press("f", "for", "Speaks for it", "ok"), press("n", "neither", "Neither", "")),
      h("label", { class: "small" }, h("span", {}, "Note ", h("kbd", {}, "m"), h("span", { class: "muted" }, " goes with the next a, f or n")), this.note)]);
  }

  /** The passage it stands in, with its words marked. */
  context(each) {
    const { around } = each;
    if (!around) return each.quote;
    const [from, to] = inPassage(each.span, around);
    return marked(around.text, [{ from, to, kind: "is-candidate" }]);
  }

  get noteName() {
    return `note ${this.of}:${this.candidate?.number}`;
  }

  keepNote() {
    if (this.note.value.trim()) keep(this.noteName, { note: this.note.value });
    else forget(this.noteName);
  }

  move(by) {
    const next = this.at + by;
    if (!this.candidates[next]) return;
    this.at = next;
    this.draw();
    this.body.querySelector(".candidate")?.scrollIntoView({ block: "nearest" });
  }

  /** Weigh the candidate that is shown. */
  weigh(weight) {
    const { candidate } = this;
    if (!candidate || !may("reviewer")) return;
    if (candidate.pending) return void toast("One moment: the word before is being saved.");
    const going = this.say(candidate, weight).finally(() => this.sending.delete(going));
    this.sending.add(going);
  }

  /** Once every word has arrived, and how the finding stands is known. */
  async settled() {
    await Promise.allSettled([...this.sending]);
  }

  async say(candidate, weight) {
    const { said, noteName } = this;
    const before = candidate.weighed;
    const note = this.note.value.trim();
    candidate.pending = true;
    candidate.weighed = { weight, note, author: "you", id: before?.id ?? "" };
    this.note.blur();
    this.forward();
    try {
      const told = await act(`/api/findings/${said.key}/weigh`, { counter: said.counter.id, candidate: candidate.number, weight, note, seen: before?.id ?? null });
      forget(noteName);
      candidate.weighed = told.word;
      candidate.pending = false;
      this.desk.heardWord(said.key, told);
    } catch (error) {
      Object.assign(candidate, { weighed: before, pending: false });
      if (error.status === 409) await this.differ(said.key, candidate.number, weight);
      else toast(trouble(error), true);
    }
    this.draw();
  }

  /** Somebody said something else of it meanwhile: show theirs, to say it again. */
  async differ(key, number, mine) {
    await this.desk.refetch(key);
    this.at = number;
    const theirs = this.candidate?.weighed;
    toast(theirs ? `${theirs.author} has said of candidate ${number + 1} that it ${WEIGHTS[theirs.weight][0].replace("neither", "speaks neither way")}; you: ${WEIGHTS[mine][0]}. Say it again if you still think so.` : "What you saw was taken back meanwhile.", true);
  }

  /** To the next that nobody has weighed. */
  forward() {
    const next = [...this.candidates.slice(this.at + 1), ...this.candidates.slice(0, this.at)].find((each) => !each.weighed);
    if (next) this.at = next.number;
    this.draw();
    if (!next) this.body.querySelector(".row button.primary")?.focus();
  }

  // --- Searching ---

  async search() {
    const key = await this.desk.savedKey();
    if (!key || this.busy) return;
    this.busy = key;
    this.draw();
    this.watch();
    try {
      await this.desk.send(key, "search", {});
    } finally {
      this.busy = "";
      this.draw();
    }
  }

  /** How far it has come, for as long as it takes. */
  async watch() {
    const passages = this.desk.list.passages;
    let said = { done: 0, total: 0 };
    while (this.busy) {
      const first = said.total > said.done ? `Preparing passages first: ${said.done.toLocaleString("en")} of ${said.total.toLocaleString("en")}. This is needed once.` : "The rest of the page can be used meanwhile.";
      put(this.searching, h("p", {}, `Looking through ${count(passages, "passage")} …`), h("progress", { "aria-label": "Searching", ...(said.total > said.done ? { max: said.total, value: said.done } : {}) }), h("p", { class: "muted small" }, first));
      await new Promise((next) => setTimeout(next, LOOK));
      said = await get("/api/findings/searching").catch(() => said);
    }
    put(this.searching);
  }

  /** Every search there was, also those that found nothing. */
  record() {
    const { searches } = this.said;
    if (!searches.length) return null;
    return h("section", { class: "card stack", "aria-label": "Record of searches" }, h("h3", {}, "Record of searches"),
      h("ol", { class: "small" }, searches.map((each, place) => h("li", {}, each.candidates ? each.sentence : each.sentence.replace("none found", "searched, none found"),
        h("span", { class: "muted" }, ` ${moment(each.at).slice(11)}${place + 1 === searches.length ? "; the last one counts" : ""}`)))));
  }
}
