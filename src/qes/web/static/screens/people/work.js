// Who is asked to code what: the matrix, what can be done with it, and the assignments it is made of.

import { post } from "../../lib/api.js";
import { count, h, put, toast } from "../../lib/dom.js";
import { bind } from "../../lib/keys.js";
import { act } from "../../lib/outbox.js";
import { openAssign } from "./assign.js";
import { openCoder } from "./coder.js";
import { openDivide } from "./divide.js";
import { inPlace } from "./focus.js";
import { askForm } from "./form.js";
import { givenView } from "./given.js";
import { matrixView } from "./matrix.js";
import { DOUBLE_SHARE, names, passages, percent, progress } from "./say.js";

export class Work {
  constructor() {
    this.said = { sources: [], coders: [], assignments: [], doubled: { of: 0, read: 0 }, twice: 0 };
    /** Ids of the sources that are marked. */
    this.marked = new Set();
    /** Plans are carried out one after the other, as each is made from what the one before left. */
    this.line = Promise.resolve();
    this.text = "";
    this.case = new URLSearchParams(location.search).get("case") ?? "";
    this.rows = h("div", { class: "stack" });
    this.bar = h("div", { class: "row" });
    bind([
      { key: "w", label: "All of the source", group: "In the matrix", does: () => this.key(1, false) },
      { key: "b", label: `${percent(DOUBLE_SHARE)} of it, blind`, group: "In the matrix", does: () => this.key(DOUBLE_SHARE, true) },
      { key: "x", label: "Nothing of it", group: "In the matrix", does: () => this.key(0, false) },
      { key: "m", label: "Mark the source", group: "In the matrix", does: () => this.markHere() },
    ]);
  }

  /** @param {any} said `/api/assignments`; @param {any} people `/api/people`; @param {() => Promise<void>} again */
  view(said, people, again) {
    Object.assign(this, { said, people, again });
    this.marked = new Set([...this.marked].filter((id) => said.sources.some((each) => each.id === id)));
    if (!said.sources.length) return h("section", { class: "card stack" }, h("h2", {}, "Nothing to share out yet"), h("p", {}, "Put files into the project’s corpus folder and run ", h("code", {}, "qes ingest"), "."));
    // New ones, as those on the page keep the focus until they are replaced.
    this.rows = h("div", { class: "stack" });
    this.bar = h("div", { class: "row" });
    this.draw();
    return [this.overview(), h("section", { class: "card stack", "aria-labelledby": "matrix" },
      h("div", { class: "row" }, h("h2", { id: "matrix", class: "grow" }, "Sources and coders"),
        h("button", { class: "primary", data: { focus: "divide" }, on: { click: () => openDivide(this) } }, "Divide the sources")),
      this.filters(), this.bar, this.rows), givenView(this)];
  }

  overview() {
    const { doubled, twice, coders } = this.said;
    const free = coders.filter((each) => !each.work && ["active", "none"].includes(each.account)).map((each) => each.name);
    return h("section", { class: "card stack", "aria-labelledby": "twice" },
      h("h2", { id: "twice" }, "Coded by two"),
      doubled.of > 0 && h("div", { class: "row" }, h("span", {}, `${passages(doubled.of)} ${doubled.of === 1 ? "is" : "are"} assigned to two coders or more, and read by two so far:`),
        progress(doubled.read, doubled.of, "Read by two")),
      h("p", {}, doubled.of ? "In all, " : "Nothing is assigned to two coders. ", `${passages(twice)} ${twice === 1 ? "has" : "have"} been read by two, assigned or not; agreement is measured on ${twice === 1 ? "it" : "these"}.`),
      free.length > 0 && h("p", { class: "muted" }, `${names(free)} ${free.length === 1 ? "has" : "have"} nothing assigned and so ${free.length === 1 ? "codes" : "code"} everything. To limit somebody, assign them the sources they shall code.${this.hasAccounts ? " To keep somebody from coding, deactivate the account or make it a viewer’s." : ""}`));
  }

  filters() {
    const cases = [...new Set(this.said.sources.flatMap((each) => each.cases))].sort();
    const place = h("select", { data: { focus: "case" }, "aria-label": "Case", on: { change: () => this.filter(place.value, text.value) } },
      h("option", { value: "" }, "All cases"), cases.map((each) => h("option", { value: each, selected: each === this.case }, each)));
    const text = h("input", { type: "search", placeholder: "Find a source", "aria-label": "Find a source", value: this.text, data: { focus: "find" }, on: { input: () => this.filter(place.value, text.value) } });
    return h("div", { class: "row" }, place, text);
  }

