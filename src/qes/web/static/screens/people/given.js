// The assignments in force: who assigned what to whom and when, step by step, and taking them back.

import { h } from "../../lib/dom.js";
import { askForm } from "./form.js";
import { cellWords, names, progress, sources, when } from "./say.js";

/** @param {import("./work.js").Work} work */
export function givenView(work) {
  const { assignments } = work.said;
  const steps = [...Map.groupBy(assignments, (each) => `${each.author} ${each.at}`).values()].reverse();
  return h("section", { class: "card stack", "aria-labelledby": "given" },
    h("h2", { id: "given" }, "Assignments"),
    assignments.length
      ? steps.map((step) => stepView(work, step))
      : h("p", { class: "muted" }, "There are none: everybody codes everything. Divide the sources, or choose a cell above."));
}

function stepView(work, step) {
  const [{ author, at }] = step;
  return h("section", { class: "step" },
    h("div", { class: "row" }, h("h3", { class: "grow" }, author, ", ", when(at)),
      step.length > 1 && h("button", { class: "small", data: { focus: `step ${step[0].id}` }, on: { click: () => askWithdraw(work, step) } }, `Withdraw all ${step.length}`)),
    h("ul", { class: "plain" }, step.map((each) => h("li", { class: "row" },
      h("span", { class: "grow" }, line(work, each)), progress(each.read, each.of, each.coder),
      h("button", { class: "small", "aria-label": `Withdraw from ${each.coder}`, data: { focus: `withdraw ${each.id}` }, on: { click: () => askWithdraw(work, [each]) } }, "Withdraw")))));
}

function line(work, each) {
  return [h("strong", {}, each.coder), " ", words(each), " of ", of(work, each), each.note && h("span", { class: "muted" }, ` “${each.note}”`)];
}

/** The same for where the coder is known; says who asked and when. */
export function assignmentLine(work, each) {
  return [words(each), " of ", of(work, each), h("span", { class: "muted" }, ", by ", each.author, ", ", when(each.at), each.note && `: “${each.note}”`)];
}

const words = (each) => cellWords(each.share, each.blind ? each.share : 0);

function of(work, each) {
  if (!each.sources.length) return "everything, also sources still to come";
  const paths = each.sources.map((id) => work.source(id)?.path ?? "a source without passages to code");
  if (paths.length <= 2) return names(paths);
  return h("details", { class: "inline-details" }, h("summary", {}, sources(paths.length)), h("ul", { class: "small" }, paths.map((path) => h("li", {}, path))));
}

/** Take assignments back, with a reason; says who would code everything then. */
export async function askWithdraw(work, list) {
  const gone = new Set(list.map((each) => each.id));
  const free = [...new Set(list.map((each) => each.coder))].filter((coder) => work.able.includes(coder) && work.said.assignments.every((each) => each.coder !== coder || gone.has(each.id)));
  const reason = h("input", { maxlength: 2000 });
  const done = await askForm(list.length === 1 ? `Withdraw from ${list[0].coder}?` : `Withdraw ${list.length} assignments?`, {
    content: [
      h("p", {}, "What was coded stays; the passages no longer wait for them."),
      free.length > 0 && h("p", { class: "notice" }, `${names(free)} ${free.length === 1 ? "has" : "have"} nothing assigned then, and ${free.length === 1 ? "codes" : "code"} everything. To keep somebody from coding, deactivate the account or make it a viewer’s.`),
      h("label", {}, "Reason (optional)", reason)],
    ok: "Withdraw", kind: "no", send: async () => ({ reason: reason.value.trim() }),
  });
  if (done) await work.withdraw([...gone], done.reason);
}
