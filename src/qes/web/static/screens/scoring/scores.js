// What is shown once all have locked: everybody's scores next to each other, and where they differ.

import { h } from "../../lib/dom.js";
import { ALONE, ANSWERS, levelMark } from "./words.js";

/** @param {any} revealed @param {string[]} seen who had seen an earlier round @param {any} frame @param {(id: string) => void} go to a criterion */
export function scoresView(revealed, seen, frame, go) {
  const { scores, consensus, signoff, differences } = revealed;
  const columns = [...scores.map((each) => ({ ...each, title: each.author })),
    ...(consensus ? [{ ...consensus, title: `Settled, by ${consensus.author}` }] : []),
    ...(signoff ? [{ ...signoff, reason: signoff.statement, title: `Signed off, by ${signoff.author}` }] : [])];
  const line = (label, cell, kind = "") => h("tr", { class: kind }, h("th", { scope: "row" }, label), columns.map((each) => h("td", {}, cell(each))));
  return h("section", { class: "card stack", "aria-label": "Scores side by side" },
    h("h2", {}, scores.length > 1 ? "Scores side by side" : "The score of one person"),
    scores.length === 1 && h("p", { class: "notice small" }, ALONE),
    seen.length > 0 && h("p", { class: "muted small" }, `${seen.join(" and ")} scored it after an earlier round had been shown, so not blind.`),
    h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": "Scores" }, h("table", { class: "side-by-side" },
      h("thead", {}, h("tr", {}, h("td", {}), columns.map((each) => h("th", { scope: "col" }, each.title)))),
      h("tbody", {},
        line("Level", (each) => levelMark(each.level)),
        line("Reason", (each) => h("p", { class: "own-words" }, each.reason)),
        line("Confidence", (each) => each.confidence && [h("strong", {}, each.confidence.overall), each.confidence.explanation && h("p", { class: "own-words" }, each.confidence.explanation)]),
        frame.components.map(({ id, label }) => line(label, (each) => concern(each, id), "concern")),
        differences.length > 0 && h("tr", { class: "part" }, h("th", { scope: "colgroup", colspan: columns.length + 1 }, `They answer ${differences.length === 1 ? "one question" : `${differences.length} questions`} differently`)),
        differences.map((each) => h("tr", {}, h("th", { scope: "row" }, h("button", { type: "button", class: "link", on: { click: () => go(each.id) } }, each.text)),
          columns.map((column) => h("td", {}, answer(column.answers?.[each.id]))))))),
    ),
    scores.length > 1 && !differences.length && h("p", { class: "muted small" }, "They answer every question alike."));
}

function concern({ confidence }, id) {
  const found = confidence?.concerns.find((each) => each.component === id);
  return found && [found.grade, found.reason && h("p", { class: "own-words" }, found.reason)];
}

function answer(given) {
  const found = ANSWERS.find((each) => each.name === given);
  return found ? h("span", { class: `answer-word is-${found.name}` }, `${found.mark} ${found.label}`) : h("span", { class: "muted" }, "–");
}
