// A quote with its reference, as it goes into a text.

/** The quote to the letter, then who said it where. */
export function reference(each, label) {
  const said = [each.speaker, each.role].filter(Boolean).join(", ");
  const parts = [said, `${each.path}, ${each.place}`, each.date, each.case, label];
  return `“${each.quote}” (${parts.filter(Boolean).join("; ")})`;
}

/** Put a text on the clipboard; whether that went well. */
export async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copiedByHand(text);
  }
}

/** Where a page is not reached by TLS, browsers have no other way. */
function copiedByHand(text) {
  const before = document.activeElement;
  const field = document.createElement("textarea");
  field.value = text;
  field.className = "visually-hidden";
  document.body.append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  if (before instanceof HTMLElement) before.focus();
  return done;
}
