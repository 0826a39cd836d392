// One field of a form, with its help and what is wrong with it beside it.

import { h, put } from "../../lib/dom.js";

let number = 0;

/**
 * @param {string} name
 * @param {string} label
 * @param {string} value
 * @param {{rows?: number, help?: string, changed?: () => void}} how
 */
export function field(name, label, value, { rows = 1, help = "", changed } = {}) {
  const id = `theme-field-${number++}`;
  const problem = h("p", { class: "problem", id: `${id}-problem`, role: "alert", hidden: true });
  const control = h(rows > 1 ? "textarea" : "input", { id, value, rows: rows > 1 ? rows : null, name, autocomplete: "off",
    spellcheck: name === "code" ? "false" : "true", "aria-describedby": `${id}-help ${id}-problem`, on: { input: () => {
      complain("");
      changed?.();
    } } });
  function complain(text) {
    put(problem, text);
    problem.hidden = !text;
    if (text) control.setAttribute("aria-invalid", "true");
    else control.removeAttribute("aria-invalid");
  }
  return {
    control,
    complain,
    get wrong() {
      return !problem.hidden;
    },
    element: h("div", { class: "field" }, h("label", { htmlFor: id }, label), help && h("p", { class: "muted small", id: `${id}-help` }, help), control, problem),
  };
}
