// Beside a code: what people differed about, and how a language model would word it; taken into the draft by hand alone.

import { get, post } from "../../lib/api.js";
import { count, h, put } from "../../lib/dom.js";
import { diffView } from "./differ.js";
import { fieldName } from "./words.js";

/**
 * @param {any} code as the codebook in force words it
 * @param {(said: Record<string, string>) => void} take puts other words into the draft
 * @returns {HTMLElement} which fills itself
 */
export function helpView(code, take) {
  const body = h("div", { class: "stack" });
  const element = h("section", { class: "card stack help", "aria-label": "Help with the wording", hidden: true }, h("h2", {}, "Help with the wording"), body);
  const does = { take, ask: (send) => void ask(send) };

  async function look() {
    try {
      const said = await get("/api/codebook/help", { code: code.code });
      element.hidden = !said.help && !(said.model && said.grounds);
      put(body, said.help && proposals(said.help, code, does), said.model && said.grounds > 0 && asking(said, does));
    } catch {
      element.hidden = true; // it is not what one came for
    }
  }

  async function ask(send) {
    put(body, h("p", { class: "muted", role: "status" }, "The model is being asked. This may take a minute; you can go on meanwhile."));
    try {
      await post("/api/codebook/help", { code: code.code, send });
      await look();
    } catch (error) {
      await look();
      body.prepend(h("p", { class: "problem", role: "alert" }, `${error.message}. ${error.hint ?? ""}`));
    }
  }
  void look();
  return element;
}

function asking({ model, grounds, help }, does) {
  const where = !model.remote ? "Nothing leaves this machine." : model.masked ? "They leave this machine, with names as pseudonyms." : "They leave this machine as they are, names included.";
  return h("div", { class: "stack" },
    h("p", { class: "muted small" }, `${model.name} would be shown ${count(grounds, "passage")} on which people differed or found no code, with the reasons given. ${where}`),
    h("div", { class: "row" }, h("button", { on: { click: () => does.ask(model.remote) } }, model.remote ? "Send them and ask" : help ? "Ask again" : "Ask the model")));
}

function proposals(help, code, does) {
  const byId = new Map(help.grounds.map((each) => [each.id, each]));
  return [
    h("p", { class: "muted small" }, `Proposed by ${help.model}. Nothing of it is in force: what you take goes into the draft of the next version, where you can change it.`),
    !help.edits.length && h("p", {}, "It proposes no edit that rests on these passages."),
    help.edits.map((edit) => h("div", { class: "help-edit stack" },
      h("div", { class: "row" }, h("h3", { class: "grow" }, fieldName(edit.field)), h("button", { on: { click: () => does.take({ [edit.field]: edit.text }) } }, "Take into the draft")),
      h("p", {}, diffView(code[edit.field], edit.text)),
      edit.why && h("p", { class: "small" }, h("span", { class: "muted" }, "In the model's words: "), edit.why),
      h("details", {}, h("summary", {}, `Rests on ${count(edit.passages.length, "passage")}`), h("ul", { class: "quotes" }, edit.passages.map((each) => byId.has(each) && ground(byId.get(each))))))),
    help.dropped > 0 && h("p", { class: "muted small" }, `${count(help.dropped, "proposal")} that rested on no passage, or changed nothing, ${help.dropped === 1 ? "was" : "were"} dropped.`),
  ];
}

function ground({ passage, told, reasons, path }) {
  return h("li", {},
    h("blockquote", { class: "quote" }, passage.text),
    h("p", { class: "small" }, told, reasons.map((each) => [" ", h("b", {}, "Reason given: "), each])),
    h("p", { class: "row small" }, h("strong", {}, passage.case), h("a", { href: `/reader/${passage.source}#${passage.id}` }, `${path}, ${passage.place}`)));
}
