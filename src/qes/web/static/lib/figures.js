// Figures and small charts: a share or coefficient with its interval, parts of a whole. All have their text beside them
// or as a label, and differ in shape and pattern, so that colour carries nothing alone.

import { h, svg } from "./dom.js";

/** What stands for a figure that is undefined. */
export const NONE = "–";

/** @param {number|null} value */
export const figure = (value, digits = 2) => (value === null || value === undefined ? NONE : value.toFixed(digits).replace("-", "−"));
/** @param {number|null} value a share in [0, 1] */
export const percent = (value, digits = 0) => (value === null || value === undefined ? NONE : `${(100 * value).toFixed(digits)} %`);
/** @param {[number, number]|null} interval */
export const range = (interval, format = figure) => (interval ? `${format(interval[0])} to ${format(interval[1])}` : "");

/** A difference of shares in percentage points, with its sign. */
export function points(value) {
  const rounded = Math.round(100 * value);
  return rounded > 0 ? `+${rounded}` : rounded < 0 ? `−${-rounded}` : "0";
}

const WIDTH = 132;
const HEIGHT = 18;
const EDGE = 6;

/**
 * A value as a stroke on the bar of its interval.
 * @param {{value: number|null, interval: [number, number]|null, from?: number, to?: number, lines?: number[], label: string, clear?: boolean}} what
 *   `lines` stand behind it for orientation
 */
export function intervalBar({ value, interval, from = 0, to = 1, lines = [], label, clear = true }) {
  const inside = (at) => Math.min(to, Math.max(from, at));
  const x = (at) => EDGE + ((inside(at) - from) / (to - from)) * (WIDTH - 2 * EDGE);
  const middle = HEIGHT / 2;
  return svg("svg", { class: "chart interval", viewBox: `0 0 ${WIDTH} ${HEIGHT}`, width: WIDTH, height: HEIGHT, role: "img", "aria-label": label },
    svg("line", { class: "axis", x1: EDGE, x2: WIDTH - EDGE, y1: middle, y2: middle }),
    lines.map((at) => svg("line", { class: "guide", x1: x(at), x2: x(at), y1: 1, y2: HEIGHT - 1 })),
    interval && svg("rect", { class: clear ? "span" : "span faint", x: x(interval[0]), y: middle - 4, width: Math.max(1, x(interval[1]) - x(interval[0])), height: 8, rx: 2 }),
    interval && interval[0] < from && svg("path", { class: "beyond", d: `M ${EDGE - 1} ${middle - 5} l -5 5 l 5 5` }),
    interval && interval[1] > to && svg("path", { class: "beyond", d: `M ${WIDTH - EDGE + 1} ${middle - 5} l 5 5 l -5 5` }),
    value !== null && value !== undefined && svg("line", { class: "value", x1: x(value), x2: x(value), y1: 2, y2: HEIGHT - 2 }));
}

/**
 * A share as a filled part of a bar, with a line where it should be.
 * @param {{value: number|null, target?: number|null, label: string}} what
 */
export function shareBar({ value, target = null, label }) {
  const wide = 160;
  return svg("svg", { class: "chart share", viewBox: `0 0 ${wide} ${HEIGHT}`, width: wide, height: HEIGHT, role: "img", "aria-label": label },
    svg("rect", { class: "whole", x: 0.5, y: 3.5, width: wide - 1, height: 11 }),
    value !== null && svg("rect", { class: "part", x: 0.5, y: 3.5, width: Math.max(value > 0 ? 1 : 0, value * (wide - 1)), height: 11 }),
    target !== null && svg("line", { class: "target", x1: target * wide, x2: target * wide, y1: 0, y2: HEIGHT }));
}

/**
 * Parts of a whole, each with a pattern of its own (`part-0` … in charts.css).
 * @param {{count: number, name: string}[]} parts
 */
export function partsBar(parts) {
  const wide = 200;
  const total = parts.reduce((sum, each) => sum + each.count, 0);
  const label = parts.map((each) => `${each.name} ${each.count}`).join(", ");
  let at = 0;
  const pieces = parts.map((each, place) => {
    const width = total ? (each.count / total) * wide : 0;
    const piece = width > 0 && swatch(place, at, width);
    at += width;
    return piece;
  });
  return svg("svg", { class: "chart parts", viewBox: `0 0 ${wide} ${HEIGHT}`, width: wide, height: HEIGHT, role: "img", "aria-label": label }, pieces);
}

/** A piece: its ground, and strokes of its own density. */
function swatch(place, at, width) {
  const gap = [0, 4, 8, 0][place] ?? 0;
  const strokes = gap ? Array.from({ length: Math.floor(width / gap) }, (_, number) => svg("line", { x1: at + (number + 0.5) * gap, x2: at + (number + 0.5) * gap, y1: 3.5, y2: 14.5 })) : [];
  return svg("g", { class: `piece part-${place}` }, svg("rect", { x: at, y: 3.5, width, height: 11 }), strokes);
}

/** What the patterns of `partsBar` mean. */
export function partsKey(names) {
  return h("ul", { class: "parts-key" }, names.map((name, place) =>
    h("li", {}, svg("svg", { class: "chart parts", viewBox: "0 0 16 18", width: 16, height: 18, "aria-hidden": "true" }, swatch(place, 0, 16)), " ", name)));
}
