// Elements made from data: text is always set as text, never parsed as HTML.

/**
 * @typedef {Node|string|number|null|undefined|false|Child[]} Child
 */

const SVG = "http://www.w3.org/2000/svg";

/**
 * Make an element.
 * @param {string} tag
 * @param {Record<string, any>} [props] `class`, `on` (listeners by event), `data` (dataset), `style` (by script, which
 *   the content policy allows), properties such as `value`, or attributes; false, null and undefined leave one out
 * @param {...Child} children
 * @returns {HTMLElement}
 */
export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  fill(element, props);
  element.append(...flat(children));
  return element;
}

/** The same for a part of a drawing. */
export function svg(tag, props = {}, ...children) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(props)) {
    if (name === "on") listen(element, value);
    else if (value !== null && value !== undefined && value !== false) element.setAttribute(name, String(value));
  }
  element.append(...flat(children));
  return element;
}

const PROPERTIES = new Set(["value", "checked", "disabled", "selected", "hidden", "open", "htmlFor", "indeterminate"]);

function fill(element, props) {
  for (const [name, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "class") element.className = value;
    else if (name === "on") listen(element, value);
    else if (name === "data") Object.assign(element.dataset, value);
    else if (name === "style") Object.assign(element.style, value);
    else if (PROPERTIES.has(name)) element[name] = value;
    else element.setAttribute(name, value === true ? "" : String(value));
  }
}

function listen(element, listeners) {
  for (const [event, listener] of Object.entries(listeners)) element.addEventListener(event, listener);
}

function flat(children) {
  return children.flat(Infinity).filter((each) => each !== null && each !== undefined && each !== false).map((each) =>
    each instanceof Node ? each : document.createTextNode(String(each)));
}

/** Replace what an element holds. */
export function put(element, ...children) {
  element.replaceChildren(...flat(children));
  return element;
}

/** The first element that fits. */
export const $ = (selector, within = document) => within.querySelector(selector);

let toastTimer = 0;
/** Say something for a moment, below. */
export function toast(text, bad = false) {
  const place = $("#toasts");
  if (!place) return;
  put(place, h("div", { class: bad ? "toast bad" : "toast" }, text));
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => put(place), bad ? 9000 : 3500);
}

/** `1 passage`, `2 passages`. */
export function count(number, one, many = `${one}s`) {
  return `${number.toLocaleString("en")} ${number === 1 ? one : many}`;
}
