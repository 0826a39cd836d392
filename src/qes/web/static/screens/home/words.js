// Figures and times as people say them.

import { h } from "../../lib/dom.js";

const TIME = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const DAY = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short" });
const YEAR = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric" });

/** A moment: the time if it was today, else the day too. */
export function when(iso) {
  const at = new Date(iso);
  const now = new Date();
  const year = at.getFullYear() === now.getFullYear() ? DAY : YEAR;
  const text = at.toDateString() === now.toDateString() ? TIME.format(at) : `${year.format(at)}, ${TIME.format(at)}`;
  return h("time", { datetime: iso, title: at.toLocaleString("en-GB") }, text);
}

/** A share as whole percent, never rounded up to all or down to nothing. */
export function percent(share) {
  if (share > 0 && share < 0.01) return "< 1 %";
  return `${Math.floor(share * 100 + 1e-9)} %`;
}

/** A coefficient with two places and without the naught before the point: `.62`, `−.05`, `1.00`. */
export function coefficient(value) {
  const text = Math.abs(value).toFixed(2).replace(/^0/, "");
  return value < 0 && Number(text) ? `−${text}` : text;
}

export const figure = (number) => number.toLocaleString("en");
