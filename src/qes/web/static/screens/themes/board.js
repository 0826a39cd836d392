// The board: what is proposed on one side, the team's themes on the other, fetched anew whenever either may have changed.

import { get, post } from "../../lib/api.js";
import { $, h, put, toast } from "../../lib/dom.js";
import { askText } from "../../lib/keys.js";
import { follow } from "../../lib/live.js";
import { NAME, may } from "../../lib/page.js";
import { complain, doTo, isConflict } from "./acts.js";
import { go, place } from "./address.js";
import { askCode } from "./code.js";
import { headView } from "./head.js";
import { askMerge } from "./merge.js";
import { remember } from "./passages.js";
import { proposalsView } from "./proposals.js";
import { Reading } from "./reading.js";
import { teamView } from "./team.js";
import { forget } from "./typed.js";

const AGAIN = 900;
const MOVES = new Set(["theme-saved", "codebook-revised", "undo", "reload"]);

export class Board {
  /** @param {HTMLElement} screen @param {import("../../lib/book.js").Book} book */
  constructor(screen, book) {
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

  // --- What is done ---

  /** Do it, and show what came of it; what somebody else did meanwhile is fetched either way. */
  async act(what, body, { opens = true, said = "" } = {}) {
    let theme = null;
    try {
      theme = await doTo(what, body);
      if (opens) this.open = theme.key;
      if (opens) go({ theme: theme.key });
      if (said) toast(said);
    } catch (error) {
      complain(error);
    }
    await this.load();
    return theme;
  }

  async accept(id, name, passages, words) {
    if (!passages.length) return toast("Tick at least one passage.", true);
    if (!name.trim()) return toast("It needs a name.", true);
    const theme = await this.act("accept", { name: name.trim(), passages, words }, { said: `“${name.trim()}” is a theme now.` });
    if (!theme) return;
    forget(id);
    this.left.delete(id);
    for (const each of passages) this.ticks.delete(each);
    this.draw();
    $(`#open-${CSS.escape(theme.key)}`)?.focus();
  }

  async gather(key, passages) {
    const theme = this.themeOf(key);
    if (!theme || !passages.length) return toast("Tick at least one passage.", true);
    await this.act("gather", { theme: key, seen: theme.version, passages }, { said: `Put into “${theme.name}”.` });
  }

  edit() {
    this.editing = true;
    this.draw();
    $("#edit-name")?.focus();
  }

  endEdit() {
    this.editing = false;
    this.draw();
    $(`#open-${CSS.escape(this.open)}`)?.focus();
  }

  async rename(theme, name, memo, seen) {
    if (!name.trim()) return toast("It needs a name.", true);
    try {
      await doTo("rename", { theme: theme.key, seen, name: name.trim(), memo });
      forget(theme.key);
      this.editing = false;
    } catch (error) {
      if (!isConflict(error)) complain(error);
      else toast("Somebody saved it meanwhile: both stand side by side.", true);
    }
    await this.load();
    this.draw();
    $(this.editing ? "#edit-name" : `#open-${CSS.escape(theme.key)}`)?.focus();
  }

  async merge() {
    const themes = this.said.themes.filter((each) => this.chosen.has(each.key));
    if (themes.length < 2) return toast("Choose two themes or more: x on each.");
    const asked = await askMerge(themes);
    if (!asked) return;
    const { stays, name, reason } = asked;
    const others = Object.fromEntries(themes.filter((each) => each !== stays).map((each) => [each.key, each.version]));
    const done = await this.act("merge", { theme: stays.key, seen: stays.version, others, name, reason }, { said: "Merged." });
    if (!done) return;
    this.chosen.clear();
    this.draw();
  }

  async split(theme, passages = theme.passages.map((each) => each.now).filter((each) => this.parts.has(each))) {
    if (!passages.length) return toast("Open the theme and tick the passages to split off.");
    if (passages.length === theme.passages.length) return toast("All of its passages are ticked: leave at least one.", true);
    const name = await askText("Split off as a theme of its own", { hint: `${passages.length} of ${theme.passages.length} passages. Its name:`, required: true, ok: "Split off" });
    if (!name?.trim()) return;
    const own = Object.fromEntries(theme.passages.map((each) => [each.now, each.id]));
    const done = await this.act("split", { theme: theme.key, seen: theme.version, name: name.trim(), passages: passages.map((each) => own[each]) }, { said: `“${name.trim()}” is a theme of its own now.` });
    if (done) this.parts.clear();
    this.draw();
  }

  async drop(theme) {
    const reason = await askText(`Drop “${theme.name}”`, { lines: 3, required: true, ok: "Drop it", hint: "Why is it no theme? Its passages are free again, and it can be restored." });
    if (!reason?.trim()) return;
    await this.act("drop", { theme: theme.key, seen: theme.version, reason: reason.trim() }, { opens: false, said: "Dropped. It stands below, to be restored." });
  }

  async restore(theme) {
    await this.act("restore", { theme: theme.key, seen: theme.version }, { said: "It is a theme again." });
  }

  async toCode(theme) {
    if (!may("lead")) return toast("Leads make themes codes.");
    if (theme.code) return toast(`It is the code “${this.book.label(theme.code)}” already.`);
    const done = await askCode(theme);
    if (!done) return;
    this.open = theme.key;
    await this.load();
    this.draw();
  }

  read(key) {
    go({ read: key });
    this.body.hidden = this.head.hidden = Boolean(key);
    void this.reading.begin(key);
  }
}

/** Remember where the focus is, by id or by what it stands in; answers with what puts it back. */
function hold() {
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
