// What somebody says of a unit: a level, how far it can be trusted, and why. The same form scores, settles and signs off.

import { h } from "../../lib/dom.js";
import { GRADES, NE, levelText } from "./words.js";

const WORDS = {
  score: { title: "Your score", words: "Reason", hint: "What decides the level, for whoever reads it later", ok: "Lock your score" },
  settle: { title: "Settle on a level", words: "Reason", hint: "How you came to it from where you differed", ok: "Settle" },
  sign: { title: "Sign off", words: "Statement", hint: "What is to be said of this level, in your own words; may stay empty", ok: "Sign off" },
};

/**
 * The fields people type in: the same elements as long as a draft is open, so that drawing anew never touches the text.
 */
export class Fields {
  /** @param {{typed: () => void, submit: () => void}} does */
  constructor(does) {
    this.does = does;
    this.known = new Map();
  }

  /** @param {string} name @param {() => string} read @param {(text: string) => void} write */
  get(name, label, read, write, { rows = 2, hint = "" } = {}) {
    if (!this.known.has(name)) {
      const field = h("textarea", { rows, placeholder: hint, "aria-label": label, "data-focus": name, value: read(), on: { input: () => (write(field.value), this.does.typed()), keydown: (event) => this.key(event) } });
      this.known.set(name, field);
    }
    return this.known.get(name);
  }

  key(event) {
    if (event.key === "Escape") event.target.blur();
    else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) this.does.submit();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  clear() {
    this.known.clear();
  }
}

/**
 * @param {import("./draft.js").Draft} draft
 * @param {{fields: Fields, title: string, before: any, warn: any, notice: any}} how
 * @param {any} does
 */
export function formView(draft, how, does) {
  const words = WORDS[draft.kind];
  const field = how.fields.get("words", words.words, () => draft.words, (text) => (draft.words = text), { rows: 4, hint: words.hint });
  return h("form", { class: "card stack score-form", "aria-label": words.title, on: { submit: does.submit } },
    how.notice,
    h("h2", {}, how.title || words.title), how.before,
    draft.kind === "sign" ? signed(draft) : [leads(draft, does), levels(draft, does)],
    draft.departs && h("p", { class: "notice small", role: "status" }, `Your answers lead to ${levelText(draft.follows.level)}, and you give ${draft.level}. Say in the reason why.`),
    draft.level === NE && h("p", { class: "muted small" }, draft.frame.not_enough, " There is nothing to be confident about."),
    draft.trusted && confidence(draft, how.fields, does),
    h("label", {}, h("span", {}, `${words.words} `, h("kbd", {}, "r")), field),
    how.warn,
    h("div", { class: "form-foot stack" }, h("p", { class: "small muted lack", role: "status" }, draft.lack ? `Still to do: ${draft.lack.text}` : ""),
      h("div", { class: "row" }, h("button", { class: "primary", "data-focus": "ok" }, words.ok, " ", h("kbd", {}, "Ctrl Enter")), how.other,
        draft.kept && h("button", { type: "button", class: "link small", on: { click: does.discard } }, "Begin anew"))));
}

function signed(draft) {
  return h("p", {}, "Level ", h("strong", { class: draft.level === NE ? "level none" : "level" }, draft.level), h("span", { class: "muted small" }, " as people gave it. To sign off another, settle on it first."));
}

function leads(draft, does) {
  const { level, enough, given, asked, why } = draft.follows;
  if (!given) return h("p", { class: "muted small", role: "status" }, "Answer the criteria: the level that follows shows here.");
  return h("div", { class: "follows small", role: "status" },
    h("p", {}, enough ? "From your answers: " : "So far: ", h("strong", {}, levelText(level)), h("span", { class: "muted" }, ` · ${given} of ${asked} answered${enough && given < asked ? ", and the rest cannot change it" : ""}`)),
    why.length > 0 && h("ul", { class: "muted" }, why.map((each) => h("li", {}, each))),
    draft.level !== levelText(level) && h("button", { type: "button", class: "link", "data-focus": "take", on: { click: does.follow } }, `Take ${levelText(level)} `, h("kbd", {}, "t")));
}

function levels(draft, does) {
  const press = (value, label, kind = "") =>
    h("button", { type: "button", class: `level-button ${kind}`, title: label, "aria-pressed": String(draft.level === value), "data-focus": `level ${value}`, on: { click: () => does.level(value) } }, value, h("span", { class: "visually-hidden" }, ` ${label}`));
  const found = draft.frame.levels.find((each) => String(each.level) === draft.level);
  return h("div", { class: "stack tight" },
    h("p", { class: "small", "aria-hidden": "true" }, "Level ", h("kbd", {}, `1…${draft.frame.levels.at(-1).level}`), ", or not enough evidence ", h("kbd", {}, "0")),
    h("div", { class: "levels", role: "group", "aria-label": "Level" },
      draft.frame.levels.map((each) => press(String(each.level), each.label)),
      h("span", { class: "apart", "aria-hidden": "true" }), press(NE, "not enough evidence", "not-enough")),
    found && h("p", { class: "small" }, h("strong", {}, found.label), ` ${found.text}`));
}

function confidence(draft, fields, does) {
  return h("fieldset", { class: "plain stack tight confidence" }, h("legend", {}, "How serious is the concern about … ", h("kbd", {}, "f")),
    draft.frame.components.map((each) => component(draft, each, fields, does)),
    h("div", { class: "component overall" }, h("span", { id: "overall" }, "Overall"),
      h("div", { class: "grades", role: "group", "aria-labelledby": "overall" }, draft.frame.scale.map((value) =>
        h("button", { type: "button", "aria-pressed": String(draft.overall === value), "data-focus": `overall ${value}`, on: { click: () => does.overall(value) } }, value)))),
    fields.get("explanation", "Explanation of the confidence", () => draft.explanation, (text) => (draft.explanation = text), { rows: 2, hint: "Why this confidence overall" }));
}

function component(draft, { id, label }, fields, does) {
  const { grade = "" } = draft.concerns[id] ?? {};
  const write = (text) => (draft.concerns[id] = { ...draft.concerns[id], reason: text });
  return h("div", { class: "component" }, h("span", { id: `component-${id}` }, label),
    h("div", { class: "grades", role: "group", "aria-labelledby": `component-${id}` }, GRADES.map((value) =>
      h("button", { type: "button", "aria-pressed": String(grade === value), "data-focus": `grade ${id} ${value}`, on: { click: () => does.grade(id, value) } }, value))),
    grade && grade !== "none" && fields.get(`reason ${id}`, `What the concern about ${label.toLowerCase()} is`, () => draft.concerns[id]?.reason ?? "", write, { rows: 1, hint: "What the concern is" }));
}
