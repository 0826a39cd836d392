// How far those who score give the same level.

import { get } from "../../lib/api.js";
import { count, h, put } from "../../lib/dom.js";
import { figure, intervalBar, percent, range } from "../../lib/figures.js";

const SCALE = { from: -0.2, to: 1, lines: [0, 0.667, 0.8] };

/** @param {HTMLElement} place */
export async function showAgreement(place) {
  if (!place.childElementCount) put(place, h("p", { class: "muted" }, "Working out the figures …"));
  try {
    const { agreement } = await get("/api/scoring/agreement");
    put(place, agreement ? figures(agreement) : nothing());
  } catch (error) {
    put(place, h("p", { class: "problem" }, `${error.message}. ${error.hint ?? ""}`));
  }
}

const nothing = () => h("section", { class: "card stack" }, h("h2", {}, "No unit has been scored by two people yet"),
  h("p", {}, "Agreement is told once two people have locked a score of the same unit, each apart."));

function figures(said) {
  const line = (label, value, about, drawn = null) => h("tr", {}, h("th", { scope: "row" }, label), h("td", { class: "number" }, h("strong", {}, value)), h("td", {}, drawn, h("span", { class: "muted small" }, about)));
  const alpha = said.alpha !== null && intervalBar({ value: said.alpha, interval: said.interval, ...SCALE, label: `alpha ${figure(said.alpha)}, 95 % interval ${range(said.interval)}` });
  return h("section", { class: "card stack", "aria-label": "Agreement between scorers" },
    h("h2", {}, "Agreement between those who score"),
    h("p", {}, "Unit: a case’s capability. ", h("strong", {}, count(said.units, "unit")), ` to which two people give a level, by ${said.scorers.join(", ")}. Of each the two who locked first are compared; α takes everybody.`),
    said.units < 10 && h("p", { class: "notice small" }, "So few units say little: read the interval, not the figure."),
    h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": "Figures" }, h("table", { class: "figures-table" }, h("tbody", {},
      line("Exactly the same", percent(said.exact), "chance included"),
      line("At most one level apart", percent(said.within_one), "chance included"),
      line("Weighted κ, linear", figure(said.kappa_linear), "Cohen’s; a level further apart counts as much again"),
      line("Weighted κ, quadratic", figure(said.kappa_quadratic), "two levels apart count four times as much as one"),
      line("α, ordinal", figure(said.alpha), said.interval ? ` ${range(said.interval)}, 95 % bootstrap interval drawn by unit` : " no interval", alpha)))),
    h("p", {}, h("span", { class: "level none" }, "NE"), ` is no level and is in no figure above. Both found too little evidence: ${count(said.both_ne, "unit")}. One did, and the other gave a level: ${count(said.one_ne, "unit")}.`));
}
