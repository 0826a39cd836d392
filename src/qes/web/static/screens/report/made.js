// The reports that lie in the project's outputs, the newest first.

import { count, h } from "../../lib/dom.js";

const TIME = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit" });
const AUDIENCE = { team: "the team", public: "readers outside" };

export const href = (report, name) => `/api/report/file?${new URLSearchParams({ report, name })}`;

/** A size as people read it. */
export const size = (bytes) => (bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1e3))} kB` : `${(bytes / 1e6).toFixed(1)} MB`);

export function reportsView(reports) {
  return [
    h("h2", { id: "made-title" }, "Reports made ", h("span", { class: "muted" }, reports.length)),
    !reports.length && h("p", { class: "card muted" }, "None yet. They are files in the project’s folder outputs/, and stay there."),
    reports.length > 0 && h("div", { class: "scroll card", tabindex: "0", role: "region", "aria-labelledby": "made-title" }, h("table", {},
      h("thead", {}, h("tr", {}, ["Made", "For", "Files", "Folder"].map((each) => h("th", { scope: "col", class: each === "Folder" && "folder" }, each)))),
      h("tbody", {}, reports.map(row)))),
  ];
}

function row(report) {
  return h("tr", { data: { report: report.name } },
    h("td", {}, h("time", { datetime: report.at }, TIME.format(new Date(report.at))), report.by && h("div", { class: "muted small" }, report.by)),
    h("td", {}, report.audience ? AUDIENCE[report.audience] ?? report.audience : h("span", { class: "muted" }, "not said"), report.ranking && h("div", {}, h("span", { class: "tag warn" }, "ranked"))),
    h("td", {}, report.closed ? closed(report) : filesView(report)),
    h("td", { class: "muted small folder" }, report.name));
}

/** Nobody who still scores must see a level that is not known to everybody. */
const closed = ({ closed: units, audience }) => h("p", { class: "small" }, h("span", { class: "tag warn" }, "closed for now"),
  ` It ${audience ? "shows" : "does not say what it shows, and may show"} levels of ${count(units, "unit")} that not everybody asked has scored. It opens here when they have.`);

function filesView({ name: report, files }) {
  const main = files.filter((each) => !each.name.includes("/"));
  const pages = files.filter((each) => each.name.includes("/"));
  return [
    h("div", { class: "row" }, main.map((each) => link(report, each))),
    pages.length > 0 && h("details", {}, h("summary", {}, count(pages.length, "page for a case", "pages for cases")), h("ul", { class: "files" }, pages.map((each) => h("li", {}, link(report, each))))),
  ];
}

function link(report, { name, bytes }) {
  const page = name.endsWith(".html");
  const label = name.replace(/^report\./, "").replace(/^profiles\//, "");
  return h("a", { href: href(report, name), "aria-label": `${page ? "Open" : "Download"} ${name}`, ...(page ? { target: "_blank", rel: "noopener" } : { download: "" }) },
    label, h("span", { class: "muted small" }, ` ${size(bytes)}`));
}
