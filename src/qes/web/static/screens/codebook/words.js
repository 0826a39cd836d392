// How the codebook's parts, edits and times are called.

import { h } from "../../lib/dom.js";

export const FIELDS = {
  label: "Name",
  brief: "In brief",
  definition: "Definition",
  when_to_use: "When to use",
  when_not_to_use: "When not to use",
  examples: "Examples",
  counter_examples: "Counter-examples",
  parent: "Stands under",
  codable: "Can be given",
  scored: "Scored",
  attributes: "Carries attributes",
  codes: "Order of the codes",
  title: "Title",
  description: "Description",
};

export const fieldName = (field) => FIELDS[field] ?? field.replace("attributes.", "Attribute ");

const TIME = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit" });

/** A moment. */
export const when = (iso) => h("time", { datetime: iso }, TIME.format(new Date(iso)));

/** Who made a version, and when. */
export function made(version) {
  if (!version.author) return h("span", { class: "muted" }, "put there as a file");
  return h("span", { class: "muted" }, `${version.author}, `, when(version.at));
}

/** What is wrong, as a sentence of its own. */
export const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

/** An edit as a sentence. */
export function sentence(edit, label) {
  const names = (ids) => ids.map((id) => `“${label(id)}”`).join(", ");
  switch (edit.edit) {
    case "reword": {
      const said = Object.keys(edit).filter((each) => !["edit", "code"].includes(each));
      return `Reword ${names([edit.code])}: ${said.map((each) => fieldName(each).toLowerCase()).join(", ")}`;
    }
    case "add":
      return `Add “${edit.code.label}”${edit.code.parent ? ` under ${names([edit.code.parent])}` : ""}`;
    case "merge":
      return `Merge ${names(edit.codes)} into ${names([edit.into])}`;
    case "split":
      return `Split ${names([edit.code])} into ${edit.parts.map((each) => `“${each.label}”`).join(", ")}`;
    case "move":
      return `Move ${names([edit.code])} ${edit.parent ? `under ${names([edit.parent])}` : "to the top"}`;
    case "retire":
      return `Retire ${names([edit.code])}: ${edit.reason}`;
    default:
      return `Restore ${names([edit.code])}`;
  }
}

/** The codes an edit is about. */
export function about(edit) {
  if (edit.edit === "add") return [edit.code.code];
  if (edit.edit === "merge") return [...edit.codes, edit.into];
  if (edit.edit === "split") return [edit.code, ...edit.parts.map((each) => each.code)];
  return [edit.code];
}
