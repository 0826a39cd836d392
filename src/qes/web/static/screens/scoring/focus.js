// What is drawn anew keeps the place of whoever works in it by keys.

/** Draw, and give the focus back to what has the same name (`data-focus`) as what had it. */
export function keepingFocus(place, draw) {
  const had = place.contains(document.activeElement) ? document.activeElement.closest("[data-focus]")?.dataset.focus : null;
  draw();
  if (had) focusOn(place, had);
}

/** Go to what has a name; whether it is there. */
export function focusOn(place, name) {
  const found = place.querySelector(`[data-focus="${CSS.escape(name)}"]`);
  found?.focus({ preventScroll: true });
  return Boolean(found);
}
