// Without accounts: what they are for, how to make the first, and how to open the workbench to others.

import { post } from "../../lib/api.js";
import { h } from "../../lib/dom.js";
import { askForm } from "./form.js";
import { secretField, showSecret } from "./secret.js";

/** @param {any} said what `/api/people` answered; @param {() => void} again */
export function soloView(said, again) {
  return said.people.some((each) => each.account) ? restartView() : firstView(said, again);
}

function firstView(said, again) {
  return h("section", { class: "card stack" },
    h("h2", {}, "You work here without accounts"),
    h("p", {}, `Whoever opens this workbench on this machine is ${said.solo}, and only this machine can reach it. That is all one person needs.`),
    h("p", {}, "Make accounts when several people code: each signs in with a name and a password, decisions carry their names, so that agreement can be measured, and roles say who may settle disagreements and who leads."),
    h("div", {}, h("button", { class: "primary", data: { focus: "first" }, on: { click: () => first(said, again) } }, "Make the first account")),
    h("details", {}, h("summary", {}, "How others can reach it then"), h("div", { class: "stack opening" }, openingView())));
}

function restartView() {
  return h("section", { class: "notice stack" },
    h("h2", {}, "This server still works without sign-in"),
    h("p", {}, "There are accounts now, but the workbench was started before. Restart ", h("code", {}, "qes review"), " to ask for sign-in. Nothing is lost by that."),
    h("h3", {}, "To let others reach it"), openingView());
}

function openingView() {
  return [h("p", {}, "By default only this machine can reach it, and without accounts that stays so. Name the address to listen on, and give a certificate with its key, so that passwords and interviews stay secret on the way:"),
    h("pre", { class: "command", tabindex: 0, "aria-label": "Command" }, "qes review --host 0.0.0.0 --cert cert.pem --key key.pem"),
    h("p", {}, "Or leave it as it is, and put a proxy that speaks TLS before it on this machine.")];
}

async function first(said, again) {
  const name = h("input", { required: true, maxlength: 80, value: said.solo, autocomplete: "username", autofocus: true });
  const secret = secretField();
  const made = await askForm("The first account", {
    content: [
      h("label", {}, "Your name", name),
      h("p", { class: "muted small" }, `What you have coded so far stands under “${said.solo}”: keep the name, and it stays yours.`),
      h("p", {}, "The first account is a lead’s: it may make all the others."),
      secret.element,
    ],
    ok: "Make it",
    send: () => post("/api/people", { name: name.value.trim(), role: "lead", password: secret.value() }),
  });
  if (!made) return;
  again();
  if (secret.made()) showSecret(made.name, secret.value());
}
