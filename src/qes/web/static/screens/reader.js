// The reader: the shelf of sources, or one of them whole, with everything that was given to it.

import { $, h, put } from "../lib/dom.js";
import { showShelf } from "./reader/shelf.js";
import { openSource } from "./reader/source.js";

const screen = $("#screen");
const [, , id] = location.pathname.split("/");

try {
  await (id ? openSource(screen, decodeURIComponent(id)) : showShelf(screen));
} catch (error) {
  put(screen, h("h1", {}, "Reader"), h("div", { class: "card stack" },
    h("p", { class: "problem", role: "alert" }, error.message), error.hint && h("p", {}, error.hint),
    h("p", {}, h("a", { href: "/reader" }, "All sources"))));
}
screen.setAttribute("aria-busy", "false");
