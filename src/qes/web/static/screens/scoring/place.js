// Where one is: the open unit, the filter, the view. It stands in the address: names and ids, never texts.

const NAMES = ["case", "capability", "only", "view"];
const given = new URLSearchParams(location.search);
const now = Object.fromEntries(NAMES.map((name) => [name, given.get(name) ?? ""]));

/** @returns {{case: string, capability: string, only: string, view: string}} */
export const place = () => now;

/** Change some of it. */
export function save(change) {
  Object.assign(now, change);
  const kept = new URLSearchParams(NAMES.filter((name) => now[name]).map((name) => [name, now[name]]));
  history.replaceState(null, "", kept.size ? `?${kept}` : location.pathname);
}
