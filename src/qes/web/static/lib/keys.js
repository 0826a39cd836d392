// One table of keys per screen: what a key does, and what the help says of it.

import { $, h, put } from "./dom.js";

/** @typedef {{key: string, label: string, does: (event: KeyboardEvent) => void, group?: string, shown?: string}} Binding */

/** @type {Map<string, Binding>} */
const bindings = new Map();
let before = "";
let late = 0;

/** The name of a key press as tables spell it: `a`, `U` (with shift), `ctrl+z`, `ArrowLeft`, `shift+ArrowLeft`. */
export function nameOf(event) {
  const control = event.ctrlKey || event.metaKey ? "ctrl+" : "";
  const shift = event.shiftKey && event.key.length > 1 ? "shift+" : "";
  return `${control}${shift}${event.key === " " ? "Space" : event.key}`;
}

/**
 * Add keys to this page.
 * @param {Binding[]} table
 */
export function bind(table) {
  for (const each of table) bindings.set(each.key, each);
}

// A field of a dialog just closed has the focus until the next frame: what is pressed by then is meant for the page.
const typing = (target) =>
  target instanceof HTMLElement && (target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName)) &&
  !target.closest("dialog:not([open])");

addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.altKey || event.isComposing || typing(event.target)) return;
  if (document.querySelector("dialog[open]")) return;
  const name = nameOf(event);
  // Space and Enter belong to the button or link that has the focus.
  if (["Space", "Enter"].includes(name) && event.target instanceof Element && event.target.closest("button, a, summary")) return;
  if (before === "g") {
    before = "";
    const link = document.querySelector(`[data-go="${CSS.escape(name)}"]`);
    if (link instanceof HTMLElement) {
      event.preventDefault();
      link.click();
    }
    return;
  }
  if (name === "g") {
    before = "g";
    clearTimeout(late); // or that of the last one would end this one too early
    late = setTimeout(() => (before = ""), 1200);
    return;
  }
  const found = bindings.get(name);
  if (found) {
    event.preventDefault();
    found.does(event);
  } else if (name === "?") {
    event.preventDefault();
    showKeys();
  }
});

/** All keys of the page in a dialog. */
export function showKeys() {
  const groups = Map.groupBy([...bindings.values()].filter((each) => each.label), (each) => each.group ?? "Here");
  const places = Array.from(document.querySelectorAll("[data-go]"), (link) => [`g ${link.dataset.go}`, link.textContent.trim()]);
  const list = (rows) =>
    h("dl", { class: "keys" }, rows.map(([key, label]) => [h("dt", {}, key.split(" ").map((each) => [h("kbd", {}, each), " "])), h("dd", {}, label)]));
  const part = (group, rows) => h("section", { class: "stack" }, h("h3", {}, group), list(rows));
  showDialog("Keys", h("div", { class: "key-groups" },
    [...groups].map(([group, rows]) => part(group, rows.map((each) => [each.shown ?? each.key, each.label]))), part("Screens", places)));
}

/** Ask for a line of text or more; null when it is called off. */
export function askText(title, { value = "", lines = 1, hint = "", required = false, ok = "Save" } = {}) {
  return new Promise((resolve) => {
    const field = lines > 1 ? h("textarea", { rows: lines, value, "aria-label": title }) : h("input", { value, "aria-label": title });
    let answer = null;
    const form = h("form", { method: "dialog", class: "stack", on: { submit: () => (answer = field.value) } },
      h("h2", {}, title), hint && h("p", { class: "muted" }, hint), field,
      h("div", { class: "row end" },
        h("button", { type: "button", on: { click: () => dialog.close() } }, "Cancel"),
        h("button", { class: "primary" }, ok)));
    if (required) field.required = true;
    field.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
    });
    const dialog = h("dialog", { "aria-label": title }, form);
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(answer);
    });
    document.body.append(dialog);
    dialog.showModal();
    field.focus();
    field.select?.();
  });
}

/** Show something in a dialog that closes with Escape. */
export function showDialog(title, ...content) {
  const dialog = h("dialog", { "aria-label": title });
  put(dialog, h("div", { class: "stack" },
    h("div", { class: "row" }, h("h2", { class: "grow" }, title),
      h("button", { class: "quiet", "aria-label": "Close", on: { click: () => dialog.close() } }, "✕")), ...content));
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

export const screen = () => $("#screen");
