// How things are said on these screens.

export const GRADES = { none: "no concern", minor: "minor", moderate: "moderate", serious: "serious" };
export const WEIGHTS = { against: ["speaks against it", "no"], for: ["speaks for it", "ok"], neither: ["neither", ""] };
export const ORIGINS = {
  opposite: "coded the other way, and not cited",
  uncited: "coded in its cases, and not cited",
  "same-cases": "coded by nobody, in a case it speaks of",
  "other-cases": "coded by nobody, in another case",
  model: "coded by nobody, and named by a language model",
};
/** The class a status is coloured by; the words beside it say the same. */
export const TONES = { draft: "", searched: "warn", ready: "accent", approved: "ok", "changed since approval": "warn", "cites what is lost": "no", withdrawn: "" };

/** Day and time of a moment, as the log has it. */
export const moment = (at) => (at ?? "").slice(0, 16).replace("T", " ");

/** What went wrong, and what helps. */
export const trouble = (error) => `${error.message.replace(/\.$/, "")}. ${error.hint ?? ""}`;

/** A text cut where it becomes long. */
export const short = (text, most = 90) => (text.length > most ? `${text.slice(0, most - 1)}…` : text);
