// Everything that models were asked, whatever it was about: a list to look through, and each exchange to read.

import { get } from "../../lib/api.js";
import { count, h, put } from "../../lib/dom.js";
import { showExchange, when } from "../../lib/exchanges.js";
import { showDialog } from "../../lib/keys.js";

const USABLE = [["", "all replies"], ["true", "replies of use"], ["false", "replies of no use"]];

/** What stands on the screen: a way to the list. @param {import("../../lib/book.js").Book} book */
export const askedView = (book) => h("p", {}, h("button", { class: "link", on: { click: () => void showAll(book) } }, "Everything asked of models"));

async function showAll(book) {
  const filter = { model: "", template: "", usable: "" };
  const head = h("div", { class: "row filters" });
  const place = h("div", { class: "stack", "aria-live": "polite" }, h("p", { class: "muted" }, "Looking it up …"));
  showDialog("Everything asked of models", head, place).classList.add("asked");

  const choice = (name, label, options) => {
    const select = h("select", { on: { change: () => { filter[name] = select.value; void begin(); } } }, options.map(([value, text]) => h("option", { value }, text)));
    return h("label", {}, label, select);
  };
  const named = (all, names) => [["", all], ...names.map((name) => [name, name])];

  async function page(before) {
    try {
      return await get("/api/exchanges/all", { ...filter, before });
    } catch (error) {
      put(place, h("p", { class: "problem", role: "alert" }, `${error.message}. ${error.hint ?? ""}`));
      return null;
    }
  }

  async function begin() {
    const found = await page("");
    if (!found) return;
    if (!head.childElementCount) put(head, choice("template", "Prompt file", named("all prompt files", found.templates)), choice("model", "Model", named("all models", found.models)), choice("usable", "Replies", USABLE));
    if (!found.exchanges.length) return put(place, h("p", {}, "Nothing like that was asked."));
    const rows = h("tbody", {}, found.exchanges.map((each) => row(each, book)));
    const more = h("div", { class: "row" });
    put(place, h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": "Exchanges, the newest first" }, h("table", {},
      h("caption", { class: "visually-hidden" }, "Exchanges, the newest first"),
      h("thead", {}, h("tr", {}, ["", "About", "When", "Prompt file", "Model", "Reply"].map((name) => h("th", { scope: "col" }, name || h("span", { class: "visually-hidden" }, "Read it"))))), rows)), more);
    further(found, rows, more);
  }

  function further(found, rows, more) {
    const last = found.exchanges.at(-1);
    put(more, h("span", { class: "muted small grow" }, `${count(rows.childElementCount, "exchange")} shown`),
      found.more && h("button", { on: { click: () => void next(last.id, rows, more) } }, "Show older ones"));
  }

  async function next(before, rows, more) {
    const found = await page(before);
    if (!found) return;
    rows.append(...found.exchanges.map((each) => row(each, book)));
    further(found, rows, more);
  }

  await begin();
}

function row(each, book) {
  const about = each.about || (each.readable ? "not finished" : "kept from you as yet");
  return h("tr", {},
    h("td", {}, each.readable && h("button", { class: "small", "aria-label": `Read what was asked about ${about}`, on: { click: () => void showExchange(book, each.id) } }, "Read")),
    h("td", {}, h("span", { class: each.about ? "" : "muted" }, about), each.sample > 0 && h("span", { class: "muted small" }, `, asked again (${each.sample})`)),
    h("td", {}, when(each.at)), h("td", {}, each.template), h("td", {}, each.model),
    h("td", {}, each.trouble ? h("span", { class: "tag warn", title: each.trouble }, "of no use") : "of use"));
}
