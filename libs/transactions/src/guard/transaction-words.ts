/** A quick check: almost no statement contains one of these words. */
const SUSPICIOUS = /\b(?:commit|end|rollback|abort|begin|start|prepare)\b/i;

/**
 * Statements that begin or end a transaction. `ROLLBACK TO` and the like concern savepoints, and
 * are allowed.
 */
const CONTROL = new RegExp(
  [
    String.raw`^(?:commit|end|abort|begin|(?:start|prepare)\s+transaction`,
    String.raw`|rollback(?!\s+(?:(?:work|transaction)\s+)?to\b))\b`,
  ].join(''),
  'i',
);

/** Words inside these do not count. */
const OPAQUE = new RegExp(
  [
    String.raw`--[^\n]*`,
    String.raw`/\*[\s\S]*?(?:\*/|$)`,
    String.raw`"(?:[^"]|"")*(?:"|$)`,
    String.raw`\be'(?:[^'\\]|''|\\[\s\S])*(?:'|$)`,
    String.raw`'(?:[^']|'')*(?:'|$)`,
    String.raw`\$(\w*)\$[\s\S]*?(?:\$\1\$|$)`,
  ].join('|'),
  'gi',
);

/** `update … set` is none of them. */
const SETTING = /^set\b|\bset_config\s*\(/i;

/**
 * The first statement in a text that changes a setting, which lasts longer than the savepoint
 * around it: `set local`, `set constraints`, `set role`, `set_config(…)`.
 */
export function settingIn(text: string): string | null {
  if (!/\bset(?:_config)?\b/i.test(text)) return null;
  return firstMatch(text, SETTING);
}

/** The first statement in a text that begins or ends a transaction: `COMMIT`. */
export function transactionControlIn(text: string): string | null {
  if (!SUSPICIOUS.test(text)) return null;
  return firstMatch(text, CONTROL)?.toUpperCase() ?? null;
}

function firstMatch(text: string, words: RegExp): string | null {
  const statements = text.replace(OPAQUE, ' ').split(';');
  const found = statements.map((statement) => words.exec(statement.trim())?.[0]);
  return found.find((each) => each !== undefined) ?? null;
}
