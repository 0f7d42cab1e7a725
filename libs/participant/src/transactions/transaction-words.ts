/** A quick look: almost no statement has one of these words. */
const SUSPICIOUS = /\b(?:commit|end|rollback|abort|begin|start|prepare)\b/i;

/** What begins or ends a transaction. `ROLLBACK TO` and the like are savepoints, and are fine. */
const CONTROL = new RegExp(
  [
    String.raw`^(?:commit|end|abort|begin|(?:start|prepare)\s+transaction`,
    String.raw`|rollback(?!\s+(?:(?:work|transaction)\s+)?to\b))\b`,
  ].join(''),
  'i',
);

/** No word in them is meant. */
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

/** The first of a text's statements that begins or ends a transaction: `COMMIT`. */
export function transactionControlIn(text: string): string | null {
  if (!SUSPICIOUS.test(text)) return null;
  const statements = text.replace(OPAQUE, ' ').split(';');
  const found = statements.map((statement) => CONTROL.exec(statement.trim())?.[0]);
  return found.find((words) => words !== undefined)?.toUpperCase() ?? null;
}
