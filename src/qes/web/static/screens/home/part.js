// A part of the page that fills by itself: it says that it is working, and what is wrong, in its own place.

import { Offline } from "../../lib/api.js";
import { h, put } from "../../lib/dom.js";

const AGAIN = 3000;
const MOST_TRIES = 20;

/**
 * @param {{title: string, load: () => Promise<any>, draw: (said: any) => any}} about
 */
export function part({ title, load, draw }) {
  const body = h("div", { class: "stack" }, h("p", { class: "muted" }, "Counting …"));
  const element = h("section", { class: "card stack", "aria-label": title, "aria-busy": "true" }, h("h2", {}, title), body);
  let asked = 0;
  let shown = "";
  let tries = 0;

  async function fill() {
    const number = ++asked;
    try {
      const said = await load();
      if (number !== asked) return;
      show(said);
      // Somebody has worked since: newer figures are on their way.
      tries = said.current === false ? tries + 1 : 0;
      if (said.current === false && tries < MOST_TRIES) setTimeout(() => number === asked && fill(), AGAIN);
    } catch (error) {
      if (number === asked) fail(error);
    }
    element.setAttribute("aria-busy", "false");
  }

  function show(said) {
    // Drawn anew only when something changed, so that a place in a table is not lost.
    const now = JSON.stringify({ ...said, current: true });
    if (now === shown) return;
    shown = now;
    put(body, draw(said));
  }

  function fail(error) {
    if (error instanceof Offline) {
      setTimeout(fill, AGAIN);
      if (shown) return;
    }
    shown = "";
    put(body, h("p", { class: "problem", role: "alert" }, error.message), error.hint && h("p", { class: "muted" }, error.hint));
  }

  return { element, load: fill };
}
