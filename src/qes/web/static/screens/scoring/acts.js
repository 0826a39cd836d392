// What is said of a unit goes to the log; where somebody was faster, both sides are shown and nothing typed is lost.

import { Offline, newKey, post } from "../../lib/api.js";
import { toast } from "../../lib/dom.js";
import { askText } from "../../lib/keys.js";
import { focusOn } from "./focus.js";

const PATHS = { score: "/api/scoring/lock", settle: "/api/scoring/settle", sign: "/api/scoring/sign" };
const DONE = { score: "Locked.", settle: "Settled.", sign: "Signed off." };

export class Acts {
  /** @param {import("./unit.js").UnitDesk} desk */
  constructor(desk) {
    this.desk = desk;
    this.sending = false;
  }

  /** Lock, settle or sign, as the draft at hand says. */
  async submit() {
    const { draft } = this.desk;
    if (!draft || this.sending) return;
    if (draft.lack) {
      toast(draft.lack.text, true);
      this.desk.goTo(draft.lack.field);
      return;
    }
    if (await this.send(PATHS[draft.kind], draft.body, () => draft.forget(), () => draft.renew())) {
      toast(DONE[draft.kind]);
      if (this.desk.sheet.revealed) scrollTo({ top: 0 }); // what was hidden stands above
      else if (focusOn(this.desk.side, "next")) return;
      this.desk.title.focus({ preventScroll: true });
    }
  }

  /** @param {{id: string}} last */
  async withdraw(last) {
    const reason = await askText("Take it back", { lines: 3, required: true, hint: "Why? It stays in the history, with this reason. Ctrl-Enter saves.", ok: "Take it back" });
    if (!reason?.trim()) return;
    const said = await this.send("/api/scoring/withdraw", { ...this.about(), event: last.id, reason: reason.trim() });
    if (said) toast("Taken back.");
  }

  async reopen() {
    const reason = await askText("Reopen it", { lines: 3, required: true, hint: "Why? Everybody scores it anew, apart; what was said stays in the history. Ctrl-Enter saves.", ok: "Reopen" });
    if (!reason?.trim()) return;
    const said = await this.send("/api/scoring/reopen", { ...this.about(), reason: reason.trim() });
    if (said) toast("Reopened: another round begins.");
  }

  about() {
    const { case: of, capability, seen } = this.desk.sheet;
    return { key: newKey(), case: of, capability, seen };
  }

  /** Whether the server took it. */
  async send(path, body, taken = () => {}, renewed = () => {}) {
    this.sending = true;
    try {
      const sheet = await post(path, body);
      taken();
      this.desk.begin(sheet);
      this.desk.does.changed();
      return true;
    } catch (error) {
      await this.failed(error, renewed);
      return false;
    } finally {
      this.sending = false;
    }
  }

  async failed(error, renewed) {
    if (error instanceof Offline) {
      toast(`${error.message} What you wrote is kept on this machine: send it again when the server is back.`, true);
      return;
    }
    renewed();
    toast(`${error.message}. ${error.hint ?? ""}`, true);
    if (error.status === 409) await this.desk.renew(`${error.message}.`);
  }
}
