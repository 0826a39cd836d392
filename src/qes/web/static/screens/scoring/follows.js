// Which level follows from somebody's own answers: the highest whose criteria, and those below it, are all met, and no
// gate that is not met caps lower. This looks at answers alone; what the tool makes of the evidence is not known here.

/**
 * @param {{levels: any[], gates: any[]}} sheet
 * @param {Record<string, string>} answers by id of the criterion or gate
 * @returns {{level: number|null, enough: boolean, given: number, asked: number, why: string[]}} `enough`: what is not
 *   answered yet cannot change the level any more
 */
export function follows(sheet, answers) {
  const unmet = (item) => answers[item.id] !== "yes";
  const denied = (item) => answers[item.id] && unmet(item);
  const stop = sheet.levels.findIndex((rung) => rung.items.some(unmet));
  const next = sheet.levels[stop];
  const reached = next ? (sheet.levels[stop - 1]?.level ?? null) : (sheet.levels.at(-1)?.level ?? null);
  const caps = reached === null ? [] : sheet.gates.filter((gate) => denied(gate) && gate.cap < reached);
  const level = caps.length ? Math.min(...caps.map((gate) => gate.cap)) : reached;
  const failing = next ? next.items.filter(denied) : [];
  const all = [...sheet.levels.flatMap((each) => each.items), ...sheet.gates];
  const open = sheet.gates.some((gate) => !answers[gate.id] && level !== null && gate.cap < level);
  return {
    level,
    enough: (!next || failing.length > 0 || caps.length > 0) && !open,
    given: all.filter((each) => answers[each.id]).length,
    asked: all.length,
    why: caps.length ? caps.map((gate) => `No more than ${gate.cap}: ${gate.text}`) : failing.map((item) => `Level ${next.level} takes: ${item.text}`),
  };
}
