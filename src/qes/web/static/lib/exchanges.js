// What a language model was asked and what it answered: the record, word for word.

import { get } from "./api.js";
import { count, h, put } from "./dom.js";
import { showDialog } from "./keys.js";
import { inPassage } from "./offsets.js";

const FATES = { stands: ["stands", "ok"], near: ["near", "warn"], open: ["open", ""], refused: ["refused", "no"] };

/**
 * @param {import("./book.js").Book} book
 * @param {string} passage its id
 * @param {string|null} [prompt] the one prompt that is meant; without, all that was asked about the passage
 */
export async function showAsked(book, passage, prompt = null) {
  const body = h("div", { class: "stack", "aria-live": "polite" }, h("p", { class: "muted" }, "Looking it up …"));
  showDialog("What was asked", body).classList.add("asked");
  const lines = await fetched(body, "/api/exchanges", prompt ? { passage, prompt } : { passage });
  if (!lines) return;
  if (!lines.length) {
    put(body, h("p", {}, "Nothing that a model was asked about this passage is to be shown to you. It has not been asked, or you are to code the passage unaided."));
    return;
  }
  const place = h("div", { class: "stack" });
  const show = (id) => void showOne(place, book, id);
  const chosen = h("select", { "aria-label": "Exchange", on: { change: (event) => show(event.target.value) } },
    lines.map((each) => h("option", { value: each.id }, told(each))));
  put(body, lines.length > 1 && h("label", {}, `${count(lines.length, "exchange")}, the newest first`, chosen), place);
  show(lines[0].id);
}

/** One exchange, whatever it is about. @param {import("./book.js").Book} book @param {string} id */
export async function showExchange(book, id) {
  const body = h("div", { class: "stack", "aria-live": "polite" }, h("p", { class: "muted" }, "Looking it up …"));
  showDialog("What was asked", body).classList.add("asked");
  await showOne(body, book, id);
}

const told = (each) => [when(each.at), each.model, each.sample ? `asked again to see whether it holds (${each.sample})` : "", each.attempt > 1 ? `attempt ${each.attempt}` : "", each.trouble && "of no use"].filter(Boolean).join(" · ");
export const when = (at) => (at ? new Date(at).toLocaleString("en-GB", { day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit" }) : "");

async function fetched(place, path, query) {
  try {
    return await get(path, query);
  } catch (error) {
    put(place, h("p", { class: "problem", role: "alert" }, `${error.message}. ${error.hint ?? ""}`));
    return null;
  }
}

async function showOne(place, book, id) {
  const found = await fetched(place, `/api/exchanges/${encodeURIComponent(id)}`);
  if (found) put(place, facts(found), outcome(found, book), acts(found.since), h("h3", {}, "Reply, as it came"), raw(pretty(found.reply), "Reply"), prompts(found));
}

function facts(each) {
  const rows = [
    ...(each.about ? [["About", each.about]] : []), ["Model", each.model], ["Prompt file", each.template], ["When", when(each.at)],
    ["Tokens", `${each.tokens_in.toLocaleString("en")} sent, ${each.tokens_out.toLocaleString("en")} answered`],
    ["Time", `${each.seconds.toFixed(1)} s`], ["Attempt", String(each.attempt)],
    ...(each.masked === null ? [] : [["Names", each.masked ? "stood as pseudonyms in what was sent" : "nothing in the passage was masked"]]),
  ];
  return h("dl", { class: "facts" }, rows.map(([name, value]) => [h("dt", {}, name), h("dd", {}, value)]));
}

function outcome(each, book) {
  if (each.trouble) return h("p", { class: "notice" }, `This reply is of no use: ${each.trouble}.`);
  if (each.changed) return h("p", { class: "notice" }, "The passage or the codebook is not there any more as it was then, so what became of the answers cannot be shown.");
  if (!each.passage) return each.outcomes.length > 0 && [h("h3", {}, "What became of it"), h("ul", { class: "answers" }, each.outcomes.map(outcomeView))];
  return [
    h("h3", {}, "What became of each answer"),
    h("ul", { class: "answers" }, each.answers.map((answer) => answerView(answer, each.passage, book))),
    each.unreadable > 0 && h("p", { class: "muted" }, `${count(each.unreadable, "answer")} could not be read.`),
  ];
}

function answerView(answer, passage, book) {
  const [word, kind] = FATES[answer.fate];
  const said = Object.entries(answer.attributes).map(([name, value]) => `${name}: ${value}`).join(" · ");
  return h("li", { class: "stack" },
    h("p", { class: "row" }, h("b", {}, book.label(answer.code)), h("span", { class: "tag" }, `says ${answer.says}`), h("span", { class: `tag ${kind}` }, word)),
    answer.why && h("p", {}, `${answer.why[0].toUpperCase()}${answer.why.slice(1)}.`),
    answer.span && words(answer, passage),
    answer.reason && h("p", { class: "small" }, h("span", { class: "muted" }, "In the model's words: "), answer.reason),
    said && h("p", { class: "small muted" }, said));
}

/** A sentence, a criterion, an edit of a definition: what was asked where no passage was to be coded. */
function outcomeView({ label, says, fate, why, reason, quotes }) {
  const [word, kind] = FATES[fate];
  return h("li", { class: "stack" },
    h("p", { class: "row" }, h("span", { class: "grow" }, label), says && h("span", { class: "tag" }, `says ${says}`), h("span", { class: `tag ${kind}` }, word)),
    why && h("p", { class: "small" }, `${why[0].toUpperCase()}${why.slice(1)}.`),
    reason && h("p", { class: "small" }, h("span", { class: "muted" }, "In the model's words: "), reason),
    quotes.map(({ id, text }) => h("p", { class: "quote" }, id && [h("b", {}, id), " "], `“${text}”`)));
}

function acts(since) {
  if (!since.length) return null;
  return [h("h3", {}, "What people have done since"), h("ul", {}, since.map((each) => h("li", {}, h("b", {}, each.author), ` ${each.what} `, h("span", { class: "muted small" }, when(each.at)))))];
}

/** Read from the passage, whatever the model wrote. */
function words({ span, fate }, passage) {
  const text = passage.text.slice(...inPassage(span, passage));
  if (fate !== "stands") return h("p", { class: "small" }, h("span", { class: "muted" }, fate === "near" ? "Near: " : "Pointing at: "), h("span", { class: "is-near" }, text));
  return h("p", { class: "quote" }, `“${text}”`);
}

function prompts(each) {
  return h("details", {}, h("summary", {}, "Prompt, as it was sent"),
    h("div", { class: "stack" },
      each.withheld && h("p", { class: "notice" }, "Other passages that stood in it as examples are left out here until you have coded what was assigned to you."),
      h("h3", {}, "System"), raw(each.system, "System"), h("h3", {}, "User"), raw(each.user, "User")));
}

const raw = (text, label) => h("pre", { class: "raw", tabindex: 0, role: "region", "aria-label": label }, text || "(nothing came)");

/** JSON on lines of its own; anything else as it is. */
function pretty(reply) {
  try {
    return JSON.stringify(JSON.parse(reply), null, 1);
  } catch {
    return reply;
  }
}
