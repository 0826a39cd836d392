// The flat list of codes as the outline people see, and places in it as edits name them.

/** @typedef {{code: any, children: Node[], fits: boolean}} Node */

/**
 * The outline: codes no longer in use at the end of their siblings, or not at all; with something typed only what fits
 * and what stands above it.
 * @returns {Node[]}
 */
export function outline(book, closed, { typed = "", old = false, also = "" } = {}) {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  const fits = (code) => words.every((word) => `${code.label} ${code.code} ${code.brief}`.toLowerCase().includes(word));
  const under = Map.groupBy(book.codes, (code) => (book.byId.has(code.parent) ? code.parent : null));
  const build = (parent) => {
    const nodes = (under.get(parent) ?? []).map((code) => ({ code, fits: fits(code), children: build(code.code) }));
    const wanted = nodes.filter(({ code, children, fits: own }) => (own || children.length) && (old || !closed[code.code] || children.length || code.code === also));
    return [...wanted.filter((each) => !closed[each.code.code]), ...wanted.filter((each) => closed[each.code.code])];
  };
  return build(null);
}

/** A code and all that stands under it. */
export function below(book, code) {
  const found = new Set([code]);
  for (let size = 0; size !== found.size; ) {
    size = found.size;
    for (const each of book.codes) if (found.has(each.parent)) found.add(each.code);
  }
  return found;
}

/** The children of a parent in the codebook's order, but for one that is on its way elsewhere. */
export const children = (book, parent, besides = "") => book.codes.filter((each) => each.parent === parent && each.code !== besides);

/** The edit that puts a code before or after another, or under it. */
export function placed(book, code, target, where) {
  if (where === "into") return { edit: "move", code, parent: target, place: null };
  const parent = book.byId.get(target)?.parent ?? null;
  const at = children(book, parent, code).findIndex((each) => each.code === target);
  return { edit: "move", code, parent, place: where === "before" ? at : at + 1 };
}

/** The edit that moves a code one place up or down among its siblings in use; null at an end. */
export function shifted(book, closed, code, by) {
  const own = book.byId.get(code);
  const siblings = own ? children(book, own.parent).filter((each) => !closed[each.code]) : [];
  const target = siblings[siblings.indexOf(own) + by];
  return own && target ? placed(book, code, target.code, by < 0 ? "before" : "after") : null;
}

/** Whether a move leaves everything where it is. */
export function stays(book, move) {
  const own = book.byId.get(move.code);
  const rest = children(book, move.parent, move.code);
  const place = children(book, own.parent).indexOf(own);
  return own.parent === move.parent && place === (move.place ?? rest.length);
}

/** Ids as this codebook makes them: the parent's, a stroke, and the name in small letters. */
export function suggestId(book, parent, label) {
  const name = label.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "");
  const id = `${parent ? `${parent}/` : ""}${name || "new-code"}`;
  let free = id;
  for (let number = 2; book.byId.has(free); number++) free = `${id}-${number}`;
  return free;
}
