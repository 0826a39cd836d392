// All sources, by case, with how far each has been read.

import { get } from "../../lib/api.js";
import { count, h, put } from "../../lib/dom.js";
import { follow } from "../../lib/live.js";
import { may } from "../../lib/page.js";
import { factsOf } from "./head.js";

const PAUSE = 1500;

export async function showShelf(screen) {
  const body = h("div", { class: "stack" });
  const field = h("input", { type: "search", placeholder: "Find a source", "aria-label": "Find a source by its name, case, kind or role", on: { input: () => draw() } });
  let all = [];
  let timer = 0;

  async function load() {
    all = await get("/api/reader");
    draw();
  }

  function draw() {
    const typed = field.value.trim().toLowerCase();
    const shown = all.filter((each) => !typed || [each.path, ...each.cases, ...Object.values(each.facts)].join(" ").toLowerCase().includes(typed));
    const groups = Map.groupBy(shown, (each) => each.cases.join(", ") || "No case");
    put(body, all.length ? [...groups].sort(([a], [b]) => a.localeCompare(b)).map(([name, sources]) => group(name, sources)) : nothing(),
      all.length > 0 && !shown.length && h("p", { class: "muted" }, "No source has this in its name or facts."));
  }

  put(screen, h("div", { class: "row shelf-head" }, h("h1", { class: "grow" }, "Sources"), field), body);
  follow(() => {
    clearTimeout(timer);
    timer = setTimeout(() => load().catch(() => undefined), PAUSE);
  });
  await load();
}

const nothing = () => h("div", { class: "card stack" }, h("h2", {}, "There is nothing to read yet"),
  h("p", {}, "Put transcripts and documents into the folder ", h("code", {}, "corpus/"), " and run ", h("code", {}, "qes ingest"), "."));

function group(name, sources) {
  const total = sources.reduce((sum, each) => sum + each.passages, 0);
  return h("section", { class: "card shelf-case", "aria-label": name },
    h("div", { class: "row" }, h("h2", {}, name), h("span", { class: "muted" }, `${count(sources.length, "source")}, ${count(total, "passage")}`)),
    h("div", { class: "scroll" }, h("table", { class: "shelf" },
      h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "Source"), h("th", { scope: "col" }, "What it is"), number("Passages", "th"),
        may("researcher") && h("th", { scope: "col", class: "read" }, "Read by you"), h("th", { scope: "col", class: "read" }, "Read by anybody"), h("th", { scope: "col", class: "number", title: "Those you may see: codes of others stay hidden on what you shall code yourself" }, "Codings in sight"))),
      h("tbody", {}, sources.map(row)))));
}

/** A figure; `what` it counts is shown where there is no room for a head. */
const number = (text, tag = "td", what = "") => h(tag, { class: "number", scope: tag === "th" && "col", data: { what } }, text);

function row(each) {
  return h("tr", {},
    h("th", { scope: "row" }, h("a", { href: `/reader/${each.id}` }, each.path)),
    h("td", { class: "muted" }, factsOf(each.facts).map((fact, place) => [place > 0 && " · ", h("span", { class: "fact" }, fact)])),
    number(each.passages.toLocaleString("en"), "td", "passages"),
    may("researcher") && h("td", { data: { what: "read by you" } }, share(each.mine, each.passages, "read by you")),
    h("td", { data: { what: "read by anybody" } }, share(each.anybody, each.passages, "read by anybody")),
    number(each.codings.toLocaleString("en"), "td", "codings"));
}

/** A share as a bar and as words. */
export function share(some, all, what) {
  return h("span", { class: "share" }, h("progress", { max: Math.max(1, all), value: some, "aria-label": what }), h("span", { class: "small" }, `${some} of ${all}`));
}
