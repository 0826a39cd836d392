// The rubric level by level: every criterion and gate a question, with what speaks for and against it beside each other.

import { count, h } from "../../lib/dom.js";
import { ANSWERS } from "./words.js";

/** All that is asked, in the order in which it is gone through. */
export const itemsOf = (sheet) => [...sheet.levels.flatMap((each) => each.items), ...sheet.gates];

/**
 * @param {any} sheet
 * @param {{at: string, answers: Record<string, string>, open: boolean, differing: Set<string>, quotes: import("./quotes.js").Quotes}} how
 *   `at`: id of the one at hand; `open`: whether it may be answered; `differing`: ids on which people differ
 * @param {{go: (id: string) => void, answer: (id: string, answer: string) => void, key: (event: KeyboardEvent) => void}} does
 */
export function checklist(sheet, how, does) {
  const rung = (each) => h("section", { class: "rung" },
    h("h3", {}, h("span", { class: "level" }, each.level), ` ${each.label} `, h("span", { class: "muted small" }, each.text)), list(each.items));
  const list = (items) => h("ol", { class: "criteria-list" }, items.map((item) => criterion(item, how, does)));
  return h("section", { class: "card stack checklist", "aria-label": "Criteria", on: { keydown: does.key } },
    h("div", { class: "row" }, h("h2", { class: "grow" }, "What the rubric asks"),
      how.open && h("p", { class: "muted small keys-hint" }, ANSWERS.map(({ key, label }) => [h("kbd", {}, key), ` ${label.toLowerCase()} `]), h("kbd", {}, "↑"), " ", h("kbd", {}, "↓"), " move")),
    sheet.levels.map(rung),
    sheet.gates.length > 0 && h("section", { class: "rung" }, h("h3", {}, "Gates ", h("span", { class: "muted small" }, "whichever does not hold caps the level")), list(sheet.gates)));
}

function criterion(item, how, does) {
  const here = item.id === how.at;
  const given = how.answers[item.id];
  return h("li", { class: `criterion-item ${here ? "at" : ""}`, id: `criterion-${item.id}` },
    h("div", { class: "criterion-head" },
      h("button", { type: "button", class: "criterion-text", "aria-expanded": String(here), "data-focus": `criterion ${item.id}`, on: { click: () => does.go(here ? "" : item.id) } },
        h("span", {}, item.text), h("span", { class: "muted small counts" }, countsOf(item), item.cap !== null && ` · caps at ${item.cap}`)),
      how.differing.has(item.id) && h("span", { class: "tag warn" }, "they differ"),
      answersView(item, given, here, how.open, does)),
    here && how.quotes.sides(item));
}

/** What was counted for what can be; of what only people can judge, that its figures tell of the capability alone. */
function countsOf({ judgement, open, counted, for: support, mixed, against }) {
  if (open) return judgement ? `people judge · ${counted}` : counted;
  const beside = [mixed.length > 0 && `${mixed.length} mixed`, (judgement || against.length > 0) && `${against.length} against`];
  if (judgement) return `people judge · evidence of the capability, not of this: ${[`${support.length} for`, ...beside].filter(Boolean).join(", ")}`;
  return [counted, ...beside].filter(Boolean).join(" · ");
}

function answersView(item, given, here, open, does) {
  if (!open) {
    const found = ANSWERS.find((each) => each.name === given);
    return h("span", { class: "answer-given muted" }, found ? `${found.mark} ${found.label}` : "");
  }
  return h("div", { class: "answers", role: "group", "aria-label": `Answer: ${item.text}` }, ANSWERS.map(({ name, key, label, mark }) =>
    h("button", { type: "button", class: `answer is-${name}`, "aria-pressed": String(given === name), "data-focus": `answer ${item.id} ${name}`, on: { click: () => does.answer(item.id, name) } },
      h("span", { class: "mark", "aria-hidden": "true" }, `${mark} `), label, here && [" ", h("kbd", { "aria-hidden": "true" }, key)])));
}

/** Everything coded for the unit, whatever of the rubric it bears on. */
export function everything(sheet, quotes, shown, toggle) {
  const asked = new Set(itemsOf(sheet).flatMap((item) => [...item.for, ...item.mixed, ...item.against]));
  const beside = sheet.quotes.filter((each) => !asked.has(each.id)).length;
  return h("section", { class: "card stack", "aria-label": "All evidence" },
    h("div", { class: "row" }, h("h2", { class: "grow" }, `All evidence: ${count(sheet.quotes.length, "quote")}`),
      h("button", { type: "button", "aria-expanded": String(shown), "data-focus": "everything", on: { click: toggle } }, shown ? "Hide " : "Show ", h("kbd", {}, "e"))),
    beside > 0 && h("p", { class: "muted small" }, `${beside} of them ${beside === 1 ? "bears" : "bear"} on no criterion: intentions only, say, or of no stated direction.`),
    sheet.held.codings > 0 && h("p", { class: "notice" }, `${count(sheet.held.codings, "coding")} held back until you have coded the passage yourself.`),
    shown && h("div", { class: "all-quotes" }, quotes.some(sheet.quotes)));
}
