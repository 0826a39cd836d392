// The codebook: its codes and how they are used, the way through what became stale, and its versions.

import { get } from "../lib/api.js";
import { h, put } from "../lib/dom.js";
import { screen } from "../lib/keys.js";
import { may } from "../lib/page.js";

const TABS = [
  { path: "/codebook", title: "Codes", open: () => import("./codebook/codes.js") },
  { path: "/codebook/stale", title: "Look again", open: () => import("./codebook/stale.js"), role: "researcher" },
  { path: "/codebook/versions", title: "Versions", open: () => import("./codebook/versions.js") },
].filter((each) => may(each.role ?? "viewer"));

const tab = TABS.find((each) => each.path === location.pathname) ?? TABS[0];
const body = h("div", { class: "codebook-body" });
const links = h("nav", { class: "tabs", "aria-label": "The codebook" }, TABS.map((each) =>
  h("a", { href: each.path, "aria-current": each === tab && "page" }, each.title)));

put(screen(), h("h1", { class: "visually-hidden" }, "Codebook"), links, body);
try {
  const { show } = await tab.open();
  await show(body);
} catch (error) {
  put(body, h("div", { class: "card stack" },
    h("p", { class: "problem", role: "alert" }, error.message), error.hint && h("p", {}, error.hint),
    h("p", {}, h("a", { href: location.pathname }, "Try again"))));
}
screen().setAttribute("aria-busy", "false");

const again = links.querySelector('[href="/codebook/stale"]');
if (again && tab.path !== "/codebook/stale") {
  const said = await get("/api/codebook/stale", { most: 1 }).catch(() => null);
  if (said?.waiting) again.append(" ", h("span", { class: "tag warn" }, said.waiting.toLocaleString("en")));
}
