// Asking the project's language model for a draft: what leaves the machine is said first, and how far it is meanwhile.

import { get, post } from "../../lib/api.js";
import { count, h, put } from "../../lib/dom.js";

const PAUSE = 1000;
const path = "/api/drafts";

/** What a model is shown, and how. @param {any} model */
const sentHow = ({ masked }) => (masked ? "with names as pseudonyms" : "as they are, names included");

/** What went wrong, and what helps. */
const wrong = (error) => `${error.message.replace(/\.$/, "")}. ${error.hint ?? ""}`;

export class Asking {
  /** @param {(draft: any) => void} came */
  constructor(came) {
    this.came = came;
    this.busy = false;
    this.element = h("div", { class: "asking small", role: "status", hidden: true });
  }

  /**
   * Ask for a draft; where the model is elsewhere, only what somebody has agreed to in the dialog is sent.
   * @param {{kind: string, cases: string[], code: string}} wanted @param {any} model @param {string} about what of, in words
   */
  async ask(wanted, model, about) {
    if (this.busy) return;
    this.busy = true;
    this.say(h("p", {}, `${model.name} is asked for a draft on ${about}. This may take a minute or more; you can go on meanwhile.`));
    const watch = setInterval(() => void this.look(model, about), PAUSE);
    try {
      const draft = await post(path, { ...wanted, send: model.remote });
      this.say();
      this.came(draft);
    } catch (error) {
      this.say(h("p", { class: "problem" }, wrong(error)), h("button", { type: "button", class: "link", on: { click: () => this.say() } }, "Dismiss"));
    } finally {
      clearInterval(watch);
      this.busy = false;
    }
  }

  async look(model, about) {
    const { author, done, total } = await get(`${path}/asking`).catch(() => ({ author: "" }));
    if (this.busy && author) this.say(h("p", {}, total ? `${model.name} has written a draft on ${about}; ${done} of ${count(total, "sentence")} ${total === 1 ? "is" : "are"} checked.` : `${model.name} is writing a draft on ${about} …`));
  }

  say(...what) {
    this.element.hidden = !what.length;
    const text = what.map((each) => each.textContent).join();
    if (this.element.textContent !== text) put(this.element, what);
  }
}

/**
 * Let somebody choose what is drafted, if it is to be chosen, and agree to what is sent; null when they do not.
 * @param {any} model
 * @param {{kind: string, cases: string[], code: string}} wanted what is proposed
 * @param {{codes?: HTMLElement[], cases?: string[], told?: string}} choose `codes`: options; without them all is given
 * @returns {Promise<{kind: string, cases: string[], code: string}|null>}
 */
export function agreed(model, wanted, { codes = [], cases = [], told = "" } = {}) {
  if (!codes.length && !model.remote) return Promise.resolve(wanted);
  return new Promise((resolve) => {
    const parts = fields(wanted, codes, cases);
    const takes = h("div", { class: "stack small", "aria-live": "polite" });
    const ok = h("button", { class: "primary", value: "yes", disabled: true }, model.remote ? "Send them and ask" : "Ask the model");
    const form = h("form", { method: "dialog", class: "stack", on: { change: () => void foretell() } },
      h("h2", {}, "Ask for a draft"),
      told && h("p", {}, told), parts.element, takes,
      h("div", { class: "row end" }, h("button", { type: "button", on: { click: () => dialog.close("") } }, "Cancel"), ok));
    const dialog = h("dialog", { class: "narrow", "aria-label": "Ask for a draft" }, form);
    let asked = 0;

    async function foretell() {
      const number = ++asked;
      ok.disabled = true;
      const found = await look(parts.value).catch((error) => ({ error }));
      if (number !== asked) return;
      ok.disabled = Boolean(found.error);
      put(takes, found.error ? h("p", { class: "problem" }, wrong(found.error)) : foretold(model, found));
    }

    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes" ? parts.value : null);
    });
    document.body.append(dialog);
    dialog.showModal();
    void foretell();
  });
}

/** What it takes at most; a query with several cases. */
function look({ kind, code, cases }) {
  const query = new URLSearchParams([["kind", kind], ["code", code], ...cases.map((each) => ["case", each])]);
  return get(`${path}/estimate?${query}`);
}

function foretold(model, found) {
  const price = found.price === null ? "" : `, ${found.price.toFixed(2)} by the prices in qes.toml`;
  const quotes = `${model.name} would be shown ${count(found.quotes, "quote")} of accepted codings`;
  return [
    model.remote ? h("p", { class: "notice" }, h("b", {}, "This leaves the machine. "), `${quotes}, ${sentHow(model)}.`) : h("p", {}, `${quotes}. Nothing leaves this machine.`),
    found.left_out > 0 && h("p", { class: "muted" }, `${count(found.left_out, "more quote")} ${found.left_out === 1 ? "is" : "are"} not shown.`),
    h("p", { class: "muted" }, `At most ${count(found.calls, "prompt")}, about ${found.tokens_in.toLocaleString("en")} tokens in and ${found.tokens_out.toLocaleString("en")} out${price}; mostly far less.`),
  ];
}

/** What is to be chosen: a code, and cases. */
function fields(wanted, codes, cases) {
  if (!codes.length) return { element: null, value: wanted };
  const code = h("select", {}, codes);
  code.value = wanted.code || code.value;
  const boxes = cases.map((each) => h("input", { type: "checkbox", value: each, checked: wanted.cases.includes(each) }));
  const element = h("div", { class: "stack" }, h("label", {}, h("span", {}, "Capability or code"), code),
    h("fieldset", { class: "plain draft-cases" }, h("legend", {}, "Cases it is to speak of; none chosen: all"), boxes.map((box) => h("label", { class: "check" }, box, " ", box.value))));
  return { element, get value() { return { kind: wanted.kind, code: code.value, cases: boxes.filter((each) => each.checked).map((each) => each.value) }; } };
}
