/* Docker compose's rules for `.env`, as its documentation states them; no engine is needed. */

export type Variables = Readonly<Record<string, string>>;

/** What a text of docker-compose.yml demands, and `.env` does not have. */
export class MissingVariableError extends Error {
  readonly code = 'VARIABLE_MISSING';

  constructor(
    readonly variable: string,
    message: string,
  ) {
    super(`${variable}: ${message}`);
  }
}

const NAME = '[A-Za-z_][A-Za-z0-9_]*';
const LINE = new RegExp(`^(?:export\\s+)?(${NAME})=(.*)$`);
const USE = new RegExp(
  String.raw`\$(?:(\$)|(${NAME})|\{(${NAME})(?:(:?[-?+])((?:[^{}]|\{[^{}]*\})*))?\})`,
  'g',
);

/**
 * `${A}`, `$A`, `${A:-default}`, `${A-default}`, `${A:?message}`, `${A:+other}` and `$$`.
 *
 * @throws MissingVariableError
 */
export function interpolate(text: string, variables: Variables): string {
  return text.replace(USE, (_use, dollar, bare, name = bare, how = '', rest = '') => {
    if (dollar !== undefined) return '$';
    const value = variables[name];
    const isGiven = value !== undefined && !(how.startsWith(':') && value === '');
    if (how.endsWith('+')) return isGiven ? interpolate(rest, variables) : '';
    if (isGiven) return value;
    if (how.endsWith('?')) throw new MissingVariableError(name, rest);
    return interpolate(rest, variables);
  });
}

/** Reads a `.env`: in single quotes all is literal, elsewhere variables of earlier lines hold. */
export function readEnvFile(text: string): Variables {
  const variables: Record<string, string> = {};
  for (const line of text.split('\n')) {
    const [, name, rest = ''] = LINE.exec(line.trim()) ?? [];
    if (name !== undefined) variables[name] = valueOf(rest.trim(), variables);
  }
  return variables;
}

function valueOf(text: string, variables: Variables): string {
  const [, single] = /^'((?:[^'\\]|\\.)*)'/.exec(text) ?? [];
  if (single !== undefined) return single.replace(/\\(['\\])/g, '$1');
  const [, double] = /^"((?:[^"\\]|\\.)*)"/.exec(text) ?? [];
  if (double === undefined) return interpolate(text.replace(/(^|\s+)#.*$/, ''), variables);
  const breaks: Variables = { n: '\n', r: '\r', t: '\t' };
  const plain = double.replace(/\\\$/g, '$$$$');
  return interpolate(plain, variables).replace(/\\(.)/g, (_all, each) => breaks[each] ?? each);
}
