// Where one is on this screen: it stands in the address, so that it can be shared and survives a reload.

import { place } from "../evidence/place.js";

const NAMES = ["view", "branch", "case", "code", "of", "vars", "most", "by"];
const given = new URLSearchParams(location.search);
const now = Object.fromEntries(NAMES.map((name) => [name, given.get(name) ?? ""]));

/** @returns {{view: string, branch: string, case: string, code: string, of: string, vars: string, most: string, by: string}} */
export const at = () => now;

/** Change some of it. */
export function go(change) {
  // The groups keep their column where the evidence keeps its place.
  Object.assign(now, { by: place().by }, change);
  const kept = new URLSearchParams(NAMES.filter((name) => now[name]).map((name) => [name, now[name]]));
  history.replaceState(null, "", kept.size ? `?${kept}` : location.pathname);
}
