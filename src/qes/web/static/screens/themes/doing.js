// What is done on the board; whatever came of it, the board is fetched anew.

import { renewBook } from "../../lib/book.js";
import { $, toast } from "../../lib/dom.js";
import { askText } from "../../lib/keys.js";
import { may } from "../../lib/page.js";
import { complain, doTo, isConflict } from "./acts.js";
import { go } from "./address.js";
import { askCode } from "./code.js";
import { askMerge } from "./merge.js";
import { forget } from "./typed.js";

/** The acts of a board, which holds what they are done to (`Board`). */
export class Doing {
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
    await Promise.all([renewBook(), this.load()]);
    this.draw();
  }
}