  filter(place, text) {
    [this.case, this.text] = [place, text];
    const url = new URL(location.href);
    if (place) url.searchParams.set("case", place);
    else url.searchParams.delete("case");
    history.replaceState(null, "", url);
    this.draw();
  }

  get shown() {
    const wanted = this.text.trim().toLowerCase();
    return this.said.sources.filter((each) => (!this.case || each.cases.includes(this.case)) && each.path.toLowerCase().includes(wanted));
  }

  /** Coders who can be given something now. */
  get able() {
    return this.said.coders.filter((each) => each.account === "active" || (each.account === "none" && !this.hasAccounts)).map((each) => each.name);
  }

  get hasAccounts() {
    return this.people.people.some((each) => each.account);
  }

  draw() {
    inPlace(this.rows, () => put(this.rows, matrixView(this)));
    this.drawBar();
  }

  drawBar() {
    const number = this.marked.size;
    put(this.bar, h("span", { role: "status" }, number ? `${count(number, "source")} marked` : h("span", { class: "muted" }, "Mark sources to assign several at once.")),
      number > 0 && [
        h("button", { data: { focus: "assign-marked" }, on: { click: () => openAssign(this, this.able, [...this.marked]) } }, "Assign …"),
        h("button", { data: { focus: "unmark" }, on: { click: () => this.mark([...this.marked], false) } }, "Unmark"),
      ]);
  }

  mark(ids, on) {
    for (const id of ids) this.marked[on ? "add" : "delete"](id);
    this.draw();
  }

  coder(name) {
    return this.said.coders.find((each) => each.name === name);
  }

  source(id) {
    return this.said.sources.find((each) => each.id === id);
  }

  // --- Doing it ---------------------------------------------------------------------------------------

  /** The cell that has the focus, if one has. */
  get here() {
    const cell = document.activeElement?.closest?.("button[data-coder]");
    return cell && { coder: cell.dataset.coder, source: cell.dataset.source };
  }

  key(share, blind) {
    const { here } = this;
    if (here) void this.set([here.coder], [here.source], { share, blind });
  }

  markHere() {
    const id = this.here?.source;
    if (id) this.mark([id], !this.marked.has(id));
  }

  /**
   * Give coders just this of these sources, none meaning all of them; asks first where somebody would code everything.
   * @returns {Promise<boolean>} whether it was done
   */
  async set(coders, sources, { share, blind = false, note = "" }) {
    const freed = share ? [] : coders.filter((name) => this.able.includes(name) && this.leftWith(name, sources) === 0);
    if (freed.length && !(await this.confirmFree(freed))) return false;
    return this.enqueue(async () => {
      const plan = await post("/api/assignments/plan", { coders, sources, share, blind, note });
      if (!plan.made.length && !plan.withdrawn.length) return "It is so already.";
      await this.carryOut(plan);
      return "";
    });
  }

  /** How many sources a coder who has some would keep; null for one who has none. */
  leftWith(name, sources) {
    const mine = Object.keys(this.coder(name)?.cells ?? {});
    return mine.length ? mine.filter((each) => sources.length && !sources.includes(each)).length : null;
  }

  confirmFree(list) {
    const one = list.length === 1;
    return askForm(`${names(list)} would code everything`, {
      content: h("p", {}, `With nothing assigned, ${one ? "a coder codes" : "coders code"} everything. To keep ${one ? "this one" : "them"} from coding, deactivate the account or make it a viewer’s under People; to limit ${one ? "this one" : "them"}, leave one source at least.`),
      ok: "Withdraw all the same", kind: "no", send: async () => true,
    });
  }

  /** Withdraw assignments. */
  withdraw(ids, reason) {
    return this.enqueue(async () => {
      await this.carryOut({ made: [], withdrawn: ids, seen: [] }, reason);
      return count(ids.length, "assignment") + " withdrawn. What was coded stays.";
    });
  }

  carryOut({ made, withdrawn, seen }, reason = "") {
    return act("/api/assignments", { made, withdrawn, seen, reason });
  }

  /** @param {() => Promise<string>} does what it says is shown */
  enqueue(does) {
    const done = this.line.then(async () => {
      try {
        const said = await does();
        if (said) toast(said);
        return true;
      } catch (error) {
        const more = error.theirs ? ` Meanwhile: ${error.theirs}.` : "";
        toast(`${error.message}.${more} ${error.hint ?? ""}`, true);
        return false;
      } finally {
        await this.again();
      }
    });
    this.line = done;
    return done;
  }

  openCell(coder, source) {
    if (this.able.includes(coder)) openAssign(this, [coder], [source]);
    else openCoder(this, coder);
  }
}
