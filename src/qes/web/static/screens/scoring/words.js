// What levels, answers and stages are called, and the marks that stand for them.

import { h } from "../../lib/dom.js";

/** No level: not enough evidence. It is not a low one. */
export const NE = "NE";

/** A level as it is shown. */
export const levelText = (level) => (level === null || level === undefined ? NE : String(level));

/** A level as a mark of its own; NE by another shape. */
export function levelMark(level) {
  return h("span", { class: level === null ? "level none" : "level", title: level === null ? "not enough evidence" : null }, levelText(level));
}

/** Answers by the key that gives them; the names are those of the log. */
export const ANSWERS = [
  { name: "yes", key: "y", label: "Yes", mark: "✓" },
  { name: "no", key: "x", label: "No", mark: "✗" },
  { name: "unsure", key: "c", label: "Cannot tell", mark: "?" },
];
export const GRADES = ["none", "minor", "moderate", "serious"];

const WAITS = { score: "waits for your score", settle: "waits to be settled", sign: "waits for your sign-off", renew: "waits for you: its evidence has changed" };

/** What a unit shows at a glance: a mark, a word, and whether it needs looking at. */
export function stageOf(row) {
  const level = levelText(row.level);
  if (row.stale) return { mark: `!${level}`, word: "stale", kind: "stale", told: `signed off at ${level}, stale: its evidence has changed since${row.alone ? "; scored by one person alone" : ""}` };
  const alone = row.alone ? ", scored by one person alone" : "";
  if (row.stage === "signed") return { mark: `✓${level}`, word: row.alone ? "signed, one scorer" : "signed", kind: "signed", told: `signed off at ${level}${alone}` };
  if (row.stage === "settled") return { mark: `=${level}`, word: row.alone ? "settled, one scorer" : "settled", kind: "settled", told: `settled at ${level}${alone}, not signed off` };
  if (row.stage === "alone") return { mark: `1:${level}`, word: "one scorer", kind: "settled", told: `scored ${level} by one person alone (${row.locked[0]}), so no agreement can be told; not signed off` };
  if (row.stage === "agreed") return { mark: `=${level}`, word: "agreed", kind: "settled", told: `all ${row.locked.length} who scored it give ${level}, not signed off` };
  if (row.stage === "differing") return { mark: "⇄", word: "differ", kind: "differing", told: "the scores differ" };
  if (row.stage === "partly") {
    const share = `${row.locked.length}/${row.needed}`;
    return { mark: share, word: row.mine ? "yours in" : "locked", kind: "partly", told: `${row.locked.length} of ${row.needed} scores locked: ${row.locked.join(", ")}` };
  }
  return { mark: "○", word: "open", kind: "open", told: "nobody has scored it" };
}

/** The same in one sentence, for those who hear it. */
export function toldOf(row, label) {
  return [`${row.case}, ${label}: ${stageOf(row).told}`, WAITS[row.waits]].filter(Boolean).join("; ");
}

/** What is to be said wherever a level rests on one person. */
export const ALONE = "One person alone scored it: no agreement can be told.";

/** A time as people read it. */
export const when = (at) => (at ?? "").slice(0, 16).replace("T", " ");

export const sameUnit = (one, other) => one && other && one.case === other.case && one.capability === other.capability;
