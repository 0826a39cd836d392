// What whoever is here does next, the first steps of a new project, and what goes elsewhere.

import { count, h } from "../../lib/dom.js";
import { may } from "../../lib/page.js";

/** Buttons, the most pressing first. */
export function nextView(said) {
  const steps = [codingStep(said), ...todoSteps(said.todo)].filter(Boolean);
  const problem = said.todo?.problem && h("p", { class: "problem" }, said.todo.problem.message, " ", said.todo.problem.hint ?? "");
  if (!steps.length) return [h("p", {}, restful(said)), problem];
  return [h("div", { class: "row" }, steps.map(({ href, text, note }, place) =>
    h("a", { class: place ? "button" : "button primary", href }, h("b", {}, text), h("span", {}, note)))), problem];
}

function codingStep({ waiting, mine, passages }) {
  if (!waiting || !passages) return null;
  const note = waiting === 1 ? "1 passage waits for you" : `${waiting.toLocaleString("en")} wait for you`;
  return { href: "/queue", text: mine ? "Go on coding" : "Begin coding", note };
}

function todoSteps(todo) {
  if (!todo || todo.problem) return [];
  const open = Object.values(todo.disagreements).reduce((a, b) => a + b, 0);
  const grave = todo.disagreements.given ?? 0;
  return [
    open > 0 && {
      href: "/agreement",
      text: `${count(open, "disagreement")} to settle`,
      note: grave ? `${grave.toLocaleString("en")} on whether a code applies` : "on words or attributes only",
    },
    ...levelSteps(todo.levels),
    todo.stale > 0 && { href: "/codebook", text: `${count(todo.stale, "coding")} to look at again`, note: "their code has changed since" },
  ];
}

/** Levels that wait for whoever is here, each kind with the way to them. */
function levelSteps({ score, settle, sign, renew }) {
  const step = (number, what, note) => number > 0 && { href: "/scoring?only=yes", text: `${count(number, "level")} ${what}`, note };
  return [
    step(sign, "to sign off", "scored, and waiting for a lead"),
    step(settle, "to settle", "those who scored differ"),
    step(score, "to score", "before the proposal is shown"),
    step(renew, "to look at again", "signed off, and their evidence has changed"),
  ];
}

function restful({ passages, waiting }) {
  if (!passages) return "There is nothing to code yet.";
  if (waiting === null) return ["You can read along: the ", h("a", { href: "/evidence" }, "evidence"), " and the ", h("a", { href: "/reader" }, "sources"), "."];
  return ["Nothing waits for you. Look at the ", h("a", { href: "/evidence" }, "evidence"), ", or draw up the report with ", h("code", {}, "qes synthesise"), "."];
}

/** What a new project lacks. */
export function firstStep({ sources, passages, suggester, coders }) {
  if (!sources)
    return notice("No sources yet", "Put transcripts and documents into the folder ", h("code", {}, "corpus/"), ", a folder for each case, then run ", h("code", {}, "qes ingest"), ". They show up here by themselves.");
  if (!passages)
    return notice("Nothing to code", "None of the sources belongs to a case. Name their case in ", h("code", {}, "corpus/manifest.csv"), " or put them into a folder of the case's name, then run ", h("code", {}, "qes ingest"), " again.");
  if (!suggester)
    return notice("Nothing is proposed yet", "Run ", h("code", {}, "qes suggest"), " to have codes proposed with their reasons. ", may("researcher") && "You can also code without proposals.");
  if (!coders) return notice("Nobody has coded yet", "The first decisions teach the proposals what your team means by each code.");
  return null;
}

const notice = (title, ...text) => h("section", { class: "notice stack first", "aria-label": title }, h("h2", {}, title), h("p", {}, text));

/** What goes elsewhere: nothing unless somebody set it so. */
export function outsideView({ leaves }) {
  if (!leaves.length) return h("p", {}, h("span", { class: "tag ok" }, "nothing"), " Sources, codings and models stay on this machine.");
  const what = {
    store: "the database is kept on another machine", index: "the vector index is kept on another machine",
    llm: "passages are sent to a language model elsewhere", embed: "passages are sent elsewhere to become vectors",
  };
  return h("p", {}, h("span", { class: "tag warn" }, "set to leave"), " By the settings in ", h("code", {}, "qes.toml"), ", ",
    leaves.map((each) => what[each] ?? each).join("; "), ".");
}
