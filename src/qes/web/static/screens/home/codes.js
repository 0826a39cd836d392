// What has come of each code, how much of it may still be unfound, and how far coders agree.

import { count, h } from "../../lib/dom.js";
import { loadBook } from "../../lib/book.js";
import { may } from "../../lib/page.js";
import { table } from "./table.js";
import { coefficient, figure, percent } from "./words.js";

export function codesView({ codes, audit, goal }) {
  const number = (name, key, title) => ({ name, title, number: true, value: (row) => row[key], cell: (row) => (row[key] ? figure(row[key]) : h("span", { class: "muted" }, "0")) });
  const bound = (name, key, title, say) => ({ name, title, number: true, value: (row) => row[key], cell: (row) => (row[key] === null ? h("span", { class: "muted" }, "–") : say(row)) });
  return [
    h("p", { class: "muted" }, auditWords(audit, goal, codes)),
    table("Codes", [
      { name: "Code", value: (row) => row.label, cell: (row) => h("a", { href: `/evidence?${new URLSearchParams({ code: row.code })}`, title: row.code }, row.label) },
      number("Used", "used", "codings, disputed ones included"),
      number("Agreed", "agreed", "all who read the passage gave it"),
      number("One coder", "single", "only one coder has read the passage"),
      number("Settled", "settled", "a reviewer said that it applies"),
      number("Disputed", "disputed", "readers differ; counts for nothing until it is settled"),
      bound("In audit", "found_in_audit", "passages of the audit that carry it", (row) => figure(row.found_in_audit)),
      bound("Unread with it", "unfound_at_most", "at most so many unread passages carry it, 95 % sure", (row) => (row.unfound_at_most ? `≤ ${figure(row.unfound_at_most)}` : "0")),
      bound("Found", "recall_at_least", "at least this share of what there is has been found, 95 % sure", (row) => foundView(row, goal)),
    ], codes),
  ];
}

function foundView({ used, recall_at_least: recall }, goal) {
  if (!used) return h("span", { class: "muted" }, "–");
  return h("span", { class: recall >= goal ? "reached" : "" }, recall < 1 ? `≥ ${percent(recall)}` : "100 %", recall >= goal && h("span", { title: "the goal is reached" }, " ✓"));
}

function auditWords({ counted, share, read }, goal, codes) {
  if (!share) return "No passages are drawn for the audit, so nothing can be said of what is still unfound.";
  const done = `${figure(read)} of ${count(share, "audit passage")} ${read === 1 ? "is" : "are"} read`;
  if (!counted) return `${done}. Once the first of the random order is, this says how much of each code may still be unfound; the queue's order “audit” goes through them.`;
  if (counted >= share && codes.every((each) => each.unfound_at_most === 0)) return "Every passage has been read, so nothing is unfound.";
  return `${done}. The figures on the right rest on the first ${count(counted, "passage")} of the random order; the goal is to have found ${percent(goal)} of each code.`;
}

/** One line that hides nothing: figures per code, and the lowest of them by name. */
export function agreementView({ concord }) {
  if (!concord) return h("p", {}, "Nothing can be said yet: no two coders have read the same passages and given a code.");
  const { ac1, alpha, units, codes, lowest } = concord;
  const range = ({ least, middle, most }) => `${coefficient(least)} to ${coefficient(most)}, in the middle ${coefficient(middle)}`;
  const name = h("b", {}, lowest);
  loadBook().then((book) => (name.textContent = book.label(lowest))).catch(() => {});
  return [
    h("p", {}, `On ${count(units, "passage")} read by two or more, over ${count(codes, "code")}: α ${range(alpha)}; AC1 ${range(ac1)}. Lowest α: `, name, "."),
    h("p", { class: "small muted" }, "α falls far where a code is rare, AC1 hides it: read both, and per code."),
    may("reviewer") && h("p", {}, h("a", { href: "/agreement" }, "Agreement per code and pair of coders")),
  ];
}
