// Settings that bear upon who codes what and what they see: to read here, to change in the file.

import { h } from "../../lib/dom.js";
import { percent } from "./say.js";

const SHARES = new Set(["blind_share", "recall_goal"]);
const LABELS = { blind_share: "Coded blind by everybody", recall_goal: "Goal of the audit", suggester: "Suggester", seed: "Seed", url: "Where the record is kept" };

/** @param {{file: string, settings: any[], leaves: string[]}} said */
export function settingsView(said) {
  return [h("section", { class: "card stack", "aria-labelledby": "set" },
    h("h2", { id: "set" }, "Settings"),
    h("p", { class: "muted" }, "They are part of the project, so that everybody works by the same. To change one, edit ", h("code", {}, said.file),
      " in the project’s folder, or set the variable named below, and restart ", h("code", {}, "qes review"), "."),
    h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": "Settings" }, h("table", { class: "settings" },
      h("thead", {}, h("tr", {}, ["Setting", "Now", "Where to change it"].map((each) => h("th", { scope: "col" }, each)))),
      h("tbody", {}, said.settings.map(row))))),
  h("section", { class: "card stack", "aria-labelledby": "leaves" },
    h("h2", { id: "leaves" }, "What leaves this machine"), leaves(said.leaves))];
}

function row({ part, name, value, meaning, variable }) {
  return h("tr", {},
    h("th", { scope: "row" }, LABELS[name] ?? name, h("div", { class: "muted small meaning" }, withCode(meaning))),
    h("td", { class: "value" }, SHARES.has(name) ? percent(value) : String(value)),
    h("td", {}, h("code", {}, part ? `[${part}] ${name}` : name), h("div", { class: "muted small" }, "or ", h("code", {}, variable))));
}

/** What stands between backticks is something to type. */
const withCode = (text) => text.split("`").map((part, at) => (at % 2 ? h("code", {}, part) : part));

function leaves(list) {
  if (!list.length) return h("p", {}, h("span", { class: "tag ok" }, "nothing"), " Texts, codings and names stay here.");
  const words = { store: "the record: texts, codings and names go to the database named above", index: "vectors of the passages go to the index server",
    llm: "passages go to a language model, when somebody asks it", embed: "passages go to an address that turns them into vectors" };
  return h("ul", {}, list.map((each) => h("li", {}, words[each] ?? each)));
}
