// Themes: what lies together among the passages that fit nowhere, and what the team makes of it.

import { loadBook } from "../lib/book.js";
import { bind, screen } from "../lib/keys.js";
import { Board } from "./themes/board.js";
import { keysOf } from "./themes/keys.js";

const board = new Board(screen(), await loadBook());
bind(keysOf(board));
await board.begin();
