// Moving codes with the mouse: between two others, or onto one. The same can be done by keys.

/**
 * @param {HTMLElement} list
 * @param {(code: string, target: string, where: "before"|"into"|"after") => void} drop
 * @param {() => void} ended called when the mouse lets go, dropped or not
 */
export function dragging(list, drop, ended) {
  let carried = "";
  let over = null;
  const item = (event) => event.target.closest?.('[role="treeitem"]');
  const clear = () => {
    over?.removeAttribute("data-drop");
    over = null;
  };
  list.addEventListener("dragstart", (event) => {
    carried = item(event)?.dataset.code ?? "";
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", carried);
    event.stopPropagation();
  });
  list.addEventListener("dragover", (event) => {
    const found = item(event);
    clear();
    if (!carried || !found || inside(found, carried)) return;
    event.preventDefault();
    over = found.firstElementChild;
    over.dataset.drop = where(over, event.clientY);
  });
  list.addEventListener("dragleave", (event) => {
    if (!list.contains(event.relatedTarget)) clear();
  });
  list.addEventListener("drop", (event) => {
    event.preventDefault();
    const target = over?.parentElement.dataset.code;
    const place = over?.dataset.drop;
    clear();
    if (target && place) drop(carried, target, place);
    carried = "";
  });
  list.addEventListener("dragend", () => {
    clear();
    ended();
  });
}

/** Whether a row is that of a code or stands under it. */
const inside = (element, code) => Boolean(element.closest(`[data-code="${CSS.escape(code)}"]`));

function where(row, y) {
  const box = row.getBoundingClientRect();
  const share = (y - box.top) / box.height;
  return share < 0.3 ? "before" : share > 0.7 ? "after" : "into";
}
