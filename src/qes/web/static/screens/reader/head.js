// The line above a source: what it is, and how far it has been read.

import { h, put } from "../../lib/dom.js";
import { may } from "../../lib/page.js";
import { share } from "./shelf.js";

/** What a source is, in words. */
export function factsOf(facts) {
  return [facts.kind, facts.date, facts.role, facts.issuer].filter(Boolean);
}

const INDEPENDENT = { true: "independent of the people interviewed", false: "not independent of the people interviewed" };

/** @param {import("./volume.js").Volume} volume */
export function headView(volume) {
  const { source } = volume;
  const progress = h("div", { class: "row progress" });
  const draw = () => {
    const { codable, mine, anybody } = volume.progress;
    put(progress, may("researcher") && h("span", { class: "row" }, "Read by you ", share(mine, codable, "read by you")),
      h("span", { class: "row" }, "by anybody ", share(anybody, codable, "read by anybody")));
  };
  draw();
  const one = source.sections.length === 1 ? source.sections[0].facts : null;
  const element = h("header", { class: "reader-head" },
    h("p", { class: "small" }, h("a", { href: "/reader" }, "All sources"), " / ", source.cases.join(", ")),
    h("div", { class: "row" }, h("h1", {}, source.path), h("span", { class: "grow" }), progress),
    h("div", { class: "row small muted" },
      h("span", {}, [...factsOf(one ?? source.facts), one && INDEPENDENT[String(one.independent)], source.language && `language: ${source.language}`].filter(Boolean).join(" · ")),
      source.sections.length > 1 && more(`${source.sections.length} sections`, source.sections.map(section)),
      source.notes.length > 0 && more(`Notes of ingest (${source.notes.length})`, source.notes)));
  return { element, draw };
}

const more = (title, lines) => h("details", {}, h("summary", {}, title), h("ul", {}, lines.map((each) => h("li", {}, each))));

function section({ heading, facts }) {
  return [heading, facts.case, ...factsOf(facts), INDEPENDENT[String(facts.independent)]].filter(Boolean).join(" · ");
}
