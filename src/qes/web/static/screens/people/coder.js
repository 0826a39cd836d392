// One coder: what is assigned to them, by whom, how far it is, and everything at once.

import { h } from "../../lib/dom.js";
import { showDialog } from "../../lib/keys.js";
import { openAssign } from "./assign.js";
import { askWithdraw, assignmentLine } from "./given.js";
import { progress } from "./say.js";

/** @param {import("./work.js").Work} work */
export function openCoder(work, name) {
  const coder = work.coder(name);
  const mine = work.said.assignments.filter((each) => each.coder === name);
  const able = work.able.includes(name);
  const leave = (then) => () => {
    dialog.close();
    then();
  };
  const dialog = showDialog(name,
    mine.length
      ? h("ul", { class: "plain" }, mine.map((each) => h("li", {}, h("div", { class: "row" },
        h("span", { class: "grow" }, assignmentLine(work, each)), progress(each.read, each.of, "Progress"),
        h("button", { class: "small", on: { click: leave(() => askWithdraw(work, [each])) } }, "Withdraw")))))
      : h("p", {}, "Nothing is assigned, and so everything is theirs to code. To limit them, assign the sources they shall code; to keep them from coding, deactivate the account or make it a viewer’s."),
    coder?.work?.blind.of > 0 && h("p", { class: "muted" }, `Blind: ${coder.work.blind.read} of ${coder.work.blind.of} passages read.`),
    h("div", { class: "row end" },
      mine.length > 1 && h("button", { class: "no", on: { click: leave(() => askWithdraw(work, mine)) } }, "Withdraw all"),
      able && h("button", { on: { click: leave(() => openAssign(work, [name], [])) } }, "Assign everything …")));
}
