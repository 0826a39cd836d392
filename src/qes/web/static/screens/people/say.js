// Words and figures that several parts of this screen use.

import { count, h } from "../../lib/dom.js";

/** What each role may do, the least first. */
export const ROLES = {
  viewer: "reads, and changes nothing",
  researcher: "codes",
  reviewer: "also settles where coders differ",
  lead: "also edits the codebook and says who works here, and on what",
};

/** The share of a source that a second coder codes, unless one says otherwise. */
export const DOUBLE_SHARE = 0.2;

/** A time from the log, as people here write it. */
export function when(at) {
  if (!at) return "no act yet";
  const date = new Date(at);
  const days = Math.round((new Date().setHours(0, 0, 0, 0) - new Date(date).setHours(0, 0, 0, 0)) / 86_400_000);
  const time = date.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
  const day = days === 0 ? "today" : days === 1 ? "yesterday" : date.toLocaleDateString("en-GB", { day: "numeric", month: "short", year: "numeric" });
  return h("time", { datetime: at, title: date.toLocaleString("en-GB") }, days < 2 ? `${day}, ${time}` : day);
}

export const percent = (share) => `${Number((share * 100).toFixed(1))} %`;

/** How far something is: a bar with its figures in words. */
export function progress(read, of, label) {
  return h("span", { class: "far" },
    h("progress", { max: Math.max(of, 1), value: read, "aria-label": `${label}: ${read} of ${of} read` }),
    h("span", { class: "small" }, `${read.toLocaleString("en")} / ${of.toLocaleString("en")}`));
}

/** `whole`, `20 %`, with what of it is coded blind. */
export function cellWords(share, blind) {
  const whole = share === 1 ? "whole" : percent(share);
  if (!blind) return whole;
  return blind === share ? `${whole}, blind` : `${whole}, ${percent(blind)} of it blind`;
}

/** `Rosa, Ana and Ben`. */
export function names(list) {
  return list.length < 2 ? list.join("") : `${list.slice(0, -1).join(", ")} and ${list.at(-1)}`;
}

export const sources = (number) => count(number, "source");
export const passages = (number) => count(number, "passage");
