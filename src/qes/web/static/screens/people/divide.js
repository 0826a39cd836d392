// Dividing the sources: who takes part, how much is coded twice, and what everybody would have, before it is done.

import { post } from "../../lib/api.js";
import { h, put } from "../../lib/dom.js";
import { askForm, bothSides, choice, chosenIn } from "./form.js";
import { DOUBLE_SHARE, names, passages, sources } from "./say.js";

/** @param {import("./work.js").Work} work */
export async function openDivide(work) {
  const pools = poolsOf(work);
  const begin = pools.find((each) => each.ids.length)?.value ?? "all";
  const boxes = work.able.map((name) => h("input", { type: "checkbox", value: name, checked: true, on: { change: look } }));
  const which = choice("pool", "Which sources", pools.map(({ value, title, ids }) => ({ value, title, about: sources(ids.length), disabled: !ids.length })), begin, look);
  const share = h("input", { type: "number", min: 0, max: 100, step: 5, value: String(DOUBLE_SHARE * 100), on: { input: look } });
  const anew = h("input", { type: "checkbox", on: { change: look } });
  const preview = h("div", { class: "stack", "aria-live": "polite" });
  let plan = null;
  let asked = 0;

  const wanted = () => ({
    coders: boxes.filter((each) => each.checked).map((each) => each.value),
    sources: pools.find((each) => each.value === chosenIn(which))?.ids ?? [],
    share: Number(share.value) / 100,
    anew: anew.checked,
  });

  async function look() {
    const number = ++asked;
    plan = null;
    try {
      const body = wanted();
      const found = body.coders.length ? await post("/api/assignments/divide", body) : null;
      if (number !== asked) return;
      plan = found;
      put(preview, found ? previewOf(work, found, body) : h("p", { class: "muted" }, "Choose who takes part."));
    } catch (error) {
      if (number === asked) put(preview, h("p", { class: "problem" }, `${error.message}. ${error.hint ?? ""}`));
    }
  }

  const opened = askForm("Divide the sources", {
    content: [
      h("p", { class: "muted" }, "Each source goes to one coder whole. A random share of it goes to a second one, blind, so that agreement can be measured."),
      h("fieldset", { class: "choice" }, h("legend", {}, "Who takes part"), h("div", { class: "row" }, boxes.map((box) => h("label", { class: "inline" }, box, box.value)))),
      which,
      h("label", { class: "inline" }, "Coded twice", share, "%"),
      h("label", { class: "inline" }, anew, "Withdraw what they have so far"),
      preview,
    ],
    ok: "Divide",
    send: async () => {
      if (!plan?.made.length) throw new Error("There is nothing to divide: choose coders and sources");
      await work.carryOut(plan);
    },
    conflict: (why) => {
      void work.again().then(look);
      return bothSides(why.theirs, "the division below, which is worked out anew now", "Look at it again before you press the button.");
    },
  });
  await look();
  if (await opened) {
    work.mark([...work.marked], false);
    await work.again();
  }
}

function poolsOf(work) {
  const taken = new Set(work.said.coders.flatMap((each) => Object.keys(each.cells)));
  const all = work.said.sources.map((each) => each.id);
  return [
    { value: "marked", title: "Those marked", ids: [...work.marked] },
    { value: "free", title: "Those not assigned to anybody", ids: all.filter((each) => !taken.has(each)) },
    { value: "all", title: "All", ids: all },
  ];
}

function previewOf(work, plan, body) {
  if (!plan.made.length) return h("p", { class: "muted" }, "Nothing would be assigned: choose other sources.");
  const doubled = plan.loads.reduce((sum, each) => sum + each.second_passages, 0);
  const outside = work.said.coders.filter((each) => !each.work && each.account === "active" && !body.coders.includes(each.name)).map((each) => each.name);
  const again = body.anew ? [] : overlaps(work, plan);
  return [
    h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": "What everybody would have" }, h("table", {},
      h("thead", {}, h("tr", {}, ["Coder", "Whole", "Second coder of", "Passages to code"].map((each, at) => h("th", { scope: "col", class: at ? "number" : "" }, each)))),
      h("tbody", {}, plan.loads.map((each) => h("tr", {}, h("th", { scope: "row" }, each.coder),
        h("td", { class: "number" }, named(work, plan, each.coder, false, each.sources), h("div", { class: "muted small" }, passages(each.passages))),
        h("td", { class: "number" }, named(work, plan, each.coder, true, each.second_sources), h("div", { class: "muted small" }, `${passages(each.second_passages)}, blind`)),
        h("td", { class: "number" }, h("strong", {}, (each.passages + each.second_passages).toLocaleString("en")))))))),
    h("p", {}, `${passages(doubled)} would be coded by two.`, plan.withdrawn.length > 0 && ` ${plan.withdrawn.length} earlier assignments are withdrawn.`),
    again.length > 0 && h("p", { class: "notice" }, `${names(again)} would be given sources they have already; choose those not assigned to anybody, or withdraw what they have so far.`),
    outside.length > 0 && h("p", { class: "muted" }, `${names(outside)} ${outside.length === 1 ? "has" : "have"} nothing assigned and still ${outside.length === 1 ? "codes" : "code"} everything.`),
  ];
}

/** How many sources somebody would have, and which. */
function named(work, plan, coder, blind, number) {
  const ids = plan.made.filter((each) => each.coder === coder && each.blind === blind).flatMap((each) => each.sources);
  if (!number) return sources(0);
  return h("details", { class: "inline-details" }, h("summary", {}, sources(number)), h("ul", { class: "plain small" }, ids.map((id) => h("li", {}, work.source(id).path))));
}

/** Coders who would be given something of a source they have something of. */
function overlaps(work, plan) {
  const twice = plan.made.filter((each) => each.sources.some((id) => work.coder(each.coder)?.cells[id]));
  return [...new Set(twice.map((each) => each.coder))];
}
