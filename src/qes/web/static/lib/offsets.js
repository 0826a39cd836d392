// Python counts codepoints, JavaScript counts UTF-16 units: "a😀b" is 3 long there and 4 here. Converted here alone.

/** Where codepoint number `point` of a text begins, in UTF-16 units. */
export function toUnits(text, point) {
  let units = 0;
  for (let left = point; left > 0 && units < text.length; left--) {
    units += text.codePointAt(units) > 0xffff ? 2 : 1;
  }
  return units;
}

/** How many codepoints stand before a place given in UTF-16 units. */
export function toPoints(text, unit) {
  let points = 0;
  for (let at = 0; at < unit; points++) at += text.codePointAt(at) > 0xffff ? 2 : 1;
  return points;
}

/** A span of a source as UTF-16 units into a passage's text, cut to the passage. */
export function inPassage(span, passage) {
  const [start, end] = [Math.max(span[0], passage.span[0]), Math.min(span[1], passage.span[1])];
  return [toUnits(passage.text, start - passage.span[0]), toUnits(passage.text, end - passage.span[0])];
}

/** UTF-16 units into a passage's text as a span of its source. */
export function inSource(start, end, passage) {
  return [passage.span[0] + toPoints(passage.text, start), passage.span[0] + toPoints(passage.text, end)];
}

/** The words of a text as [start, end] in UTF-16 units, marks that stand at them included. */
export function wordsOf(text) {
  return Array.from(text.matchAll(/\S+/gu), (match) => [match.index, match.index + match[0].length]);
}
