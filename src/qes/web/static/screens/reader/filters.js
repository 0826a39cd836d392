// Which passages one looks for: chosen above the text, kept in the address, with what each choice would leave.

import { count, h, put } from "../../lib/dom.js";
import { NAME, may } from "../../lib/page.js";
import { Matches, STATUSES } from "./matches.js";

const PARTS = ["code", "coder", "status"];
const ALL = { code: "all codes", coder: "all coders", status: "whatever the status" };
const NAMES = { code: "Code", coder: "Coder", status: "Status" };

export class Filters {
  /** @param {(filters: Filters) => void} changed */
  constructor(volume, book, changed) {
    this.book = book;
    this.volume = volume;
    this.matches = new Matches(volume, book);
    this.changed = changed;
    const given = new URLSearchParams(location.search);
    this.filter = Object.fromEntries(PARTS.map((each) => [each, given.get(each) ?? ""]));
    this.only = given.get("only") === "yes";
    this.fields = Object.fromEntries(PARTS.map((part) => [part, h("select", { "aria-label": NAMES[part], on: { change: (event) => this.choose({ [part]: event.target.value }) } })]));
    this.onlyButton = h("button", { title: "Leave out everything else, rather than dim it", on: { click: () => this.choose({}, !this.only) } }, "Only these");
    this.said = h("span", { class: "small muted", role: "status" });
    this.clear = h("button", { class: "quiet", "aria-label": "Without a filter", title: "Without a filter", on: { click: () => this.choose({ code: "", coder: "", status: "" }) } }, "✕");
    this.element = h("div", { class: "row filters", role: "group", "aria-label": "Filter", on: { keydown: back } }, Object.values(this.fields), this.onlyButton, this.clear);
    this.draw();
  }

  get active() {
    return PARTS.some((each) => this.filter[each]);
  }

  /** What the flow is to show; null: everything. */
  get sieve() {
    return this.active ? { only: this.only, fits: (at) => this.found.has(at) } : null;
  }

  choose(parts, only = this.only) {
    Object.assign(this.filter, parts);
    this.only = only;
    const query = new URLSearchParams(PARTS.filter((each) => this.filter[each]).map((each) => [each, this.filter[each]]));
    if (only && query.size) query.set("only", "yes");
    history.replaceState(null, "", `${location.pathname}${query.size ? `?${query}` : ""}${location.hash}`);
    this.draw();
    this.changed(this);
  }

  /** Count anew, after codes were given or taken away. */
  draw() {
    this.stops = this.active ? this.matches.find(this.filter) : [];
    this.found = new Set(this.stops);
    const counts = this.matches.counts(this.filter);
    put(this.fields.code, this.codes(counts.code));
    put(this.fields.coder, options("coder", this.filter.coder, [...counts.coder.keys()].sort().map((name) => [name, name === NAME ? `${name} (you)` : name]), counts.coder));
    const statuses = STATUSES.filter(([name]) => name !== "unread" || may("researcher"));
    put(this.fields.status, options("status", this.filter.status, statuses, counts.status));
    for (const part of PARTS) this.fields[part].value = this.filter[part];
    this.onlyButton.setAttribute("aria-pressed", String(this.only));
    this.onlyButton.hidden = this.clear.hidden = !this.active;
    this.said.textContent = this.active ? count(this.stops.length, "passage") : "";
  }

  /** Codes as the codebook has them, those below others set in; such as are used here. */
  codes(counts) {
    const inBook = this.book.codes.map((each) => [each.code, `${"\u2003".repeat(this.matches.line(each.code).length - 1)}${each.label}`]);
    const gone = [...counts.keys()].filter((code) => !this.book.byId.has(code)).sort().map((code) => [code, code]);
    return options("code", this.filter.code, [...inBook, ...gone], counts);
  }
}

/** Keys of the page count again once one has left the field. */
function back(event) {
  if (event.key === "Escape") event.target.blur();
}

function options(part, chosen, rows, counts) {
  const shown = rows.filter(([value]) => counts.has(value) || value === chosen);
  if (chosen && !shown.some(([value]) => value === chosen)) shown.push([chosen, chosen]);
  return [h("option", { value: "" }, ALL[part]), shown.map(([value, label]) => h("option", { value }, `${label} (${counts.get(value) ?? 0})`))];
}
