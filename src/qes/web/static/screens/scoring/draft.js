// What somebody is about to say of a unit. It survives a reload on this machine: ids, answers and their own words alone.

import { newKey } from "../../lib/api.js";
import { NAME, PROJECT } from "../../lib/page.js";
import { follows } from "./follows.js";
import { NE } from "./words.js";

const PREFIX = `qes-score ${PROJECT} ${encodeURIComponent(NAME)} `;

/** @typedef {"score"|"settle"|"sign"} Kind */

export class Draft {
  /**
   * @param {Kind} kind
   * @param {any} sheet of the unit, as the server gave it
   * @param {any} frame what is the same for all units: the components and scale of confidence
   * @param {any} from what it begins with where nothing was typed yet
   */
  constructor(kind, sheet, frame, from = {}) {
    this.kind = kind;
    this.sheet = sheet;
    this.frame = frame;
    this.id = `${PREFIX}${kind} ${encodeURIComponent(sheet.case)} ${encodeURIComponent(sheet.capability)}`;
    /** "": not given; "NE", or a number as text. */
    this.level = "";
    /** @type {Record<string, string>} */
    this.answers = {};
    /** @type {Record<string, {grade: string, reason: string}>} */
    this.concerns = {};
    this.overall = "";
    this.explanation = "";
    /** The reason, or in signing the statement. */
    this.words = "";
    /** Names the act; the same until the server has answered, so that it counts once. */
    this.key = newKey();
    this.kept = false;
    Object.assign(this, from, this.read());
  }

  read() {
    try {
      const found = JSON.parse(localStorage.getItem(this.id) ?? "null");
      this.kept = Boolean(found);
      return found ?? {};
    } catch {
      return {};
    }
  }

  /** Keep it; called after every change. */
  keep() {
    this.kept = true;
    const { level, answers, concerns, overall, explanation, words, key } = this;
    try {
      localStorage.setItem(this.id, JSON.stringify({ level, answers, concerns, overall, explanation, words, key }));
    } catch {
      // Storage is full or forbidden: it would only not survive closing the page.
    }
  }

  forget() {
    this.kept = false;
    try {
      localStorage.removeItem(this.id);
    } catch {
      // as above
    }
  }

  /** The server has refused it: sent again, it is another act. */
  renew() {
    this.key = newKey();
    if (this.kept) this.keep();
  }

  get follows() {
    return follows(this.sheet, this.answers);
  }

  /** Whether another level is given than follows from the answers. */
  get departs() {
    return this.kind !== "sign" && this.level !== "" && this.number !== this.follows.level;
  }

  get number() {
    return this.level === NE || this.level === "" ? null : Number(this.level);
  }

  /** Whether a confidence belongs to it. */
  get trusted() {
    return this.level !== "" && this.level !== NE;
  }

  /** What is still to be said, and which field says it. */
  get lack() {
    if (this.level === "") return { field: "level", text: "Give a level, or NE." };
    if (this.trusted) {
      for (const { id, label } of this.frame.components) {
        const { grade = "", reason = "" } = this.concerns[id] ?? {};
        if (!grade) return { field: `grade ${id}`, text: `Judge the concern about ${label.toLowerCase()}.` };
        if (grade !== "none" && !reason.trim()) return { field: `reason ${id}`, text: `Say what the concern about ${label.toLowerCase()} is.` };
      }
      if (!this.overall) return { field: "overall", text: "Judge the confidence overall." };
    }
    if (this.kind !== "sign" && !this.words.trim()) return { field: "words", text: this.departs ? "Say why another level than your answers lead to." : "A reason is needed." };
    return null;
  }

  /** As the server wants it. */
  get body() {
    const { case: of, capability, seen, rubric, evidence } = this.sheet;
    const body = { key: this.key, case: of, capability, seen, rubric, evidence, level: this.number, confidence: this.trusted ? this.confidence : null };
    if (this.kind === "sign") return { ...body, statement: this.words.trim() };
    return { ...body, answers: this.answers, reason: this.words.trim() };
  }

  get confidence() {
    const concerns = this.frame.components.map(({ id }) => {
      const { grade, reason = "" } = this.concerns[id];
      return { component: id, grade, reason: grade === "none" ? "" : reason.trim() };
    });
    return { overall: this.overall, concerns, explanation: this.explanation.trim() };
  }
}
