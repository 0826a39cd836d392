// What is shown stands in the address, so that it can be shared and survives a reload: ids and names, never texts.

/** @returns {Record<string, string>} */
export const read = () => Object.fromEntries(new URLSearchParams(location.search));

/** Change some of it; what is empty is left out. */
export function write(changes) {
  const kept = Object.entries({ ...read(), ...changes }).filter(([, value]) => value);
  const text = new URLSearchParams(kept).toString();
  history.replaceState(null, "", text ? `?${text}` : location.pathname);
}
