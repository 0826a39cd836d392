// What a lead does about one person: an account, a role, a password, whether they may sign in.

import { get, post } from "../../lib/api.js";
import { h, toast } from "../../lib/dom.js";
import { NAME } from "../../lib/page.js";
import { askForm, bothSides, choice, chosenIn } from "./form.js";
import { ROLES } from "./say.js";
import { secretField, showSecret } from "./secret.js";

const roleChoice = (chosen, least = "viewer") => choice("role", "Role",
  Object.entries(ROLES).slice(Object.keys(ROLES).indexOf(least)).map(([value, about]) => ({ value, title: value, about })), chosen);

/** @param {() => void} again */
export async function addPerson(again) {
  const name = h("input", { required: true, maxlength: 80, autocomplete: "off", autofocus: true });
  const role = roleChoice("researcher");
  const secret = secretField();
  const made = await askForm("Add a person", {
    content: [h("label", {}, "Name", name),
      h("p", { class: "muted small" }, "As the log and the report shall show it; it cannot be changed later."), role, secret.element],
    ok: "Add",
    send: () => post("/api/people", { name: name.value.trim(), role: chosenIn(role), password: secret.value() }),
  });
  if (!made) return;
  again();
  if (secret.made()) showSecret(made.name, secret.value());
  else toast(`${made.name} can sign in now.`);
}

/**
 * Send a change of an account. Should somebody else have changed it meanwhile, both sides are shown, and sending it
 * again is a decision made knowing theirs.
 */
function changing(person, path, body, mine) {
  let { version } = person;
  return {
    send: () => post(path, { name: person.name, version, ...body() }),
    conflict: (why) => {
      void get("/api/people").then((said) => (version = said.people.find((each) => each.name === person.name)?.version ?? version));
      return bothSides(why.theirs, mine(), "Cancel to leave it so, or press the button again to have yours.");
    },
  };
}

export async function changeRole(person, again) {
  const role = roleChoice(person.role);
  const self = person.name === NAME && h("p", { class: "notice" }, "This is your own account: with a lesser role you can no longer open this screen.");
  const done = await askForm(`The role of ${person.name}`, {
    content: [role, h("p", { class: "muted small" }, "It holds at once, wherever they are signed in. What they have coded stays."), self],
    ok: "Change",
    ...changing(person, "/api/people/role", () => ({ role: chosenIn(role) }), () => chosenIn(role)),
  });
  if (!done) return;
  toast(`${done.name}: ${done.role}.`);
  if (done.name === NAME && done.role !== "lead") location.assign("/");
  else again();
}

export async function givePassword(person, again) {
  const secret = secretField();
  const done = await askForm(`A new password for ${person.name}`, {
    content: [h("p", {}, `${person.name} is signed out everywhere and signs in with the new one.`), secret.element],
    ok: "Set it",
    ...changing(person, "/api/people/password", () => ({ password: secret.value() }), () => "a new password"),
  });
  if (!done) return;
  again();
  if (secret.made()) showSecret(person.name, secret.value());
  else toast(`${person.name} has a new password.`);
}

export async function changeActive(person, active, again) {
  const what = active ? "Restore" : "Deactivate";
  const about = active
    ? `${person.name} can sign in again, as ${person.role} and with the password they had.`
    : `${person.name} can no longer sign in, and is signed out everywhere at once. What they have coded stays, and so does what is assigned to them until you withdraw it.`;
  const self = person.name === NAME && h("p", { class: "notice" }, "This is your own account.");
  const done = await askForm(`${what} ${person.name}?`, {
    content: [h("p", {}, about), self],
    ok: what,
    kind: active ? "primary" : "no",
    ...changing(person, "/api/people/active", () => ({ active }), () => (active ? "active" : "not active")),
  });
  if (!done) return;
  toast(`${person.name} ${active ? "can sign in again" : "can no longer sign in"}.`);
  again();
}
