// Where a code was given, and where it most likely applies too.

import { get } from "../../lib/api.js";
import { count, h, put } from "../../lib/dom.js";
import { may } from "../../lib/page.js";

const FIRST = 6;
const MORE = 30;
const STATUS = { agreed: "ok", settled: "ok", single: "", disputed: "warn" };

/** @returns {HTMLElement} which fills itself */
export function passagesView(code, { held, used }) {
  const list = h("ul", { class: "quotes" });
  const likely = h("div");
  const more = h("button", { hidden: true, on: { click: () => load() } }, "More");
  const head = h("h2", {}, "Passages for this code");
  const element = h("section", { class: "card stack", "aria-label": "Passages for this code" }, head, coders(used), list, more,
    held > 0 && h("p", { class: "muted small" }, `What stands on ${count(held, "passage")} that you are yet to code unaided is left out.`), likely);
  let shown = 0;

  async function load() {
    more.disabled = true;
    try {
      const said = await get("/api/codebook/passages", { code, skip: shown, most: shown ? MORE : FIRST });
      if (!shown) put(likely, likelyView(said.likely, code));
      shown += said.quotes.length;
      list.append(...said.quotes.map(quoteView));
      list.hidden = !said.total;
      put(head, "Passages for this code", h("span", { class: "muted" }, ` · ${said.total.toLocaleString("en")}`));
      put(more, `More (${(said.total - shown).toLocaleString("en")})`);
      more.hidden = shown >= said.total;
      if (!said.total) list.before(h("p", { class: "muted" }, "It has been given to no passage yet."));
    } catch (error) {
      put(likely, h("p", { class: "problem" }, error.message));
    }
    more.disabled = false;
  }
  void load();
  return element;
}

/** Who gave it how often. */
function coders(used) {
  const names = Object.entries(used?.coders ?? {});
  return names.length > 0 && h("p", { class: "muted" }, "Given by ", names.map(([name, times]) => `${name} ${times}`).join(" · "));
}

function quoteView(each) {
  const memos = each.memos.map((memo) => h("p", { class: "muted small" }, `Memo: ${memo}`));
  return h("li", {},
    h("blockquote", { class: "quote" }, each.quote),
    h("p", { class: "row small" },
      h("strong", {}, each.case), h("a", { href: `/reader/${each.source}#${each.passage}` }, `${each.path}, ${each.place}`),
      each.speaker && h("span", { class: "muted" }, each.speaker), h("span", { class: `tag ${STATUS[each.status]}` }, each.status),
      h("span", { class: "muted" }, each.coders.join(", "))),
    memos);
}

function likelyView(likely, code) {
  if (!likely || !may("researcher")) return null;
  if (!likely.total) return h("p", { class: "muted" }, "It is proposed for no passage that you have not read.");
  return h("div", { class: "stack likely" },
    h("h3", {}, "Likeliest that you have not read"),
    h("ul", { class: "quotes" }, likely.proposals.map((each) => h("li", {},
      h("blockquote", { class: "quote short" }, each.passage.text),
      h("p", { class: "row small" }, h("strong", {}, each.passage.case), h("a", { href: `/reader/${each.source}#${each.passage.id}` }, `${each.path}, ${each.passage.place}`),
        h("span", { class: "muted" }, `likelihood ${each.score.toFixed(2)}`))))),
    h("p", {}, h("a", { href: `/queue?code=${encodeURIComponent(code)}` }, `Code ${likely.total === 1 ? "it" : `all ${likely.total.toLocaleString("en")}`} in the queue`)));
}
