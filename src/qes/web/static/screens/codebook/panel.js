// The draft: its edits one by one, what they change, and what somebody else changed meanwhile.

import { count, h } from "../../lib/dom.js";
import { changesView } from "./changes.js";
import { diffView } from "./differ.js";
import { about, capital, fieldName, made, sentence } from "./words.js";

/**
 * @param {import("./draft.js").Draft} draft
 * @param {any} tried what the server says of the edits; null while it has not said anything
 * @param {{label: (code: string) => string, current: any}} known
 * @param {Record<string, any>} does
 */
export function panelView(draft, tried, known, does) {
  return h("section", { class: "card stack draft", "aria-label": "Draft", tabindex: -1 },
    h("div", { class: "row" }, h("h2", { class: "grow" }, `Draft of version ${tried?.next ?? "…"}`),
      h("button", { class: "quiet", "aria-label": "Close the draft", on: { click: does.close } }, "✕")),
    draft.kept === false && h("p", { class: "notice" }, "This browser keeps nothing, so the draft ends with this page."),
    does.trouble && h("p", { class: "problem", role: "alert" }, does.trouble),
    tried?.since && conflictView(draft, tried, known, does),
    h("ol", { class: "edits" }, draft.edits.map((edit, place) => editView(edit, tried?.edits[place], tried?.since, known, () => does.drop(place), does.go))),
    tried?.problem && h("div", { class: "notice", role: "alert" }, h("p", {}, tried.problem), h("p", {}, tried.hint)),
    tried && h("details", { open: true, class: "stack" }, h("summary", {}, h("strong", {}, "What changes"), h("span", { class: "muted small" }, "  ", h("del", {}, "removed"), " ", h("ins", {}, "added"))),
      changesView(tried.difference)),
    h("div", { class: "row end" },
      h("button", { class: "no", on: { click: does.discard } }, "Throw the draft away"),
      h("button", { class: "primary", disabled: !savable(draft, tried), on: { click: does.save } }, `Save as version ${tried?.next ?? "…"} `, h("kbd", {}, "S"))));
}

/** Whether the draft can be saved as it stands. */
export const savable = (draft, tried) =>
  Boolean(tried && !tried.since && !tried.problem && tried.edits.length === draft.edits.length && tried.edits.every((each) => !each.problem) && tried.difference.changes.length);

/** Edits that cannot be done. */
export const broken = (tried) => tried?.edits.filter((each) => each.problem).length ?? 0;

function editView(edit, fate, since, known, drop, go) {
  const clash = since ? clashes(edit, since) : [];
  return h("li", { class: fate?.problem ? "bad" : "" },
    h("div", { class: "row" },
      h("a", { class: "grow", href: `#${encodeURIComponent(about(edit)[0])}`, on: { click: (event) => {
        event.preventDefault();
        go(about(edit)[0]);
      } } }, sentence(edit, known.label)),
      since && h("span", { class: `tag ${fate?.problem ? "no" : fate?.idle ? "" : "ok"}` }, fate?.problem ? "no longer applies" : fate?.idle ? "done already" : "still applies"),
      h("button", { on: { click: drop }, "aria-label": `Take back: ${sentence(edit, known.label)}` }, "Take back")),
    fate?.problem && h("p", { class: "problem", role: "alert" }, fate.code && !about(edit).includes(fate.code) ? `${known.label(fate.code)}: ${fate.problem}` : capital(fate.problem)),
    !since && fate?.idle && h("p", { class: "muted" }, "This changes nothing: it says so already."),
    clash.map(({ field, theirs, mine }) => h("div", { class: "clash" },
      h("p", {}, h("span", { class: "tag warn" }, "both"), ` The ${fieldName(field).toLowerCase()} was changed by both of you. Yours would replace theirs:`),
      h("dl", { class: "changes" }, h("dt", {}, "Theirs"), h("dd", {}, diffView(theirs.before, theirs.after)), h("dt", {}, "Yours"), h("dd", {}, diffView(theirs.after, mine))))));
}

/** Fields that both an edit and somebody else gave other words. */
function clashes(edit, since) {
  if (edit.edit !== "reword") return [];
  const theirs = since.changes.filter((each) => each.code === edit.code && each.field in edit);
  const said = (value) => (Array.isArray(value) ? value.join("\n") : value);
  return theirs.map((each) => ({ field: each.field, theirs: each, mine: said(edit[each.field]) })).filter((each) => each.mine !== each.theirs.after);
}

function conflictView(draft, tried, known, does) {
  const { versions } = tried.since;
  const lost = broken(tried);
  const newest = versions.at(-1);
  return h("div", { class: "conflict stack", role: "alert" },
    h("h3", {}, versions.length ? "Somebody saved a version meanwhile" : "The codebook is another one by now"),
    versions.map((each) => h("p", {}, h("strong", {}, each.version), " · ", made(each), each.reason && ` · ${each.reason}`)),
    h("details", { open: true }, h("summary", {}, `Their changes, from ${draft.base.split("@")[1]} to ${tried.current.split("@")[1]}`), changesView(tried.since)),
    h("p", {}, `Your edits follow. ${lost ? `${count(lost, "edit")} of ${draft.edits.length} no longer ${lost === 1 ? "applies" : "apply"} and can be taken back or made anew afterwards.` : "All of them still apply."} Nothing of yours is lost.`),
    h("div", { class: "row" }, h("button", { class: "primary", on: { click: does.rebase } }, `Put my edits on ${newest?.version ?? known.current.version}`)));
}
