// Talking to the server: reading, and writing what must not be repeated or lost (see outbox.js for acts of coding).

import { TOKEN } from "./page.js";

/** What the server refused, in words for people. */
export class Refused extends Error {
  constructor(status, said) {
    super(said.error || `the server answered ${status}`);
    this.status = status;
    this.hint = said.hint || "";
    this.theirs = said.theirs || "";
    /** The number of the codebook edit that cannot be done, from 1; 0 if none is named. */
    this.edit = said.edit || 0;
    /** The page is from before somebody signed in anew: reloading it helps. */
    this.stale = Boolean(said.stale);
  }
}

/** The server could not be reached. */
export class Offline extends Error {}

async function ask(path, options) {
  let response;
  try {
    response = await fetch(path, { credentials: "same-origin", ...options });
  } catch {
    throw new Offline("The server cannot be reached.");
  }
  if ([502, 503, 504].includes(response.status)) throw new Offline("The server is away for a moment.");
  const said = await response.json().catch(() => ({}));
  if (!response.ok) throw new Refused(response.status, said);
  return said;
}

/**
 * Read something.
 * @param {string} path
 * @param {Record<string, string|number|boolean|null|undefined>} [query] empty values are left out
 */
export function get(path, query = {}) {
  const given = Object.entries(query).filter(([, value]) => value !== "" && value !== null && value !== undefined);
  const text = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
  return ask(text ? `${path}?${text}` : path, {});
}

/** Write something. */
export function post(path, body = {}, method = "POST") {
  const headers = { "content-type": "application/json", "x-qes-token": TOKEN };
  return ask(path, { method, headers, body: JSON.stringify(body) });
}

/** A name for an act, so that the same act sent twice counts once. */
export function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (each) => each.toString(16).padStart(2, "0")).join("");
}
