// Settling goes to the log at once, is taken back from there, and gives way when somebody else was faster.

import { Refused } from "../../lib/api.js";
import { toast } from "../../lib/dom.js";
import { act } from "../../lib/outbox.js";
import { idOf } from "./list.js";

const told = (error) => toast(`${error.message}. ${error.hint ?? ""}`, true);

export class Saving {
  /** @param {import("./settle.js").Desk} desk */
  constructor(desk) {
    this.desk = desk;
    /** What was settled on this page, newest last. */
    this.past = [];
  }

  save() {
    const { draft, row } = this.desk;
    if (!draft || !row) return;
    if (draft.lack) {
      toast(draft.lack, true);
      if (draft.applies !== null) this.desk.field.focus();
      return;
    }
    const id = this.desk.at;
    const before = row.applies;
    this.past.push({ row, draft, before });
    this.mark(row, draft.applies);
    this.desk.disputes.forget(row.passage);
    this.desk.theirs.delete(id);
    this.desk.drafts.delete(id);
    act("/api/settlements", draft.body).then(() => this.recorded(row), (error) => void this.refused(error, row, draft, before));
    this.desk.field.blur();
    void this.desk.forward();
  }

  recorded(row) {
    this.desk.disputes.forget(row.passage);
    if (this.desk.at === idOf(row)) void this.desk.open(row);
  }

  mark(row, applies) {
    const step = Number(row.applies === null) - Number(applies === null);
    this.desk.said.open -= step;
    this.desk.said.settled += step;
    row.applies = applies;
    this.desk.told(this.desk.said.open);
  }

  async refused(error, row, draft, before) {
    const id = idOf(row);
    this.past = this.past.filter((each) => each.draft !== draft);
    this.mark(row, before);
    this.desk.drafts.set(id, draft);
    this.desk.disputes.forget(row.passage);
    if (error instanceof Refused && error.status === 409) {
      const now = await this.desk.disputes.get(row, this.desk.names).catch(() => null);
      this.desk.theirs.set(id, now?.history.at(-1) ?? {});
      if (now) this.mark(row, now.history.at(-1)?.applies ?? null);
      toast("Somebody else settled it meanwhile: look at both.", true);
    } else told(error);
    await this.desk.open(row);
  }

  /** Let stand how somebody else settled it. */
  leave = () => {
    this.desk.theirs.delete(this.desk.at);
    this.desk.drafts.delete(this.desk.at);
    void this.desk.forward();
  };

  async undo() {
    const step = this.past.pop();
    if (!step) {
      toast("Nothing was settled here in this sitting. An earlier settling can be settled anew.");
      return;
    }
    const { row } = step;
    const undone = act("/api/undo", {});
    this.mark(row, step.before);
    this.desk.disputes.forget(row.passage);
    this.desk.drafts.set(idOf(row), step.draft);
    if (!this.desk.rows.includes(row)) this.desk.rows.unshift(row);
    void this.desk.open(row);
    try {
      const said = await undone;
      if (!said.passages.includes(row.passage)) {
        toast("Your newest step was on another screen, and that was taken back. U brings it back.", true);
        await this.desk.load();
      }
    } catch (error) {
      told(error);
    }
    this.recorded(row);
  }

  async redo() {
    const said = await act("/api/redo", {}).catch((error) => error);
    if (said instanceof Error) return told(said);
    if (!said.events) return toast("There is nothing to redo.");
    said.passages.forEach((each) => this.desk.disputes.forget(each));
    await this.desk.load();
  }
}
