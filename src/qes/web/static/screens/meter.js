// The anchoring meter: what seeing proposals does to coding, and how good proposals are where nobody saw them.

import { get } from "../lib/api.js";
import { loadBook } from "../lib/book.js";
import { $, h, put } from "../lib/dom.js";
import { follow } from "../lib/live.js";
import { may } from "../lib/page.js";
import { answersView } from "./meter/answers.js";
import { askedView } from "./meter/asked.js";
import { missingView, shareView } from "./meter/blind.js";
import { modelsView } from "./meter/models.js";
import { qualityView } from "./meter/quality.js";
import { shiftView } from "./meter/shift.js";

const EVERYBODY = "*";
const screen = $("#screen");
const book = await loadBook();
const sorting = { quality: ["", false], answers: ["", false], shift: ["", false] };
const place = h("div", { class: "stack meter" }, h("p", { class: "muted" }, "Working out the figures …"));
const fresh = h("p", { class: "row", role: "status" });
put(screen, h("div", { class: "row meter-head" }, h("h1", {}, "Anchoring meter"), h("span", { class: "grow" }), fresh),
  h("p", { class: "lead" }, "People lean towards what is proposed to them, and a model that is measured on what they then give flatters itself. So a random share is read with proposals hidden: the difference is the anchoring, and only those labels say how good the proposals are."),
  place);

let coder = new URLSearchParams(location.search).get("coder") || EVERYBODY;

async function load() {
  put(fresh);
  try {
    const [said, { models }, asked] = await Promise.all([get("/api/meter", { coder }), get("/api/models"), may("lead") && get("/api/exchanges/all", { most: 1 })]);
    draw(said, models, asked && asked.exchanges.length > 0);
  } catch (error) {
    if (error.status === 404 && coder !== EVERYBODY) return choose(EVERYBODY);
    put(place, h("div", { class: "card problem" }, `${error.message}. ${error.hint ?? ""}`));
  }
  screen.setAttribute("aria-busy", "false");
}

function choose(name) {
  coder = name;
  history.replaceState(null, "", name === EVERYBODY ? location.pathname : `?coder=${encodeURIComponent(name)}`);
  return load();
}

/** How a table is sorted stays when the figures are renewed. */
const how = (table) => ({ sort: (sorting[table] ??= ["", false])[0], down: sorting[table][1], sorted: (sort, down) => (sorting[table] = [sort, down]) });

function draw(said, models, asked) {
  const names = said.coders.map((each) => each.coder).filter((name) => name !== EVERYBODY);
  const select = h("select", { on: { change: () => void choose(select.value) } }, h("option", { value: EVERYBODY }, "everybody"), names.map((name) => h("option", { value: name, selected: name === coder }, name)));
  const whose = names.length > 1 && h("label", { class: "inline" }, "Codes as read by", select);
  put(place, missingView(said), shareView(said), qualityView(said, book, how("quality")), shiftView(said, book, coder, whose, how("shift")), answersView(said, book, coder, how("answers")), modelsView(models, book, (model) => how(`model ${model}`)), asked && askedView(book));
}

// Others go on coding: the figures are renewed when one asks, so that nothing moves while one reads.
follow((event) => {
  if (["decision", "undo", "suggested", "reload"].includes(event.kind) && !fresh.childElementCount)
    put(fresh, h("span", { class: "muted" }, "There is something new."), h("button", { on: { click: load } }, "Renew the figures"));
});
await load();
