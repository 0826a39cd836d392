// What somebody has typed and not saved survives a reload. Only their own words and ids are kept, no text of an interview.

import { NAME, PROJECT } from "../../lib/page.js";

const PREFIX = `qes-themes-draft ${PROJECT} ${encodeURIComponent(NAME)} `;

/** @returns {Record<string, any>} */
export function typed(name) {
  try {
    return JSON.parse(localStorage.getItem(PREFIX + name) ?? "{}");
  } catch {
    return {};
  }
}

/** Keep some of what stands under a name. */
export function keep(name, parts) {
  try {
    localStorage.setItem(PREFIX + name, JSON.stringify({ ...typed(name), ...parts }));
  } catch {
    // Storage is full or forbidden: it would only not survive a reload.
  }
}

export function forget(name) {
  try {
    localStorage.removeItem(PREFIX + name);
  } catch {
    // as above
  }
}
