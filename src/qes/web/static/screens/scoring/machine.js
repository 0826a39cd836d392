// What a language model says of each criterion: shown when all have scored, marked as its own, and never counted.

import { count, h, put } from "../../lib/dom.js";
import { quote } from "../drafts/card.js";
import { when } from "./words.js";

const SAYS = { yes: ["✓", "yes"], no: ["✗", "no"], unsure: ["?", "unsure"] };

/** @param {Promise<any>} asked a section that fills itself, and stays away where no model was asked */
export function machineView(asked) {
  const place = h("div", { hidden: true });
  asked.then(({ checklist }) => {
    if (!checklist) return;
    put(place, view(checklist));
    place.hidden = false;
  }, () => {}); // what one came for does not hang on it
  return place;
}

function view(said) {
  const met = said.items.filter((each) => each.stands === true).length;
  return h("section", { class: "card stack machine", "aria-label": "What a language model says" },
    h("div", { class: "row" }, h("h2", { class: "grow" }, "What a language model says"), h("span", { class: "tag warn" }, "never counted")),
    h("p", { class: "muted small" }, `${said.model}, asked about each question of ${said.rubric} by itself, on ${when(said.at)} by ${said.author}. No level, score or agreement takes it into account. It says yes, with a quote, to ${met} of ${said.items.length}.`),
    said.left_out > 0 && h("p", { class: "muted small" }, `${count(said.left_out, "quote")} ${said.left_out === 1 ? "was" : "were"} not shown to it.`),
    h("ol", { class: "machine-list" }, said.items.map((each) => item(each, said.quotes))));
}

function item(each, quotes) {
  const open = each.said === "yes" && each.stands === null;
  const [sign, word] = (open ? ["?", "open"] : SAYS[each.said]) ?? ["–", "no answer"];
  const named = each.spans.filter((name) => quotes[name]);
  const more = named.length || each.reason;
  return h("li", {}, h("p", { class: "machine-said" }, h("b", { class: "says" }, h("span", { "aria-hidden": "true" }, `${sign} `), word), h("span", {}, each.text, open && h("span", { class: "muted small" }, " It says yes, but names no quote."))),
    more && h("details", {}, h("summary", { class: "small" }, named.length ? `Rests on ${count(named.length, "quote")}` : "In its words"),
      h("div", { class: "stack" }, each.reason && h("p", { class: "small" }, h("span", { class: "muted" }, "In the model’s words: "), each.reason), named.map((name) => quote(name, quotes[name])))));
}
