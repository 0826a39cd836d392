// What a report would hold now, and what is not ready, each with the way to where it is mended.

import { count, h } from "../../lib/dom.js";

/** Name of the gap → what is not ready, what follows from it in the report, and where it is mended. */
const GAPS = [
  ["unscored", "level", "not scored by everybody asked", (apart) => (apart ? "They are left out until they are." : "Printed as the rubric proposes them."), "/scoring", "Scoring"],
  ["differing", "level", "scored differently and not settled", "The rubric’s proposal is printed, and says so.", "/scoring", "Scoring"],
  ["single", "level", "scored by one person alone", "Printed so: no agreement can be told.", "/scoring", "Scoring"],
  ["unsigned", "level", "not signed off", "Printed as not signed off.", "/scoring", "Scoring"],
  ["outdated", "level", "signed off on other evidence than there is now", "Marked as out of date.", "/scoring", "Scoring"],
  ["unsearched", "finding", "without a search for counter-evidence", "Not printed.", "/findings", "Findings"],
  ["unweighed", "finding", "with counter-evidence not weighed yet", "Not printed.", "/findings", "Findings"],
  ["unapproved", "finding", "not approved", "Not printed, only counted.", "/findings", "Findings"],
  ["lost", "finding or summary", "citing what is no longer in the sources", "Not printed.", "/findings", "Findings", "findings or summaries"],
  ["uncited", "summary", "of a cell without a quote to rest on", "Not printed.", "/matrix", "Matrix", "summaries"],
  ["disputes", "coding", "in open dispute", "Listed apart, in no figure.", "/agreement?view=settle", "Agreement"],
  ["uncharted", "cell", "of the matrix with evidence and without a summary", "Their quotes are printed without a summary.", "/matrix", "Matrix"],
  ["again", "decision", "whose code has changed its meaning since", "They stand as they were made.", "/codebook/stale", "Look again"],
  ["unread", "passage", "that nobody has read", "Nothing in the report rests on them.", "/queue", "Queue"],
  ["unthemed", "passage", "that fit nowhere and are in no theme", "Printed under their code alone.", "/themes", "Themes"],
];

const HOLDS = [["cases", "case"], ["sources", "source"], ["codings", "coding"], ["levels", "level"], ["findings", "approved finding"],
  ["summaries", "summary", "summaries"], ["themes", "theme"]];

export function readyView({ holds, gaps, units, apart }) {
  const open = GAPS.filter(([name]) => gaps[name] > 0);
  return [
    h("h2", { id: "ready-title" }, "What is ready"),
    h("ul", { class: "holds" }, HOLDS.filter(([name]) => name !== "levels" || units).map(([name, one, many]) => {
      const [number, ...words] = count(holds[name], one, many).split(" ");
      return h("li", {}, h("b", {}, number), ` ${words.join(" ")}`, name === "levels" && ` of ${units}`);
    })),
    h("h3", {}, "Not ready ", h("span", { class: "muted" }, open.length)),
    !open.length && h("p", { class: "tag ok" }, "Nothing is open."),
    open.length > 0 && h("ul", { class: "gaps" }, open.map(([name, one, what, follows, path, title, many]) => h("li", { data: { gap: name } },
      h("span", {}, h("b", {}, count(gaps[name], one, many)), ` ${what}. `, h("span", { class: "muted" }, typeof follows === "function" ? follows(apart) : follows)), h("a", { href: path }, title)))),
    open.length > 0 && h("p", { class: "muted small" }, "A report can be made all the same: it says what is not settled."),
  ];
}
