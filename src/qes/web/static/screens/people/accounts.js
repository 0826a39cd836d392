// Everybody who works here, with what may be changed about them.

import { NAME } from "../../lib/page.js";
import { askOwnPassword } from "../../lib/password.js";
import { count, h } from "../../lib/dom.js";
import { addPerson, changeActive, changeRole, givePassword } from "./person.js";
import { ROLES, passages, progress, when } from "./say.js";

const LAST_LEAD = "The only lead: make somebody else a lead first";

/** @param {any} said what `/api/people` answered; @param {() => void} again called when something was changed */
export function accountsView(said, again) {
  const accounts = said.people.filter((each) => each.account);
  if (said.solo && !accounts.length) return said.people.length ? codersView(said) : null;
  const active = accounts.filter((each) => each.active).length;
  return h("section", { class: "card stack", "aria-labelledby": "who" },
    h("div", { class: "row" },
      h("h2", { id: "who" }, "Who works here"),
      h("span", { class: "muted grow" }, `${count(active, "active account")}${active < accounts.length ? `, ${accounts.length - active} not active` : ""}`),
      h("button", { class: "primary", data: { focus: "add" }, on: { click: () => addPerson(again) } }, "Add a person")),
    table(said, [
      "Name", "Role", "Last active", ["Decisions", "number"], "Progress on what is assigned", "",
    ], said.people.map((each) => (each.account ? accountRow(each, said, again) : coderRow(each, said)))),
    h("p", { class: "muted small" }, Object.entries(ROLES).map(([role, about], at) => [at ? " · " : "", h("strong", {}, role), ` ${about}`])));
}

/** Without accounts: who has coded. */
function codersView(said) {
  return h("section", { class: "card stack" }, h("h2", {}, "Who has coded so far"),
    table(said, ["Name", "", "Last active", ["Decisions", "number"], "Progress on what is assigned", ""], said.people.map((each) => coderRow(each, said))));
}

function table(said, heads, rows) {
  return h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": "People" }, h("table", { class: "accounts" },
    h("thead", {}, h("tr", {}, heads.map((each) => {
      const [text, kind] = Array.isArray(each) ? each : [each, ""];
      return h(text ? "th" : "td", { class: kind, scope: text ? "col" : null }, text);
    }))),
    h("tbody", {}, rows)));
}

function accountRow(person, said, again) {
  const { name, role, active, last_lead: last } = person;
  const mine = name === NAME && !said.solo;
  const does = (what, label, act, why = "") =>
    h("button", { class: "small", disabled: Boolean(why), title: why || null, "aria-label": `${label} ${name}`, data: { focus: `${what} ${name}` }, on: { click: act } }, label);
  return h("tr", { class: active ? "" : "away" },
    h("th", { scope: "row" }, name, mine && h("span", { class: "muted" }, " (you)")),
    h("td", {}, h("span", { class: role === "lead" ? "tag accent" : "tag" }, role), !active && [" ", h("span", { class: "tag warn" }, "not active")],
      last && h("div", { class: "muted small" }, "the only lead")),
    h("td", {}, when(person.last)),
    h("td", { class: "number" }, person.decisions.toLocaleString("en"), h("span", { class: "narrow-only" }, person.decisions === 1 ? "decision" : "decisions")),
    h("td", {}, far(person, said)),
    h("td", {}, h("div", { class: "row tight" },
      does("role", "Change role", () => changeRole(person, again), last ? LAST_LEAD : ""),
      mine ? does("password", "Change password", () => askOwnPassword()) : does("password", "New password", () => givePassword(person, again)),
      active ? does("active", "Deactivate", () => changeActive(person, false, again), last ? LAST_LEAD : "")
        : does("active", "Restore", () => changeActive(person, true, again)))));
}

function coderRow(person, said) {
  return h("tr", {},
    h("th", { scope: "row" }, person.name),
    h("td", {}, said.people.some((each) => each.account) ? h("span", { class: "tag" }, "no account") : ""),
    h("td", {}, when(person.last)),
    h("td", { class: "number" }, person.decisions.toLocaleString("en"), h("span", { class: "narrow-only" }, person.decisions === 1 ? "decision" : "decisions")),
    h("td", {}, far(person, said)), h("td", {}));
}

function far(person, said) {
  const { work, name } = person;
  if (person.account && (person.role === "viewer" || !person.active)) {
    return [h("span", { class: "muted" }, "codes nothing"), work && h("div", { class: "muted small" }, `${passages(work.of)} still assigned: withdraw them`)];
  }
  if (!work) {
    return [progress(person.passages, said.passages, name), h("div", { class: "muted small" }, "nothing assigned: codes everything")];
  }
  return [progress(work.read, work.of, name),
    work.blind.of > 0 && h("div", { class: "muted small" }, `of which blind: ${work.blind.read} of ${passages(work.blind.of)}`)];
}
