// Drawing anew without losing one's place: others' work redraws this screen while somebody is in the middle of it.

/**
 * Redraw, and put the focus and the scrolling back where they were.
 * @param {HTMLElement} container
 * @param {() => void} redraw
 */
export function inPlace(container, redraw) {
  const place = container.contains(document.activeElement) ? document.activeElement?.closest("[data-focus]")?.dataset.focus : null;
  const before = Array.from(container.querySelectorAll(".scroll"), (each) => [each.scrollLeft, each.scrollTop]);
  redraw();
  container.querySelectorAll(".scroll").forEach((each, at) => ([each.scrollLeft, each.scrollTop] = before[at] ?? [0, 0]));
  if (place) container.querySelector(`[data-focus="${CSS.escape(place)}"]`)?.focus({ preventScroll: true });
}
