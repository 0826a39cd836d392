// Making a report, what is ready for it, and the reports there are; looks again as long as one is being made.

import { get, newKey, post } from "../../lib/api.js";
import { $, h, put, toast } from "../../lib/dom.js";
import { follow } from "../../lib/live.js";
import { NAME, may } from "../../lib/page.js";
import { reportsView } from "./made.js";
import { jobView, orderForm } from "./order.js";
import { readyView } from "./ready.js";

const AGAIN = 700;

export class Desk {
  constructor() {
    this.shown = false;
    this.said = null;
    /** Names the order until the server has taken it, so that it counts once. */
    this.key = newKey();
    this.ready = h("section", { class: "card stack", "aria-labelledby": "ready-title" }, h("h2", { id: "ready-title" }, "What is ready"), h("p", { class: "muted" }, "Counting …"));
    this.job = h("div", { class: "stack", "aria-live": "polite" });
    this.making = h("section", { class: "card stack", "aria-labelledby": "make-title" });
    this.reports = h("section", { class: "stack", "aria-labelledby": "made-title" });
    follow(({ author }) => {
      if (!this.shown || author === NAME) return;
      clearTimeout(this.late);
      this.late = setTimeout(() => void this.count(), 4000);
    });
  }

  async show(panel) {
    put(panel, h("div", { class: "report" }, this.ready, this.making), this.reports);
    await Promise.all([this.load(), this.count()]);
  }

  async count() {
    try {
      put(this.ready, readyView(await get("/api/report/readiness")));
    } catch (error) {
      put(this.ready, h("h2", { id: "ready-title" }, "What is ready"), h("p", { class: "problem" }, `${error.message}. ${error.hint ?? ""}`));
    }
  }

  async load() {
    clearTimeout(this.next);
    try {
      const said = await get("/api/report");
      const first = !this.said;
      const ended = this.said?.job?.running && !said.job?.running;
      this.said = said;
      if (first) put(this.making, orderForm(said, (order) => void this.make(order)), this.job);
      this.draw();
      if (ended) this.told(said.job);
      if (said.job?.running) this.next = setTimeout(() => void this.load(), AGAIN);
    } catch (error) {
      if (!this.said) put(this.making, h("h2", { id: "make-title" }, "Make a report"), h("p", { class: "problem" }, `${error.message}. ${error.hint ?? ""}`));
      else this.next = setTimeout(() => void this.load(), AGAIN * 4);
    }
  }

  draw() {
    const { job, reports } = this.said;
    const mine = job && (job.author === NAME || may("lead"));
    put(this.job, jobView(job, mine && (() => void this.stop())));
    for (const each of this.making.querySelectorAll("[data-makes]")) each.disabled = Boolean(job?.running);
    const text = JSON.stringify(reports);
    if (text !== this.listed) put(this.reports, reportsView(reports));
    this.listed = text;
  }

  told(job) {
    if (job.result) toast(`The report is made: ${job.result.quotes.toLocaleString("en")} quotes, all read again.`);
    else toast("No report was made: see what is wrong.", true);
  }

  async make(order) {
    try {
      const { job } = await post("/api/report", { key: this.key, ...order });
      this.said.job = job;
      this.key = newKey();
      this.draw();
    } catch (error) {
      toast(`${error.message}. ${error.hint ?? ""}`, true);
    }
    await this.load();
    this.job.querySelector("[tabindex]")?.focus();
  }

  async stop() {
    await post("/api/report/stop").catch((error) => toast(error.message, true));
    await this.load();
  }

  focusMake() {
    $("[data-makes]", this.making)?.focus();
  }
}
