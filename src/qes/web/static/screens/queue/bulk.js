// Many proposals at once: a filter, everything it means to look through, one answer, one undo.

import { get, post } from "../../lib/api.js";
import { count, h, put, toast } from "../../lib/dom.js";
import { showDialog } from "../../lib/keys.js";
import { act } from "../../lib/outbox.js";
import { inPassage } from "../../lib/offsets.js";
import { marked } from "../../lib/text.js";

/** @param {() => void} answered called when something was */
export async function openBulk(book, scope, answered) {
  const places = await get("/api/places");
  const code = h("select", { "aria-label": "Code" }, book.codable.map((each) => h("option", { value: each.code, selected: each.code === scope.code }, each.label)));
  const least = h("input", { type: "number", min: 0, max: 1, step: 0.05, value: "0.7", "aria-label": "From a likelihood of" });
  const most = h("input", { type: "number", min: 0, max: 1, step: 0.05, value: "1", "aria-label": "Up to a likelihood of" });
  const place = h("select", { "aria-label": "Case" }, h("option", { value: "" }, "all cases"), places.cases.map((each) => h("option", { value: each, selected: each === scope.case }, each)));
  const found = h("div", { class: "bulk-rows", tabindex: 0, "aria-label": "What the filter means" });
  const said = h("p", { class: "muted", role: "status" });
  const answer = (verdict, label, kind) => h("button", { class: kind, disabled: true, on: { click: () => send(verdict) } }, label);
  const [yes, no] = [answer("accept", "Accept all", "ok"), answer("reject", "Reject all", "no")];
  let rows = [];

  async function look() {
    const wanted = { code: code.value, least: Number(least.value), most: Number(most.value), case: place.value };
    try {
      const preview = await post("/api/bulk/preview", wanted);
      rows = preview.rows;
      const cut = preview.count > rows.length ? ` The first ${rows.length} are shown and answered.` : "";
      put(said, `${count(preview.count, "proposal")} of ${book.label(code.value)} wait for you.${cut} Passages coded blind are left out.`);
    } catch (error) {
      rows = [];
      put(said, `${error.message} ${error.hint ?? ""}`);
    }
    put(found, rows.map(row));
    tick();
  }

  function row(each) {
    const { passage } = each;
    const [from, to] = inPassage(each.span ?? passage.span, passage);
    const whole = from === 0 && to === passage.text.length;
    return h("label", { class: "bulk-row" },
      h("input", { type: "checkbox", checked: true, value: each.suggestion, on: { change: tick } }),
      h("span", {}, h("span", { class: "muted small" }, `${each.score.toFixed(2)} · ${passage.case} · ${each.path} · ${passage.place}`),
        h("span", { class: "quote" }, marked(passage.text, whole ? [] : [{ from, to, kind: "is-carried" }]))));
  }

  const ticked = () => Array.from(found.querySelectorAll("input:checked"), (each) => each.value);
  function tick() {
    const number = ticked().length;
    yes.disabled = no.disabled = number === 0;
    put(yes, `Accept ${number}`);
    put(no, `Reject ${number}`);
  }

  async function send(verdict) {
    yes.disabled = no.disabled = true;
    try {
      const done = await act("/api/bulk", { suggestions: ticked(), verdict });
      toast(`${count(done.decisions, "decision")} made. One undo (u) takes them all back.`);
      dialog.close();
      answered();
    } catch (error) {
      toast(`${error.message}. ${error.hint ?? ""}`, true);
      tick();
    }
  }

  for (const field of [code, least, most, place]) field.addEventListener("change", look);
  const dialog = showDialog("Many at once",
    h("div", { class: "row" }, h("label", {}, "Code", code), h("label", {}, "From", least), h("label", {}, "To", most), h("label", {}, "Case", place)),
    said, found, h("div", { class: "row end" }, yes, no));
  dialog.classList.add("bulk");
  await look();
}
