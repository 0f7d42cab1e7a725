import type { JsonValue } from '#protocol';

/* Texts that are no expressions here, and would be ones in another language. */

export interface ForeignText {
  /** `$${…}`: it was written to stand as it is, and perhaps for the sake of a price. */
  readonly isEscaped: boolean;
  readonly message: string;
}

/** Longer texts are not written by people. */
const CHARS_MAX = 2000;
const NAME = /^\s*[$]?(?<name>[A-Za-z_][A-Za-z0-9_]*)/;
const WRAPPED: readonly RegExp[] = [
  /\{\{(?<source>[^{}]{1,200})\}\}/,
  /\{%(?<source>[^{}%]{1,200})%\}/,
  /#\{(?<source>[^{}]{1,200})\}/,
  /<%=?(?<source>[^<>%]{1,200})%>/,
];
const ESCAPED = /\$\$\{(?<source>[^{}]{1,200})\}/;
/** `$.city`, `$.input.city`, `$$.Execution.Id`; `$input.city`; `=input.city` */
const JSON_PATH = /^\${1,2}\.(?<path>[A-Za-z_][\w.[\]]*)$/;
const MARKED = /^(?:\$|=\s*)(?<path>[A-Za-z_][\w.[\]]*)$/;
const BARE = /^(?<path>(?:input|steps)\.[A-Za-z_][\w.[\]]*)$/;
const FILE = /\.(?:csv|dat|html?|jpe?g|json|log|pdf|png|txt|xlsx?|xml|ya?ml|zip)$/i;
const STEP_PATH = /^steps\.\w+\.(?:output|status|error)\b/;

/** null: it is a text, or an expression. `names`: what an expression may begin with here. */
export function findForeignText(text: string, names: ReadonlySet<string>): ForeignText | null {
  if (text.length > CHARS_MAX) return null;
  const escaped = ESCAPED.exec(text)?.groups?.['source'] ?? '';
  if (beginsWith(escaped, names)) return explainEscape(escaped.trim());
  for (const pattern of WRAPPED) {
    const source = pattern.exec(text)?.groups?.['source'] ?? '';
    if (beginsWith(source, names)) return explainText(source.trim().replace(/^\$/, ''));
  }
  const path = JSON_PATH.exec(text)?.groups?.['path'];
  if (path !== undefined) return explainText(fromRoot(path, names));
  const bare = (MARKED.exec(text) ?? BARE.exec(text))?.groups?.['path'] ?? '';
  const isMeant = beginsWith(bare, names) && !FILE.test(bare);
  return isMeant && isWhole(bare) ? explainText(bare) : null;
}

/** `"x.$": "$.city"`; null: it is a key like any other. */
export function explainForeignKey(key: string, value: JsonValue): string | null {
  if (!isForeignKey(key)) return null;
  const path = typeof value === 'string' ? JSON_PATH.exec(value)?.groups?.['path'] : undefined;
  const source = path === undefined ? 'input.city' : fromRoot(path, new Set(['input', 'steps']));
  const name = JSON.stringify(key.slice(0, -2));
  return `is a key as it stands, and its value a text: write ${name}: ${asExpression(source)}`;
}

export function isForeignKey(key: string): boolean {
  return key.endsWith('.$') && key.length <= CHARS_MAX;
}

/** As it is written in a definition. */
export function asExpression(source: string): string {
  const text = source.trim();
  return text === '' || text.length > CHARS_MAX ? '"${…}"' : `"\${${text}}"`;
}

function beginsWith(source: string, names: ReadonlySet<string>): boolean {
  return names.has(NAME.exec(source)?.groups?.['name'] ?? '');
}

/** `steps.a` alone names nothing. */
function isWhole(path: string): boolean {
  return !path.startsWith('steps.') || STEP_PATH.test(path);
}

function fromRoot(path: string, names: ReadonlySet<string>): string {
  return beginsWith(path, names) ? path : `input.${path}`;
}

function explainText(source: string): ForeignText {
  const message = `is a text as it stands: for the value write ${asExpression(source)}`;
  return { isEscaped: false, message };
}

function explainEscape(source: string): ForeignText {
  const stands = `"$\${" stands for "\${" as it is written, so ${source} is not looked up`;
  const cure = `for a "$" and its value write "\${'$'}\${${source}}"`;
  return { isEscaped: true, message: `${stands}: ${cure}` };
}
