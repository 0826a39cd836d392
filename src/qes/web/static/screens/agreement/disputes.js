// Differences in full, fetched once and ahead, until something is said about their passage.

import { get } from "../../lib/api.js";
import { idOf } from "./list.js";

export class Disputes {
  constructor() {
    /** @type {Map<string, Promise<any>>} */
    this.known = new Map();
  }

  /** @param {{passage: string, code: string}} row @param {boolean} names whether they are shown */
  get(row, names) {
    const id = `${idOf(row)} ${names}`;
    if (!this.known.has(id)) {
      const asked = get(`/api/disagreements/${row.passage}`, { code: row.code, names: names || null });
      asked.catch(() => this.known.delete(id));
      this.known.set(id, asked);
    }
    return this.known.get(id);
  }

  /** Fetch anew what stands on a passage; without one, everything. */
  forget(passage) {
    for (const id of this.known.keys()) if (!passage || id.startsWith(`${passage} `)) this.known.delete(id);
  }
}
