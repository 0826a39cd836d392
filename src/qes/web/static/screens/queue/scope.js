// Which part of the queue, in which order; kept in the address, so that it can be shared and survives a reload.

import { get } from "../../lib/api.js";
import { h } from "../../lib/dom.js";

const PARTS = ["order", "case", "source", "code"];

/**
 * @param {import("../../lib/book.js").Book} book
 * @param {(scope: object) => void} chosen
 */
export async function scopeBar(book, chosen) {
  const given = new URLSearchParams(location.search);
  const scope = { order: given.get("order") ?? "likely", case: given.get("case") ?? "", source: given.get("source") ?? "", code: given.get("code") ?? "" };
  const [orders, places] = await Promise.all([get("/api/queue/orders"), get("/api/places")]);
  const choose = (name) => (event) => {
    scope[name] = event.target.value;
    if (name === "case") scope.source = "";
    const kept = new URLSearchParams(PARTS.filter((each) => scope[each] && scope[each] !== "likely").map((each) => [each, scope[each]]));
    history.replaceState(null, "", kept.size ? `?${kept}` : location.pathname);
    fill();
    chosen({ ...scope });
  };
  const select = (name, label) => h("select", { "aria-label": label, on: { change: choose(name) } });
  const fields = { order: select("order", "Order"), case: select("case", "Case"), source: select("source", "Source"), code: select("code", "Code") };
  const option = (value, text) => h("option", { value }, text);
  function fill() {
    const sources = places.sources.filter((each) => !scope.case || each.cases.includes(scope.case));
    fields.order.replaceChildren(...orders.map((each) => option(each.name, each.meaning)));
    fields.case.replaceChildren(option("", "all cases"), ...places.cases.map((each) => option(each, each)));
    fields.source.replaceChildren(option("", "all sources"), ...sources.map((each) => option(each.id, each.path)));
    fields.code.replaceChildren(option("", "all codes"), ...book.codable.map((each) => option(each.code, each.label)));
    for (const [name, field] of Object.entries(fields)) field.value = scope[name];
  }
  fill();
  const element = h("details", { class: "scope", open: matchMedia("(min-width: 720px)").matches }, h("summary", {}, "Which passages"), h("div", { class: "row" }, Object.values(fields)));
  return { element, get scope() { return { ...scope }; } };
}
