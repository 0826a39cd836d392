// What has come to a unit since somebody began to look at it: acts of others, and evidence.

import { count, h } from "../../lib/dom.js";
import { deed } from "./history.js";

/**
 * @param {any} base the sheet as it was looked at first
 * @param {any} sheet as it is now
 * @returns {{deeds: any[], fresh: Set<string>, gone: number, rubric: string}|null} null: nothing
 */
export function newsOf(base, sheet) {
  const before = new Map(base.quotes.map((each) => [each.id, each.mark]));
  const now = new Set(sheet.quotes.map((each) => each.id));
  const known = new Map(base.history.map((each) => [each.id, Boolean(each.withdrawn)]));
  const deeds = sheet.history.filter((each) => known.get(each.id) !== Boolean(each.withdrawn));
  const fresh = new Set(sheet.quotes.filter((each) => before.get(each.id) !== each.mark).map((each) => each.id));
  const gone = base.quotes.filter((each) => !now.has(each.id)).length;
  const rubric = base.rubric === sheet.rubric ? "" : sheet.rubric;
  return deeds.length || fresh.size || gone || rubric ? { deeds, fresh, gone, rubric } : null;
}

/** @param {ReturnType<typeof newsOf>} news @param {string} refused what the server said, if it refused something */
export function newsView(news, refused, seen) {
  if (!news && !refused) return null;
  return h("div", { class: "notice stack tight", role: "alert" },
    refused && h("p", {}, h("strong", {}, "Not saved yet. "), refused, " What you wrote is kept."),
    news?.deeds.map((each) => h("div", {}, h("p", {}, deed(each), each.withdrawn && ` · taken back by ${each.withdrawn.author}`), each.reason && h("p", { class: "own-words" }, each.reason))),
    news?.fresh.size > 0 && h("p", {}, `${count(news.fresh.size, "quote")} came or changed since you began; they are marked “new since you looked”.`),
    news?.gone > 0 && h("p", {}, `${count(news.gone, "quote")} went since you began.`),
    news?.rubric && h("p", {}, `The rubric is now ${news.rubric}.`),
    h("button", { type: "button", class: "link", "data-focus": "seen", on: { click: seen } }, "I have seen it"));
}
