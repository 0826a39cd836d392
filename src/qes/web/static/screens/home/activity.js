// What was done last, in words.

import { count, h } from "../../lib/dom.js";
import { when } from "./words.js";

const passages = (deed) => count(deed.passages, "passage");

/** Kind of event → what it is in words, before the place it was done at. */
const DEEDS = {
  decision: (deed) => ["coded ", passages(deed), " of "],
  adjudication: (deed) => ["settled ", count(deed.events, "disagreement"), " in "],
  "undo decision": (deed) => ["took back ", count(deed.events, "decision"), " on "],
  "undo adjudication": (deed) => ["reopened ", count(deed.events, "disagreement"), " in "],
  "undo undo": (deed) => ["brought back ", count(deed.events, "thing"), " they had taken back"],
  ingested: (deed) => (deed.events === 1 ? ["took in ", deed.told.path ?? "a source"] : ["took in ", count(deed.events, "source")]),
  retired: (deed) => ["set aside ", count(deed.events, "source")],
  suggested: (deed) => ["had codes proposed", deed.told.suggestions ? ` (${count(deed.told.suggestions, "proposal")})` : ""],
  assessed: () => ["had levels proposed from the evidence"],
  assigned: (deed) => ["asked ", deed.told.coder ?? "a coder", " to code"],
  "undo assigned": () => ["withdrew an assignment"],
  "codebook-revised": (deed) => ["changed the codebook", deed.told.to ? ` to ${deed.told.to}` : "", deed.told.reason ? `: ${deed.told.reason}` : ""],
};

export function activityView(deeds) {
  const told = Object.values(deeds).filter((each) => DEEDS[each.what]);
  if (!told.length) return h("p", { class: "muted" }, "Nothing was done yet.");
  return h("ul", { class: "feed", "aria-live": "off" }, told.map((deed) =>
    h("li", {}, h("span", {}, h("b", {}, deed.author), " ", DEEDS[deed.what](deed), place(deed)), " ", h("span", { class: "muted small" }, when(deed.last)))));
}

function place({ what, sources }) {
  if (!/decision|adjudication/.test(what)) return null;
  if (!sources.length) return "earlier sources";
  if (sources.length > 1) return count(sources.length, "source");
  return h("a", { href: `/reader/${sources[0].id}`, title: sources[0].path }, sources[0].path.split("/").at(-1));
}
