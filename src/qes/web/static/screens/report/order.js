// What report is wanted, and how far it is.

import { count, h } from "../../lib/dom.js";
import { PROJECT } from "../../lib/page.js";
import { href, size } from "./made.js";

const KEPT = `qes-report ${PROJECT}`;
const FORMATS = { html: ["HTML", "one file, works offline"], docx: ["Word", "to edit"], pdf: ["PDF", "to print"], xlsx: ["Excel", "every table"], md: ["Markdown", ""], json: ["JSON", "for programs"] };

function kept() {
  try {
    return JSON.parse(localStorage.getItem(KEPT) ?? "{}");
  } catch {
    return {};
  }
}

/** The form; `make` is called with what is wanted. */
export function orderForm(said, make) {
  const before = kept();
  const wanted = new Set(before.formats ?? ["html", "docx"]);
  const box = (name, checked, ...label) => {
    const input = h("input", { type: "checkbox", name, checked });
    return { input, element: h("label", { class: "inline" }, input, h("span", {}, ...label)) };
  };
  const formats = Object.entries(FORMATS).filter(([name]) => said.formats.includes(name)).map(([name, [label, note]]) => [name, box(`format-${name}`, wanted.has(name), label, note && h("span", { class: "muted small" }, ` ${note}`))]);
  const profiles = box("profiles", before.profiles ?? false, "A page for each case as well ", h("span", { class: "muted small" }, "PDF"));
  const ranking = box("ranking", false, "Put cases in an order by their levels");
  const audiences = [["team", "The team", true], ["public", "Readers outside", said.audiences.includes("public")]].map(([value, label, allowed]) =>
    h("label", { class: "inline" }, h("input", { type: "radio", name: "audience", value, checked: value === "team", disabled: !allowed, on: { change: () => told() } }), label));
  const withheld = h("div", { class: "notice small", hidden: true }, h("p", {}, h("b", {}, "Left out for readers outside the team:")), h("ul", {},
    h("li", {}, "names of coders and speakers, and names, titles and exact dates of interview files; those of documents stay. Roles are said in coarser words (", h("code", {}, "[report]"), " in qes.toml)"),
    h("li", {}, `interviews and counts of a code in a case on which fewer than ${said.smallest} people spoke`),
    h("li", {}, "findings and summaries that rest on such quotes, and the texts around quotes")),
    h("p", {}, "The report lists what was withheld. Read it through before you give it away."));
  const problem = h("p", { class: "problem", role: "alert", hidden: true });
  const audience = () => form.querySelector("[name=audience]:checked").value;
  const told = () => (withheld.hidden = audience() !== "public");
  const paper = () => (profiles.input.disabled = !formats.find(([name]) => name === "pdf")?.[1].input.checked);
  const form = h("form", { class: "stack", on: { change: paper, submit: (event) => {
    event.preventDefault();
    const chosen = formats.filter(([, each]) => each.input.checked).map(([name]) => name);
    problem.hidden = chosen.length > 0;
    problem.textContent = "Choose at least one format.";
    if (!chosen.length) return;
    const order = { formats: chosen, audience: audience(), profiles: profiles.input.checked && !profiles.input.disabled, ranking: ranking.input.checked };
    try {
      localStorage.setItem(KEPT, JSON.stringify({ formats: chosen, profiles: order.profiles }));
    } catch {
      // only a convenience
    }
    make(order);
  } } },
  h("fieldset", { class: "plain-set" }, h("legend", {}, "Formats"), h("div", { class: "formats" }, formats.map(([, each]) => each.element)), profiles.element),
  h("fieldset", { class: "plain-set" }, h("legend", {}, "For"), h("div", { class: "row" }, audiences),
    !said.audiences.includes("public") && h("p", { class: "muted small" }, "Reports for readers outside the team are made by leads."), withheld),
  said.levels && h("fieldset", { class: "plain-set" }, h("legend", {}, "Ranking"), ranking.element,
    h("p", { class: "muted small" }, "Off by default: peers depend on what one compares, and levels rest on different evidence in each case, so one order for all says more than is known.")),
  problem, h("div", {}, h("button", { class: "primary", data: { makes: "" } }, "Make the report ", h("kbd", {}, "m"))));
  paper();
  return [h("h2", { id: "make-title" }, "Make a report"), form];
}

/** How far it is, or what came of it; `stop` is given to those who may. */
export function jobView(job, stop) {
  if (!job) return null;
  const { progress, trouble, result } = job;
  if (job.running) {
    return h("div", { class: "stack job", tabindex: "-1" },
      h("p", {}, progress.what ? `${capital(progress.what)} …` : "Starting …", h("span", { class: "muted" }, ` for ${job.author}`)),
      h("progress", { "aria-label": "The report", ...(progress.total ? { max: progress.total, value: progress.done } : {}) }),
      h("p", { class: "muted small" }, "The workbench can be used meanwhile; leaving this page does not stop it."),
      stop && h("div", {}, h("button", { on: { click: stop } }, "Stop")));
  }
  if (trouble) {
    return h("div", { class: "stack job", tabindex: "-1" }, h("p", { class: "problem", role: "alert" }, h("b", {}, "No report was made. "), sentence(trouble.error)), trouble.hint && h("p", {}, trouble.hint));
  }
  return h("div", { class: "stack job done", tabindex: "-1" },
    h("p", {}, h("b", {}, "Made. "), `${result.quotes.toLocaleString("en")} quotes, all read again from their sources.`,
      result.hidden > 0 && ` ${count(result.hidden, "level")} ${result.hidden === 1 ? "is" : "are"} left out until everybody asked has scored them.`),
    h("ul", { class: "files" }, result.files.map((each) => h("li", {}, fileLink(result.report, each)))));
}

const fileLink = (report, { name, bytes }) => h("a", { href: href(report, name), ...(name.endsWith(".html") ? { target: "_blank", rel: "noopener" } : { download: "" }) },
  name.endsWith(".html") ? "Open the report" : name, h("span", { class: "muted small" }, ` ${size(bytes)}`));

const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);
const sentence = (text) => `${capital(text)}${/[.!?]$/.test(text) ? "" : "."}`;
