// The board: what is proposed on one side, the team's themes on the other, fetched anew whenever either may have changed.

import { get, post } from "../../lib/api.js";
import { onNewVersion } from "../../lib/book.js";
import { h, put, toast } from "../../lib/dom.js";
import { follow } from "../../lib/live.js";
import { NAME } from "../../lib/page.js";
import { go, place } from "./address.js";
import { Doing } from "./doing.js";
import { headView } from "./head.js";
import { hold } from "./hold.js";
import { remember } from "./passages.js";
import { proposalsView } from "./proposals.js";
import { Reading } from "./reading.js";
import { teamView } from "./team.js";

const AGAIN = 900;
const MOVES = new Set(["theme-saved", "codebook-revised", "undo", "reload"]);

export class Board extends Doing {
  /** @param {HTMLElement} screen @param {import("../../lib/book.js").Book} book */
  constructor(screen, book) {
    super();
    this.screen = screen;
    this.book = book;
    this.said = null;
    /** Key of the theme that is open. */
    this.open = place().theme ?? "";
    this.editing = false;
    /** Keys of the themes chosen for merging. */
    this.chosen = new Set();
    /** Passages ticked among those on their own, and in the open theme. */
    this.ticks = new Set();
    this.parts = new Set();
    /** What is unfolded, by id. */
    this.unfolded = new Set();
    /** By cluster, passages that are not to go into its theme. */
    this.left = new Map();
    this.asked = 0;
    this.head = h("div", { class: "stack themes-head" });
    this.proposed = h("section", { class: "stack", "aria-labelledby": "proposed-title" });
    this.list = h("div", { class: "stack" });
    this.team = h("section", { class: "stack", "aria-labelledby": "team" });
    this.body = h("div", { class: "themes" }, this.proposed, this.team);
    this.reading = new Reading(this);
    put(this.proposed, h("h2", { id: "proposed-title" }, "Proposed"), this.list);
  }

  async begin() {
    put(this.screen, h("h1", { class: "visually-hidden" }, "Themes"), this.head, this.body, this.reading.element);
    await this.load();
    this.screen.setAttribute("aria-busy", "false");
    if (place().read) this.read(place().read);
    onNewVersion(() => this.said && this.draw());
    follow(({ kind, author }) => {
      if (!MOVES.has(kind) || author === NAME) return;
      clearTimeout(this.late);
      this.late = setTimeout(() => void this.load(), 600);
    });
  }

  // --- What is seen ---

  async load() {
    await this.take(() => get("/api/themes", { code: place().code }));
  }

  /** Look for clusters anew. */
  async look() {
    this.unfolded.clear();
    await this.take(() => post("/api/themes/look", { code: place().code ?? "" }));
  }

  async take(ask) {
    const number = ++this.asked;
    clearTimeout(this.next);
    try {
      const said = await ask();
      if (number !== this.asked) return;
      const before = JSON.stringify(this.said);
      this.said = said;
      for (const each of [...(said.proposed?.clusters ?? []), ...said.themes]) remember(each.closest);
      remember(said.proposed?.strays ?? []);
      if (JSON.stringify(said) !== before) this.draw();
      const { proposed } = said;
      if (proposed && (proposed.working || (proposed.clusters === null && !proposed.trouble))) this.next = setTimeout(() => void this.load(), AGAIN);
    } catch (error) {
      if (number === this.asked) this.failed(error);
    }
  }

  failed(error) {
    if (this.said) return toast(`${error.message}. ${error.hint ?? ""}`, true);
    put(this.list, h("div", { class: "card stack" }, h("p", { class: "problem", role: "alert" }, error.message), error.hint && h("p", {}, error.hint),
      place().code && h("p", {}, h("a", { href: "/themes" }, "To the code that is looked at by default"))));
  }

  /** Draw what is known; the focus stays where it was. */
  draw() {
    const held = hold();
    put(this.head, headView(this));
    put(this.list, proposalsView(this));
    put(this.team, teamView(this));
    held();
    if (this.reading.shown) this.reading.draw();
  }

  leftOut(id) {
    if (!this.left.has(id)) this.left.set(id, new Set());
    return this.left.get(id);
  }

  unfold(id, open) {
    this.unfolded[open ? "add" : "delete"](id);
  }

  show(key) {
    this.open = key;
    this.editing = false;
    this.parts.clear();
    go({ theme: key });
    this.draw();
  }

  choose(key, on) {
    this.chosen[on ? "add" : "delete"](key);
    this.draw();
  }

  pick(code) {
    go({ code: code === this.said.usual ? "" : code });
    this.ticks.clear();
    void this.load();
  }

  themeOf(key) {
    return this.said?.themes.find((each) => each.key === key);
  }

  // --- Walking by keys ---

  step(by) {
    const all = [...this.body.querySelectorAll(".theme")];
    const at = all.indexOf(document.activeElement?.closest(".theme"));
    all[Math.max(0, Math.min(all.length - 1, at + by))]?.focus();
    document.activeElement?.scrollIntoView({ block: "nearest" });
  }

  acceptFocused() {
    const form = document.activeElement?.closest("[data-cluster]")?.querySelector("form");
    if (form) form.requestSubmit();
    else toast("Go to a proposal first: j and k.");
  }

  nameFocused() {
    const name = document.activeElement?.closest(".theme")?.querySelector("form input");
    name?.focus();
    name?.select();
  }

  /** With the theme that has the focus, or is open. */
  withTheme(does) {
    const key = document.activeElement?.closest("[data-theme]")?.dataset.theme ?? this.open;
    const theme = this.themeOf(key);
    if (theme) does(theme);
    else toast("Go to a theme first: j and k.");
  }

  // --- Reading for a new code ---

  read(key) {
    go({ read: key });
    this.body.hidden = this.head.hidden = Boolean(key);
    void this.reading.begin(key);
  }
}
