// Assigning: what some coders shall code of some sources.

import { h } from "../../lib/dom.js";
import { askForm, choice, chosenIn } from "./form.js";
import { assignmentLine } from "./given.js";
import { DOUBLE_SHARE, names, sources as sourceCount } from "./say.js";

/**
 * @param {import("./work.js").Work} work
 * @param {string[]} coders one: just them; several: one chooses among them
 * @param {string[]} sources ids; none: all, also those still to come
 */
export async function openAssign(work, coders, sources) {
  const single = coders.length === 1;
  const picked = codersField(coders, single);
  const now = single && sources.length === 1 ? work.coder(coders[0])?.cells[sources[0]] : null;
  const what = whatField(now, single);
  const done = await askForm(titleOf(work, coders, sources), {
    content: [picked.element, what.element, held(work, coders, sources)],
    ok: "Assign",
    send: async () => {
      if (!picked.value().length) throw new Error("Choose a coder");
      return { coders: picked.value(), ...what.value() };
    },
  });
  if (!done) return;
  const { coders: chosen, ...wanted } = done;
  if (await work.set(chosen, sources, wanted)) work.mark(sources, false);
}

function titleOf(work, coders, sources) {
  const of = sources.length === 0 ? "everything" : sources.length === 1 ? work.source(sources[0]).path : sourceCount(sources.length);
  return coders.length === 1 ? `${coders[0]}: ${of}` : `Assign ${of}`;
}

function codersField(coders, single) {
  const boxes = coders.map((name) => h("input", { type: "checkbox", value: name, checked: single }));
  const element = single ? null : h("fieldset", { class: "choice" }, h("legend", {}, "To"),
    h("div", { class: "row" }, boxes.map((box) => h("label", { class: "inline" }, box, box.value))));
  return { element, value: () => boxes.filter((each) => each.checked).map((each) => each.value) };
}

/** Whole, a share, or nothing; blind or not; a note. */
function whatField(now, single) {
  const [share, blindShare] = now ?? [1, 0];
  const begin = share === 1 ? "whole" : "share";
  const number = h("input", { type: "number", min: 1, max: 99, step: "any", value: String(share < 1 ? Number((share * 100).toFixed(4)) : DOUBLE_SHARE * 100), "aria-label": "Share in per cent" });
  const blind = h("input", { type: "checkbox", checked: blindShare > 0 && blindShare === share });
  const details = h("div", { class: "stack" }, h("label", { class: "inline" }, blind, "Blind: proposals, and what others gave, are hidden until they have decided"));
  const share_ = h("label", { class: "inline", hidden: begin !== "share" }, number, "% of the passages, drawn at random, the same for whoever has a share");
  const how = choice("what", "What", [
    { value: "whole", title: "All of it" }, { value: "share", title: "A share", about: "for double coding" }, { value: "nothing", title: "Nothing", about: single ? "of it" : "of them" },
  ], begin, (value) => {
    share_.hidden = value !== "share";
    number.required = value === "share";
    details.hidden = value === "nothing";
    if (value === "share" && !now) blind.checked = true;
  });
  const note = h("input", { maxlength: 2000 });
  details.append(h("label", {}, "Note (optional)", note));
  return {
    element: [how, share_, details],
    value() {
      const chosen = chosenIn(how);
      if (chosen === "nothing") return { share: 0 };
      return { share: chosen === "whole" ? 1 : Number(number.value) / 100, blind: blind.checked, note: note.value.trim() };
    },
  };
}

/** What holds these cells now, and by whom; what cannot be kept as it is. */
function held(work, coders, sources) {
  const mine = work.said.assignments.filter((each) => coders.includes(each.coder));
  const all = sources.length ? mine.filter((each) => !each.sources.length).map((each) => each.coder) : [];
  const here = coders.length === 1 && sources.length === 1 ? mine.filter((each) => !each.sources.length || each.sources.includes(sources[0])) : [];
  const free = coders.length === 1 && !mine.length;
  return [
    here.length > 0 && h("div", { class: "small" }, h("h3", {}, "Assigned now"), h("ul", {}, here.map((each) => h("li", {}, assignmentLine(work, each))))),
    free && h("p", { class: "muted small" }, `${coders[0]} has nothing assigned and codes everything; from the first assignment on, only what is assigned.`),
    all.length > 0 && h("p", { class: "notice small" }, `${names([...new Set(all)])} had everything, also sources still to come. After this it is the sources by name, and new ones have to be assigned.`),
  ];
}
