// How things are called here.

import { h } from "../../lib/dom.js";

const TIME = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit" });

export const when = (iso) => h("time", { datetime: iso }, TIME.format(new Date(iso)));

/** How close passages lie, in words; the figure is the mean cosine between two of them. */
export function closeness(cohesion) {
  const word = cohesion >= 0.6 ? "very close together" : cohesion >= 0.45 ? "close together" : cohesion >= 0.3 ? "fairly close together" : "loosely together";
  return h("span", { title: `Mean cosine between two of them: ${cohesion.toFixed(2)}` }, word);
}

const ACTS = {
  accepted: () => "made it a theme",
  renamed: () => "renamed it, or wrote on its memo",
  gathered: () => "put further passages in",
  merged: (others, withdrawn) => (withdrawn ? `merged it into ${others}` : `merged ${others} into it`),
  split: (others) => `split it: ${others}`,
  dropped: () => "dropped it",
  restored: () => "brought it back",
  coded: () => "made it a code",
};

/** What a version did, in words. */
export const did = (version, withdrawn) => (ACTS[version.act] ?? (() => version.act))(version.others.map((each) => `“${each}”`).join(", "), withdrawn);
