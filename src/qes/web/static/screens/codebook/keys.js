// The keys of the codes.

import { bind } from "../../lib/keys.js";

/** @param {any} screen */
export function bindKeys(screen) {
  const { tree, editing, drafting } = screen;
  bind([
    { key: "ArrowDown", label: "Next code", shown: "↓", group: "Codes", does: () => tree.step(1) },
    { key: "ArrowUp", label: "Code before", shown: "↑", group: "Codes", does: () => tree.step(-1) },
    { key: "/", label: "Find a code", group: "Codes", does: () => tree.field.focus() },
    { key: "t", label: "Into the tree: ← → close and open, letters go to a code, Home, End", group: "Codes", does: () => tree.point(tree.at, true) },
  ]);
  if (!screen.edits) return;
  bind([
    { key: "e", label: "Reword it (in the tree: F2)", group: "The code at hand", does: () => editing.acts.reword() },
    { key: "a", label: "Add a code", group: "The code at hand", does: () => editing.acts.add() },
    { key: "m", label: "Move it (in the tree: Alt ↑, Alt ↓)", group: "The code at hand", does: () => editing.acts.move() },
    { key: "j", label: "Merge: several into one", group: "The code at hand", does: () => editing.acts.merge() },
    { key: "s", label: "Split it", group: "The code at hand", does: () => editing.acts.split() },
    { key: "x", label: "Retire it, or restore it", group: "The code at hand", does: () => editing.acts.retire() },
    { key: "p", label: "Show or hide the draft", group: "Draft", does: () => drafting.toggle() },
    { key: "u", label: "Take the last edit back", group: "Draft", does: () => drafting.takeBack() },
    { key: "U", label: "Bring the edit taken back in again", group: "Draft", does: () => drafting.bringBack() },
    { key: "S", label: "Save the draft as the next version", group: "Draft", does: () => drafting.save() },
  ]);
}
