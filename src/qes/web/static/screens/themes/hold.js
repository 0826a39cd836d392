// Drawing anew must not take the focus away.

import { $ } from "../../lib/dom.js";

/** Remember where the focus is, by id or by what it stands in; answers with what puts it back. */
export function hold() {
  const at = document.activeElement;
  const id = at?.id;
  const card = at?.closest?.("[data-theme], [data-cluster]");
  const range = at instanceof HTMLInputElement && at.type === "text" ? [at.selectionStart, at.selectionEnd] : null;
  const tick = at?.dataset?.tick;
  return () => {
    if (document.activeElement === at && at?.isConnected) return;
    const again = (id && document.getElementById(id)) || (tick && $(`[data-tick="${CSS.escape(tick)}"]`)) ||
      (card && $(card.dataset.theme ? `[data-theme="${CSS.escape(card.dataset.theme)}"]` : `[data-cluster="${CSS.escape(card.dataset.cluster)}"]`));
    again?.focus?.({ preventScroll: true });
    if (range) again?.setSelectionRange?.(...range);
  };
}
