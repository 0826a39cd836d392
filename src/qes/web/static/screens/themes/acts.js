// What is done to themes: each act carries the version it started from, and gives way when somebody else was faster.

import { Refused, newKey, post } from "../../lib/api.js";
import { toast } from "../../lib/dom.js";

/** Keys of acts that are not through yet: sent again after a failure, they still count once. */
const keys = new Map();

/**
 * Do something to a theme.
 * @param {string} act the end of the path
 * @param {object} body without its key
 * @returns {Promise<any>} the theme as it is then
 */
export async function doTo(act, body) {
  const name = JSON.stringify([act, body]);
  if (!keys.has(name)) keys.set(name, newKey());
  const said = await post(`/api/themes/${act}`, { key: keys.get(name), ...body });
  keys.delete(name);
  return said.theme;
}

/** Say what went wrong; whether it was that somebody else was faster. */
export function complain(error) {
  toast(`${error.message}. ${error.hint ?? "Nothing was changed."}`, true);
  return isConflict(error);
}

export const isConflict = (error) => error instanceof Refused && error.status === 409;
