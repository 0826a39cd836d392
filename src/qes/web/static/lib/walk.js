// Walking in a table by keys: one of its cells at a time is in the order of tabs.

export class Walk {
  /**
   * @param {() => HTMLElement} table its cells say where they are: data-at="row column"
   * @param {() => [number, number]} last the last row, and the last column
   * @param {[number, number]} at where one begins
   */
  constructor(table, last, at = [0, 0]) {
    this.table = table;
    this.last = last;
    this.at = at;
  }

  /** Stand there, or as near to it as there is a cell. */
  stand(row, column) {
    const [rows, columns] = this.last();
    this.at = [Math.max(0, Math.min(rows, row)), Math.max(0, Math.min(columns, column))];
  }

  /** Stand there with that cell in the order of tabs, and perhaps go there. */
  point(row, column, go = true) {
    this.stand(row, column);
    this.here?.setAttribute("tabindex", "-1");
    this.here = this.table().querySelector(`[data-at="${this.at.join(" ")}"]`);
    this.here?.setAttribute("tabindex", "0");
    if (!go) return;
    this.here?.focus({ preventScroll: true });
    this.here?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  /** Follow a key; whether it leads anywhere. */
  key({ key, ctrlKey }) {
    const [row, column] = this.at;
    const moves = {
      ArrowUp: [row - 1, column], ArrowDown: [row + 1, column], ArrowLeft: [row, column - 1], ArrowRight: [row, column + 1],
      Home: [ctrlKey ? 0 : row, 0], End: [ctrlKey ? Infinity : row, Infinity], PageUp: [row - 10, column], PageDown: [row + 10, column],
    };
    if (moves[key]) this.point(...moves[key]);
    return key in moves;
  }

  /** Go to the cell in which something was clicked; null outside of any. */
  click(event, go = true) {
    const cell = event.target.closest("[data-at]");
    if (cell) this.point(...cell.dataset.at.split(" ").map(Number), go);
    return cell;
  }
}

/** A key that was followed is nobody else's. */
export function taken(event) {
  event.preventDefault();
  event.stopPropagation();
}
