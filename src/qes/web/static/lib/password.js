// One's own password: a small dialog, reached from the menu at the top of every screen.

import { post } from "./api.js";
import { h, put, toast } from "./dom.js";

const SHORTEST = 10;

/** Ask for the old password and a new one. */
export function askOwnPassword() {
  const field = (label, complete, least) => {
    const input = h("input", { type: "password", required: true, autocomplete: complete, minlength: least, maxlength: 1000 });
    return [h("label", {}, label, input), input];
  };
  const [oldLabel, old] = field("The password you have", "current-password", null);
  const [newLabel, fresh] = field(`A new one, of ${SHORTEST} characters or more`, "new-password", SHORTEST);
  const [againLabel, again] = field("The new one once more", "new-password", SHORTEST);
  const problem = h("p", { class: "problem", role: "alert", hidden: true });
  const yes = h("button", { class: "primary" }, "Change it");
  const fail = (text) => {
    put(problem, text);
    problem.hidden = !text;
  };
  const form = h("form", { class: "stack", on: { submit: send } },
    h("h2", {}, "Change your password"), oldLabel, newLabel, againLabel,
    h("p", { class: "muted small" }, "Four words that have nothing to do with one another make a good one. Wherever else you are signed in, you will have to sign in anew."),
    problem,
    h("div", { class: "row end" }, h("button", { type: "button", on: { click: () => dialog.close() } }, "Cancel"), yes));
  async function send(event) {
    event.preventDefault();
    if (fresh.value !== again.value) return fail("The two new ones differ.");
    fail("");
    yes.disabled = true;
    try {
      await post("/api/me/password", { old: old.value, new: fresh.value });
      dialog.close();
      toast("Your password is changed.");
    } catch (error) {
      fail(`${error.message}. ${error.hint ?? ""}`);
    }
    yes.disabled = false;
  }
  const dialog = h("dialog", { "aria-label": "Change your password", class: "narrow" }, form);
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  old.focus();
}
