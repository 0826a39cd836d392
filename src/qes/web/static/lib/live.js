// What others do, as it happens, and who is here.

import { $, h, put } from "./dom.js";
import { NAME } from "./page.js";

const listeners = new Set();
let stream = null;

/**
 * Be told of events: `{kind, author, passage, source, seq}`; `kind` "reload" when too much was missed.
 * @param {(event: {kind: string, author?: string, passage?: string, source?: string, seq?: number}) => void} listener
 */
export function follow(listener) {
  listeners.add(listener);
}

const tell = (event) => listeners.forEach((each) => each(event));

/** Connect; the browser connects again by itself when the server was away. */
export function connect(place) {
  stream?.close();
  stream = new EventSource(`/api/stream?place=${encodeURIComponent(place)}`);
  stream.addEventListener("event", (message) => tell(JSON.parse(message.data)));
  stream.addEventListener("reload", () => tell({ kind: "reload" }));
  stream.addEventListener("here", (message) => showPeople(JSON.parse(message.data).people));
  addEventListener("pagehide", () => stream.close());
}

function showPeople(people) {
  const place = $("#people");
  const names = [...new Set(people.map((each) => each.name))].filter((name) => name !== NAME);
  const initials = (name) => name.split(/\s+/).map((word) => [...word][0]).slice(0, 2).join("").toUpperCase();
  put(place, names.slice(0, 4).map((name) => {
    const where = people.filter((each) => each.name === name).map((each) => each.place).join(", ");
    return h("span", { class: "person", title: `${name} is here (${where})`, role: "img", "aria-label": `${name} is here` }, initials(name));
  }), names.length > 4 && h("span", { class: "person", title: names.slice(4).join(", ") }, `+${names.length - 4}`));
}
