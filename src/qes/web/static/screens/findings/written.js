// What somebody has typed and not saved survives a reload: their own words, and of quotes only where they stand.

import { NAME, PROJECT } from "../../lib/page.js";

const PREFIX = `qes-written ${PROJECT} ${encodeURIComponent(NAME)} `;

/** A citation without its words: those of interviews have no business in a browser's storage. */
export const pointer = ({ passage, span, against, coding }) => ({ passage, span, against, coding: coding ?? null });

/** @param {string} name @param {{citations?: any[], [key: string]: any}} value */
export function keep(name, value) {
  const citations = value.citations?.map(pointer);
  try {
    localStorage.setItem(PREFIX + name, JSON.stringify({ ...value, ...(citations && { citations }) }));
  } catch {
    // Storage is full or forbidden: what is typed is still on the page, it would only not survive closing it.
  }
}

/** What was kept; null when nothing was. */
export function kept(name) {
  try {
    return JSON.parse(localStorage.getItem(PREFIX + name) ?? "null");
  } catch {
    return null;
  }
}

export function forget(name) {
  try {
    localStorage.removeItem(PREFIX + name);
  } catch {
    // as above
  }
}
