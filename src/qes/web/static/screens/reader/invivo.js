// Codes in the words of whoever speaks. The lead makes them codes at once, by a new version of the codebook; others note
// the words where the codebook keeps what it has no place for, for the lead to see.

import { forgetBook, loadBook } from "../../lib/book.js";
import { h, toast } from "../../lib/dom.js";
import { showDialog } from "../../lib/keys.js";
import { act } from "../../lib/outbox.js";
import { may } from "../../lib/page.js";
import { pickCode } from "../../lib/picker.js";

const LONGEST = 200;
const LONGEST_LABEL = 80;

/**
 * @param {import("../../lib/book.js").Book} book
 * @param {string} text the words
 * @returns {Promise<{code: string, memo: string}|null>} null when it is called off
 */
export async function inVivo(book, text) {
  const words = short(text.replace(/\s+/g, " ").trim(), LONGEST);
  if (may("lead")) {
    const code = await newCode(book, words);
    return code ? { code, memo: "" } : null;
  }
  const code = book.byId.get(book.no_fit)?.codable ? book.no_fit : await pickCode(book, { title: "Note these words as a code in the making, under", quote: words });
  return code ? { code, memo: `in vivo: ${words}` } : null;
}

/** The codebook as it is now, in the place of what it was. */
export async function renewBook(book) {
  forgetBook();
  Object.assign(book, await loadBook());
}

const short = (text, most) => (text.length > most ? `${text.slice(0, text.lastIndexOf(" ", most))} …` : text);

/** An id that no code has, from a label. */
export function idFor(book, label, parent) {
  const plain = label.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "");
  const stem = `${parent ? `${parent}/` : ""}${plain.slice(0, 40).replace(/-+$/, "") || "in-vivo"}`;
  let id = stem;
  for (let number = 2; book.byId.has(id); number++) id = `${stem}-${number}`;
  return id;
}

/** Ask how the code is to be, and make it. @returns {Promise<string|null>} its id */
function newCode(book, words) {
  return new Promise((resolve) => {
    let made = null;
    const label = h("input", { value: short(words, LONGEST_LABEL), required: true, maxlength: 120 });
    const brief = h("textarea", { rows: 2, required: true, placeholder: "What the code is about, in a sentence" });
    const tops = book.codes.filter((each) => !each.parent && (!each.codable || book.codes.some((below) => below.parent === each.code)));
    const under = h("select", {}, h("option", { value: "" }, "at the top"), tops.map((each) => h("option", { value: each.code }, each.label)));
    const problem = h("p", { class: "problem", role: "alert", hidden: true });
    const make = h("button", { class: "primary" }, "Make the code, and give it");
    const form = h("form", { class: "stack", on: { submit: send } },
      h("p", { class: "quote picker-quote" }, `“${words}”`),
      h("label", {}, "Label", label), h("label", {}, "Under", under), h("label", {}, "Meaning", brief),
      h("p", { class: "muted small" }, `This makes a new version of the codebook, after ${book.id}, for everybody. The codebook screen changes or retires it later.`),
      problem, h("div", { class: "row end" }, h("button", { type: "button", on: { click: () => dialog.close() } }, "Cancel"), make));

    async function send(event) {
      event.preventDefault();
      make.disabled = true;
      const meaning = brief.value.trim();
      const code = { code: idFor(book, label.value, under.value), label: label.value.trim(), brief: meaning, definition: meaning, parent: under.value || null, examples: [words] };
      try {
        await act("/api/codebook/edits", { base: book.id, edits: [{ edit: "add", code, after: null }], reason: `In vivo, while reading: “${words}”` });
        await renewBook(book);
        made = code.code;
        toast(`${code.label} is in the codebook now: ${book.id}.`);
        dialog.close();
      } catch (error) {
        problem.hidden = false;
        problem.textContent = `${error.message}. ${error.hint ?? ""}`;
        make.disabled = false;
      }
    }

    const dialog = showDialog("In vivo: a code in these words", form);
    dialog.addEventListener("close", () => resolve(made));
    label.focus();
    label.select();
  });
}
