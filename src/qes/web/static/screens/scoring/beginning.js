// What somebody is asked for, and what the form for it begins with.

import { NE } from "./words.js";

/**
 * What a person is to say of a unit; "" if nothing.
 * @param {any} sheet @param {string} wish what they want to say instead of what is next @param {boolean} leads
 * @returns {import("./draft.js").Kind|""}
 */
export function kindOf(sheet, wish, leads) {
  if (!sheet.revealed) return sheet.mine && wish !== "score" ? "" : "score";
  const { signoff } = sheet.revealed;
  if (wish === "settle" && !signoff) return "settle";
  if (sheet.stage === "differing") return "settle";
  return leads && (wish === "sign" || !signoff) ? "sign" : "";
}

/** What a draft begins with: what was said before, or as much as those who scored agree on. */
export function beginning(kind, { mine, revealed }) {
  if (kind === "score") return startOf(mine);
  if (kind === "sign") return toSign(revealed);
  return revealed.consensus ? startOf(revealed.consensus) : common(revealed.scores);
}

/** A draft that begins with what was said before. */
function startOf(said) {
  if (!said) return {};
  return {
    level: said.level === null ? NE : String(said.level),
    answers: { ...(said.answers ?? {}) },
    ...judged(said.confidence),
    words: said.reason ?? "",
  };
}

function judged(confidence) {
  if (!confidence) return {};
  const concerns = Object.fromEntries(confidence.concerns.map(({ component, grade, reason }) => [component, { grade, reason }]));
  return { overall: confidence.overall, explanation: confidence.explanation, concerns };
}

/** What a consensus begins with: the answers on which all agree, and the level if they agree on it. */
function common(scores) {
  const ids = new Set(scores.flatMap((each) => Object.keys(each.answers)));
  const alike = (id) => scores.every((each) => each.answers[id] === scores[0].answers[id]);
  const answers = Object.fromEntries([...ids].filter(alike).map((id) => [id, scores[0].answers[id]]));
  const same = scores.every((each) => each.level === scores[0].level);
  return { ...agreedOn(scores.map((each) => each.confidence)), answers, level: same ? startOf(scores[0]).level : "" };
}

/** What a sign-off begins with: the level people have, and as much of the confidence as they agree on. */
function toSign({ scores, consensus, signoff }) {
  const level = startOf(consensus ?? scores[0]).level;
  const given = consensus?.confidence ? [consensus.confidence] : scores.map((each) => each.confidence);
  return { ...agreedOn(signoff ? [signoff.confidence] : given), level, words: signoff?.statement ?? "" };
}

function agreedOn(confidences) {
  const all = confidences.filter(Boolean).map(judged);
  if (!all.length) return {};
  if (all.length === 1) return all[0];
  const [first] = all;
  const same = Object.entries(first.concerns).filter(([id, { grade }]) => all.every((each) => each.concerns[id]?.grade === grade));
  const concerns = same.map(([id, { grade }]) => [id, { grade, reason: [...new Set(all.map((each) => each.concerns[id].reason).filter(Boolean))].join(" / ") }]);
  return { concerns: Object.fromEntries(concerns), overall: all.every((each) => each.overall === first.overall) ? first.overall : "", explanation: "" };
}
