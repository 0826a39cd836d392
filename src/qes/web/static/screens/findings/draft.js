// A finding as somebody is writing it, and what tells it from the version it started from.

import { newKey } from "../../lib/api.js";
import { citedIn } from "../drafts/card.js";
import { same, sent } from "./cited.js";
import { forget, keep, kept } from "./written.js";

export const NEW = "new";
/** Begins the name of a new finding that is made of a model's draft; its id follows. */
export const FROM = "from:";
const EMPTY = { statement: "", cases: [], capability: null, citations: [], confidence: null };

/** What of a finding a person decides. */
export const fieldsOf = (said) => ({
  statement: said?.statement ?? "", cases: [...(said?.cases ?? [])], capability: said?.capability ?? null,
  citations: (said?.citations ?? []).map((each) => ({ ...each })), confidence: said?.confidence ?? null,
});

const sides = (all) => all.map((each) => `${each.passage} ${each.span} ${each.against}`).sort().join(";");
const judged = (value) => JSON.stringify(value && [value.overall, value.explanation, value.concerns.map((each) => [each.component, each.grade, each.reason])]);

/** Which fields differ. @returns {string[]} */
export function differing(one, other) {
  const tests = {
    statement: one.statement.trim() === other.statement.trim(),
    about: one.capability === other.capability && [...one.cases].sort().join("\n") === [...other.cases].sort().join("\n"),
    quotes: sides(one.citations) === sides(other.citations),
    confidence: judged(one.confidence) === judged(other.confidence),
  };
  return Object.keys(tests).filter((name) => !tests[name]);
}

export class Draft {
  /**
   * @param {any} said the newest version, as the server tells it; null for a new finding
   * @param {any} from the draft by a model that a new one is made of, if it is
   */
  constructor(said, from = null) {
    this.finding = said?.key ?? "";
    this.from = from?.id ?? "";
    this.begin(said);
    if (from) Object.assign(this, { statement: from.text, cases: [...from.cases], capability: from.code, citations: citedIn(from) });
  }

  /** Start from a version. */
  begin(said) {
    this.base = said ? fieldsOf(said) : { ...EMPTY };
    this.seen = said?.id ?? null;
    this.reason = "";
    Object.assign(this, fieldsOf(said));
    this.key = newKey();
  }

  get place() {
    return this.finding || (this.from ? FROM + this.from : NEW);
  }

  get changes() {
    return differing(this, this.base);
  }

  /** To be called after every change: another act from now on, kept in the browser until it is saved. */
  changed() {
    this.key = newKey();
    this.keep();
  }

  keep() {
    const { statement, cases, capability, citations, confidence, reason, seen } = this;
    if (this.changes.length) keep(`finding ${this.place}`, { statement, cases, capability, citations, confidence, reason, seen });
    else forget(`finding ${this.place}`);
  }

  drop() {
    forget(`finding ${this.place}`);
  }

  /** What was typed before the page was closed: its quotes have no words yet. */
  get left() {
    return kept(`finding ${this.place}`);
  }

  /** Go on with what was left. @param {any[]} citations with their words */
  restore(left, citations) {
    const { statement, cases, capability, confidence, reason, seen } = left;
    Object.assign(this, { statement, cases, capability, confidence, reason, seen, citations });
  }

  /** Save what is here after all, as the version after theirs. */
  after(theirs) {
    this.base = fieldsOf(theirs);
    this.seen = theirs.id;
    this.changed();
  }

  /** It was saved, and more was typed meanwhile. */
  saved(said) {
    this.finding = said.key;
    this.after(said);
  }

  cites(quote) {
    return this.citations.some((each) => same(each, quote));
  }

  /** As the server wants it. */
  get body() {
    const { key, finding, statement, cases, capability, confidence, reason, seen } = this;
    const draft = finding ? "" : this.from;
    return { key, finding, statement, cases, capability, confidence, reason, seen, draft, citations: this.citations.map(sent) };
  }
}
