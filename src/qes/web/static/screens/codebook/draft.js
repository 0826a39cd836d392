// Edits that are being collected. They are kept in the browser, where no text of an interview is among them.

import { newKey } from "../../lib/api.js";
import { NAME, PROJECT } from "../../lib/page.js";
import { about } from "./words.js";

const PLACE = `qes-codebook-draft ${PROJECT} ${encodeURIComponent(NAME)}`;

/** @typedef {{edit: string, [key: string]: any}} Edit */

export class Draft {
  /**
   * @param {string} current id of the version in force
   * @param {() => void} changed called whenever the edits are others
   */
  constructor(current, changed) {
    this.changed = changed;
    this.empty_(current);
    this.load();
    addEventListener("storage", (event) => {
      if (event.key !== PLACE) return;
      this.empty_(this.base);
      this.load();
      this.changed();
    });
  }

  empty_(base) {
    this.base = base;
    /** @type {Edit[]} */
    this.edits = [];
    /** Names the act of saving, so that it counts once however often it is sent. */
    this.key = newKey();
  }

  load() {
    try {
      const kept = JSON.parse(localStorage.getItem(PLACE) ?? "null");
      if (kept?.edits?.length) Object.assign(this, { base: kept.base, edits: kept.edits, key: kept.key });
    } catch {
      // What cannot be read is of no use to anybody.
    }
  }

  keep() {
    try {
      if (this.edits.length) localStorage.setItem(PLACE, JSON.stringify({ base: this.base, edits: this.edits, key: this.key }));
      else localStorage.removeItem(PLACE);
      this.kept = true;
    } catch {
      this.kept = false;
    }
    this.changed();
  }

  /** @param {Edit} edit */
  add(edit) {
    const last = this.edits.at(-1);
    if (edit.edit === "move" && last?.edit === "move" && last.code === edit.code) this.edits.pop();
    this.edits.push(edit);
    this.renew();
  }

  /** Other words for a code, joined with what the draft says of it already. */
  reword(code, said) {
    const place = this.edits.findLastIndex((each) => about(each).includes(code) && each.edit !== "move");
    const found = this.edits[place];
    if (found?.edit === "reword") this.edits[place] = { ...found, ...said };
    else if (found?.edit === "add") this.edits[place] = { ...found, code: { ...found.code, ...said } };
    else if (found?.edit === "split" && found.code !== code) this.edits[place] = { ...found, parts: found.parts.map((each) => (each.code === code ? { ...each, ...said } : each)) };
    else this.edits.push({ edit: "reword", code, ...said });
    this.renew();
  }

  /** Take one edit back. */
  drop(place) {
    const [gone] = this.edits.splice(place, 1);
    this.renew();
    return gone;
  }

  /** Bring an edit back to where it was. */
  putBack(place, edit) {
    this.edits.splice(place, 0, edit);
    this.renew();
  }

  clear(base) {
    this.empty_(base);
    this.keep();
  }

  /** Go on from another version. */
  rebase(base) {
    this.base = base;
    this.renew();
  }

  renew() {
    this.key = newKey();
    this.keep();
  }
}
