// What every screen has: connection, people, theme, keys, signing out.

import { post } from "./lib/api.js";
import { $, count, h, put } from "./lib/dom.js";
import { bind, showKeys } from "./lib/keys.js";
import { connect } from "./lib/live.js";
import { watch } from "./lib/outbox.js";
import { SCREEN } from "./lib/page.js";

watch(({ waiting, away, why }) => {
  const place = $("#connection");
  place.dataset.state = away ? "waiting" : waiting ? "sending" : "idle";
  put(place, away ? held(count(waiting, "act"), why) : "");
});

/** What keeps acts from being sent, and what helps. */
function held(acts, why) {
  const here = location.pathname + location.search;
  if (why === "signin") return [`Signed out: ${acts} kept. `, h("a", { href: `/signin?next=${encodeURIComponent(here)}` }, "Sign in to send them")];
  if (why === "stale") return [`${acts} kept. `, h("a", { href: here }, "Reload the page to send them")];
  if (why === "full") return `The server's disk is full: ${acts} kept, sent when there is room`;
  return `Offline: ${acts} kept, sent when the server is back`;
}

$("#theme").addEventListener("click", () => {
  const root = document.documentElement;
  const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = dark ? "light" : "dark";
  document.cookie = `qes_theme=${root.dataset.theme}; path=/; max-age=31536000; samesite=strict`;
});
$("#help").addEventListener("click", showKeys);
$("#own-password")?.addEventListener("click", async () => {
  $("details.menu").open = false;
  (await import("./lib/password.js")).askOwnPassword();
});
$("#signout")?.addEventListener("click", async () => {
  await post("/api/signout");
  location.assign("/signin");
});
bind([{ key: "Escape", label: "", does: () => document.activeElement instanceof HTMLElement && document.activeElement.blur() }]);
// On a narrow page the screens are a row to be scrolled: the one at hand is in sight.
$(".bar-nav [aria-current]")?.scrollIntoView({ inline: "center", block: "nearest" });
connect(SCREEN);
