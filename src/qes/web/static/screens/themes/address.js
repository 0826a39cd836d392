// Where one is stands in the address: the code looked at, the open theme, and whether its passages are being read.

/** @returns {{code?: string, theme?: string, read?: string}} */
export const place = () => Object.fromEntries(new URLSearchParams(location.search));

/** Change some of it; what is empty is left out. */
export function go(changes) {
  const kept = Object.entries({ ...place(), ...changes }).filter(([, value]) => value);
  history.replaceState(null, "", kept.length ? `?${new URLSearchParams(kept)}` : location.pathname);
}
