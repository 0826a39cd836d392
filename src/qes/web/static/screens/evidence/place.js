// Where one is: filters, the open cell, the view. It stands in the address, so that it can be shared and survives a reload.

const ONE = ["kind", "coder", "status", "text", "case", "code", "open", "view", "by", "q", "meaning"];
const FILTERS = ["kind", "coder", "status", "text"];
const LONGEST_SEARCH = 60;

const given = new URLSearchParams(location.search);
const now = { ...Object.fromEntries(ONE.map((name) => [name, given.get(name) ?? ""])), with: given.getAll("with") };

/** @returns {{kind: string, coder: string, status: string, text: string, case: string, code: string, open: string, view: string,
 *   by: string, q: string, meaning: string, with: string[]}} */
export const place = () => now;

/** Change some of it. */
export function save(change) {
  Object.assign(now, change);
  const kept = query(ONE);
  // What is long is no search for words but a pasted passage, which has no business in an address.
  if (now.q.length > LONGEST_SEARCH) kept.delete("q");
  history.replaceState(null, "", kept.size ? `?${kept}` : location.pathname);
}

/** The filters as the server wants them, with more. */
export function wanted(more = {}) {
  const asked = query(FILTERS);
  for (const [name, value] of Object.entries(more)) if (value !== "" && value !== undefined) asked.append(name, value);
  return asked.toString();
}

/** Whether anything is filtered. */
export const wantedOf = () => query(FILTERS).size > 0;

/** Let everything through. */
export const unfiltered = () => save({ kind: "", coder: "", status: "", text: "", with: [] });

function query(names) {
  const found = new URLSearchParams(names.filter((name) => now[name]).map((name) => [name, now[name]]));
  for (const each of now.with) found.append("with", each);
  return found;
}
