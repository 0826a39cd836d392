// Acts wait here until the server has them: kept in the browser's storage, sent in order, each counted once.

import { Offline, Refused, newKey, post } from "./api.js";
import { toast } from "./dom.js";
import { NAME, PROJECT } from "./page.js";

// Another project may be served at this address tomorrow, and another person sit at this browser.
const PREFIX = `qes-act ${PROJECT} ${encodeURIComponent(NAME)} `;
const PAUSES = [500, 1000, 2000, 4000, 8000];

/**
 * @typedef {{id: string, path: string, body: any, left?: boolean, answer?: (said: any) => void, refuse?: (why: Error) => void}} Act
 *   `left` by an earlier page
 */

/** @type {Act[]} */
const waiting = [];
const listeners = new Set();
let sending = false;
let tries = 0;
let why = "";
let timer = 0;
let number = 0;

/**
 * Be told whenever the number of waiting acts, or whether the server takes them, changes.
 * @param {(state: {waiting: number, away: boolean, why: "offline"|"signin"|"stale"|"full"|""}) => void} listener
 */
export function watch(listener) {
  listeners.add(listener);
  tell();
}

function tell() {
  for (const each of listeners) each({ waiting: waiting.length, away: tries > 0, why });
}

/**
 * Send an act, at once or when the server is back.
 * @param {string} path
 * @param {object} body without its key
 * @returns {Promise<any>} what the server said; rejected when it refused
 */
export function act(path, body) {
  const key = newKey();
  const id = `${PREFIX}${String(Date.now()).padStart(15, "0")} ${String(number++).padStart(5, "0")} ${key.slice(0, 8)}`;
  const item = { id, path, body: { key, ...body } };
  keep(item);
  const said = new Promise((answer, refuse) => Object.assign(item, { answer, refuse }));
  waiting.push(item);
  void send();
  return said;
}

export const pending = () => waiting.length;

/** The passages that waiting acts are about: the server still thinks they wait for somebody. */
export const underway = () => waiting.flatMap(({ body }) => [body.passage, ...(body.answers ?? []).map((each) => each.passage)]).filter(Boolean);

function keep(item) {
  try {
    localStorage.setItem(item.id, JSON.stringify({ path: item.path, body: item.body }));
  } catch {
    // Storage is full or forbidden: the act is still sent, it would only not survive closing the page.
  }
}

function isKept(item) {
  try {
    return localStorage.getItem(item.id) !== null;
  } catch {
    return true;
  }
}

function forget(item) {
  try {
    localStorage.removeItem(item.id);
  } catch {
    // as above
  }
}

async function send() {
  if (sending) return;
  sending = true;
  clearTimeout(timer);
  while (waiting.length) {
    const item = waiting[0];
    if (item.left && !isKept(item)) {
      done(item); // another page has sent it meanwhile
      continue;
    }
    tell();
    try {
      const said = await post(item.path, item.body);
      tries = 0;
      done(item);
      item.answer?.(said);
    } catch (error) {
      why = obstacle(error);
      if (why) {
        again();
        break;
      }
      tries = 0;
      done(item);
      if (item.refuse) item.refuse(error);
      else toast(`Something done before could not be saved: ${error.message}. ${error.hint ?? ""}`, true);
    }
  }
  sending = false;
  tell();
}

/** What keeps an act from being taken for now; "" when it was refused for good. */
function obstacle(error) {
  if (error instanceof Offline) return "offline";
  if (!(error instanceof Refused)) return "";
  if (error.status === 401) return "signin";
  if (error.status === 507) return "full";
  return error.stale ? "stale" : "";
}

function again() {
  tries += 1;
  timer = setTimeout(() => void send(), PAUSES[Math.min(tries, PAUSES.length) - 1] * (why === "offline" ? 1 : 4));
}

function done(item) {
  forget(item);
  const at = waiting.indexOf(item);
  if (at >= 0) waiting.splice(at, 1);
}

/** What an earlier page could not send any more. */
function pickUp() {
  const left = Object.keys(localStorage).filter((id) => id.startsWith(PREFIX)).sort();
  for (const id of left) {
    try {
      const { path, body } = JSON.parse(localStorage.getItem(id) ?? "");
      waiting.push({ id, path, body, left: true });
    } catch {
      localStorage.removeItem(id);
    }
  }
  if (waiting.length) void send();
}

addEventListener("online", () => {
  tries = 0;
  void send();
});
addEventListener("beforeunload", (event) => {
  if (waiting.length && tries > 0 && (why === "offline" || why === "full")) event.preventDefault();
});
pickUp();
