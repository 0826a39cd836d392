// Which of several themes stays, and how it is called then.

import { count, h } from "../../lib/dom.js";
import { askForm } from "../codebook/form.js";

/**
 * @param {any[]} themes two or more
 * @returns {Promise<{stays: any, name: string, reason: string}|null>}
 */
export function askMerge(themes) {
  const coded = themes.filter((each) => each.code);
  const stays = h("select", { "data-first": "" }, themes.map((each) => h("option", { value: each.key }, `${each.name} (${count(each.passages.length, "passage")})`)));
  stays.value = (coded[0] ?? themes[0]).key;
  const chosen = () => themes.find((each) => each.key === stays.value);
  const name = h("input", { value: chosen().name, maxlength: 300 });
  let own = false;
  name.addEventListener("input", () => (own = true));
  stays.addEventListener("change", () => !own && (name.value = chosen().name));
  const reason = h("textarea", { rows: 2 });
  const content = [
    h("p", { class: "muted" }, "The passages, words and memos of the others follow its own. The others are withdrawn; their history stays."),
    h("label", {}, "This one stays", stays), h("label", {}, "Called", name), h("label", {}, "Why (if there is more to say)", reason)];
  return askForm(`Merge ${themes.length} themes`, content, {
    ok: "Merge",
    read: () => {
      if (coded.some((each) => each !== chosen())) return "A theme that is a code already can only be the one that stays.";
      return name.value.trim() ? { stays: chosen(), name: name.value.trim(), reason: reason.value.trim() } : "It needs a name.";
    },
  });
}
