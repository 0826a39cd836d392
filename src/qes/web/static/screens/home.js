// Home: what comes next for whoever is here, how far the project is, and what others do.

import { get } from "../lib/api.js";
import { h, put } from "../lib/dom.js";
import { bind, screen } from "../lib/keys.js";
import { follow } from "../lib/live.js";
import { may } from "../lib/page.js";
import { activityView } from "./home/activity.js";
import { agreementView, codesView } from "./home/codes.js";
import { firstStep, nextView, outsideView } from "./home/next.js";
import { part } from "./home/part.js";
import { casesView, codersView, sourcesView } from "./home/progress.js";

const SOON = 1200;
const LATER = 10_000;

/** What reviewers and leads have to do takes longer to count; the way to the queue does not wait for it. */
let todo = null;
const next = part({
  title: "What comes next",
  load: async () => ({ ...(await get("/api/home")), todo, current: todo?.current }),
  draw: (said) => {
    put(outside, outsideView(said));
    put(first, firstStep(said));
    return nextView(said);
  },
});
const first = h("div");
const outside = h("div");
const cases = h("div");
const sources = h("div");
const coders = h("div");
const progress = part({
  title: "Progress by case",
  load: () => get("/api/home/progress"),
  draw: (said) => {
    put(sources, sourcesView(said.sources));
    put(coders, codersView(said.coders));
    return casesView(said.cases);
  },
});
const codes = part({ title: "Codes", load: () => get("/api/home/codes"), draw: codesView });
const agreement = part({ title: "Agreement so far", load: () => get("/api/home/agreement"), draw: agreementView });
const activity = part({ title: "What was done last", load: () => get("/api/home/activity"), draw: activityView });

next.element.classList.add("next");
put(screen(),
  h("h1", { class: "visually-hidden" }, "Home"),
  next.element, first,
  h("div", { class: "home" },
    h("div", { class: "stack" }, progress.element, codes.element,
      section("Sources", sources), section("Coders", coders)),
    h("div", { class: "stack" }, agreement.element, activity.element, section("What leaves this machine", outside))));
screen().setAttribute("aria-busy", "false");
put(cases);

function section(title, content) {
  return h("section", { class: "card stack", "aria-label": title }, h("h2", {}, title), content);
}

async function loadTodo() {
  if (!may("reviewer")) return;
  todo = await get("/api/home/todo").catch((problem) => ({ problem }));
  await next.load();
}

const figures = [next, progress, codes, agreement];
for (const each of [...figures, activity]) void each.load();
void loadTodo();

let soon = 0;
let later = 0;
follow(() => {
  soon ||= setTimeout(() => {
    soon = 0;
    void activity.load();
  }, SOON);
  // Figures that move all the time cannot be read.
  later ||= setTimeout(() => {
    later = 0;
    for (const each of figures) void each.load();
    void loadTodo();
  }, LATER);
});

bind([{ key: "Enter", label: "Do what comes next", does: () => screen().querySelector(".next a")?.click() }]);
