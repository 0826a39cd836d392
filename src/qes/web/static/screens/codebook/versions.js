// The tab of versions: who made each, when and why, and what differs between any two.

import { get } from "../../lib/api.js";
import { onNewVersion } from "../../lib/book.js";
import { count, h, put } from "../../lib/dom.js";
import { bind } from "../../lib/keys.js";
import { changesView } from "./changes.js";
import { made } from "./words.js";

/** @param {HTMLElement} place */
export async function show(place) {
  const list = h("div", { class: "card stack" });
  const between = h("section", { class: "card stack", "aria-label": "What differs", "aria-live": "polite" });
  put(place, h("div", { class: "versions" }, list, between));
  let known = [];
  const chosen = wanted();

  async function load() {
    const said = await get("/api/codebook/versions");
    known = said.versions;
    draw(said.current);
    await compare();
  }

  function draw(current) {
    const last = known.at(-1)?.id ?? "";
    chosen.new = has(chosen.new) ? chosen.new : last;
    chosen.old = has(chosen.old) ? chosen.old : known.at(-2)?.id ?? last;
    put(list, h("h2", {}, "Versions"),
      h("ol", { class: "version-list" }, [...known].reverse().map((each) => row(each, current))),
      h("p", { class: "muted small" }, "To bring in a version made elsewhere, run ", h("code", {}, "qes codebook import FILE"), " in the project's folder. CSV holds the codes; YAML holds all of it."));
  }

  const has = (id) => known.some((each) => each.id === id);

  function row(each, current) {
    const place = known.findIndex((one) => one.id === each.id);
    const file = (format) => `/api/codebook/file?version=${encodeURIComponent(each.id)}&format=${format}`;
    return h("li", { class: "stack" },
      h("div", { class: "row" }, h("strong", {}, each.version), each.id === current && h("span", { class: "tag ok" }, "in force"), each.used && each.id !== current && h("span", { class: "tag", title: "Decisions refer to it, so it can no longer be changed." }, "used"), made(each)),
      each.reason && h("p", {}, each.reason),
      h("div", { class: "row small" },
        place > 0 && h("button", { class: "link", on: { click: () => choose(known[place - 1].id, each.id) } }, `${count(each.changes, "change")} since ${known[place - 1].version}`),
        h("a", { href: file("yaml"), download: "" }, "YAML"), h("a", { href: file("csv"), download: "" }, "CSV")));
  }

  function choose(before, after) {
    Object.assign(chosen, { old: before, new: after });
    history.replaceState(null, "", `?${new URLSearchParams(chosen)}`);
    void compare();
  }

  async function compare() {
    const select = (label, value, change) => {
      const field = h("select", { on: { change: (event) => change(event.target.value) } }, known.map((each) => h("option", { value: each.id }, each.version)));
      field.value = value;
      return h("label", {}, label, field);
    };
    const head = h("div", { class: "row" }, h("h2", { class: "grow" }, "What differs"),
      select("from", chosen.old, (id) => choose(id, chosen.new)), select("to", chosen.new, (id) => choose(chosen.old, id)));
    if (known.length < 2) return put(between, h("h2", {}, "What differs"), h("p", { class: "muted" }, "There is one version so far. Edits of codes make the next one."));
    const difference = await get("/api/codebook/diff", { old: chosen.old, new: chosen.new });
    put(between, head, h("p", { class: "muted small" }, h("del", {}, "removed"), " · ", h("ins", {}, "added")), changesView(difference));
  }

  const step = (by) => {
    const place = known.findIndex((each) => each.id === chosen.new) + by;
    if (place > 0 && known[place]) choose(known[place - 1].id, known[place].id);
  };
  bind([
    { key: "j", label: "What the version before changed", group: "Versions", does: () => step(-1) },
    { key: "k", label: "What the version after changed", group: "Versions", does: () => step(1) },
  ]);
  onNewVersion(() => {
    Object.assign(chosen, { old: "", new: "" });
    void load();
  });
  await load();
}

function wanted() {
  const given = new URLSearchParams(location.search);
  return { old: given.get("old") ?? "", new: given.get("new") ?? "" };
}
