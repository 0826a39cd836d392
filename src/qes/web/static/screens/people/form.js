// A dialog with a form that talks to the server, and what it shows when somebody else was quicker.

import { Refused } from "../../lib/api.js";
import { h, put } from "../../lib/dom.js";

/**
 * Ask for something and send it; the dialog stays, with what was typed, until the server took it.
 * @param {string} title
 * @param {{content: any, ok: string, kind?: string, send: () => Promise<any>, conflict?: (why: Refused) => any}} options
 *   `conflict` says what to show beside the problem when somebody else changed the same thing
 * @returns {Promise<any>} what the server said; null when it was called off
 */
export function askForm(title, { content, ok, kind = "primary", send, conflict }) {
  return new Promise((resolve) => {
    let answer = null;
    const problem = h("div", { class: "stack", role: "alert" });
    const yes = h("button", { class: kind }, ok);
    const form = h("form", { class: "stack", on: { submit } },
      h("h2", {}, title), content, problem,
      h("div", { class: "row end" }, h("button", { type: "button", on: { click: () => dialog.close() } }, "Cancel"), yes));
    async function submit(event) {
      event.preventDefault();
      yes.disabled = true;
      put(problem);
      try {
        answer = (await send()) ?? true;
        dialog.close();
      } catch (error) {
        const more = error instanceof Refused && error.status === 409 ? conflict?.(error) : null;
        put(problem, more ?? h("p", { class: "problem" }, `${error.message}. ${error.hint ?? ""}`));
      }
      yes.disabled = false;
    }
    const dialog = h("dialog", { "aria-label": title }, form);
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(answer);
    });
    document.body.append(dialog);
    dialog.showModal();
    form.querySelector("[autofocus], input, select, textarea")?.focus();
  });
}

/** Both sides of a conflict: what somebody else made of it, and what one was about to do. */
export function bothSides(theirs, mine, then) {
  return h("div", { class: "notice stack" },
    h("p", {}, "Somebody else changed this meanwhile; nothing of yours was saved."),
    h("dl", { class: "sides" }, h("dt", {}, "It is now"), h("dd", {}, theirs), h("dt", {}, "You wanted"), h("dd", {}, mine)),
    h("p", {}, then));
}

/** One of several, as radio buttons with what each means. */
export function choice(name, label, options, chosen, changed = () => {}) {
  return h("fieldset", { class: "choice" }, h("legend", {}, label), options.map(({ value, title, about = "", disabled = false }) =>
    h("label", { class: "choice-row" },
      h("input", { type: "radio", name, value, checked: value === chosen, disabled, on: { change: () => changed(value) } }),
      h("span", {}, h("span", { class: "choice-title" }, title), about && h("span", { class: "muted" }, ` ${about}`)))));
}

/** What is chosen in a group of radio buttons. */
export const chosenIn = (element) => element.querySelector("input:checked")?.value ?? "";
