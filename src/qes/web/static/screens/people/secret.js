// The field for somebody's password: made by the page, or typed by the lead.

import { $, h, put, toast } from "../../lib/dom.js";
import { showDialog } from "../../lib/keys.js";
import { makeSecret } from "../../lib/secret.js";
import { choice, chosenIn } from "./form.js";

const SHORTEST = 10;

/** @returns {{element: HTMLElement, value: () => string, made: () => boolean}} */
export function secretField() {
  const field = h("input", { type: "password", autocomplete: "new-password", minlength: SHORTEST, maxlength: 1000, "aria-label": "Password" });
  const shown = h("label", { class: "inline" },
    h("input", { type: "checkbox", on: { change: (event) => (field.type = event.target.checked ? "text" : "password") } }), "Show it");
  const typed = h("div", { class: "row", hidden: true }, field, shown, h("span", { class: "muted small" }, `${SHORTEST} characters or more, for instance four words`));
  const how = choice("how", "Password", [
    { value: "make", title: "Make one", about: "random, shown once when it is saved" },
    { value: "type", title: "Type one", about: "" },
  ], "make", (value) => {
    typed.hidden = value !== "type";
    field.required = value === "type";
    if (value === "type") field.focus();
  });
  const secret = makeSecret();
  const made = () => chosenIn(how) === "make";
  return { element: h("div", { class: "stack" }, how, typed), value: () => (made() ? secret : field.value), made };
}

/** Show a password that was made, this once. */
export function showSecret(name, secret) {
  const place = h("code", { class: "secret", tabindex: 0 }, secret);
  const copy = h("button", { class: "primary", on: { click: () => copyText(secret, place) } }, "Copy");
  const dialog = showDialog(`The password of ${name}`,
    h("p", {}, `Give it to ${name} in person or by a way you trust. It is shown only now: nobody can look it up later, but you can always set a new one.`),
    h("div", { class: "row" }, place, copy),
    h("p", { class: "muted" }, "Everybody can change their own password from the menu with their name, at the top right."),
    h("div", { class: "row end" }, h("button", { on: { click: () => dialog.close() } }, "Done")));
  dialog.addEventListener("close", () => put(place));
  $("button.primary", dialog)?.focus();
}

async function copyText(text, place) {
  try {
    await navigator.clipboard.writeText(text);
    toast("Copied.");
  } catch {
    // Without TLS browsers forbid it: it is marked, so that Ctrl+C copies it.
    getSelection()?.selectAllChildren(place);
    toast("It is marked: copy it with Ctrl+C.");
  }
}
