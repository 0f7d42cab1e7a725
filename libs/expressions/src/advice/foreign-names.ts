/* What people call by the names of other languages, and what to write here. */

/** A decision may be made again later, and must be the same then. */
const NO_CLOCK =
  'there is no clock here: put the time into the input, or let a participant take it';
const ASK_A_PARTICIPANT = 'let a participant do it, and use its output';

/** Functions and methods. Lower case, without the object that they belong to elsewhere. */
const CALLS: ReadonlyMap<string, string> = new Map([
  ...each(['length', 'len', 'count', 'card'], 'write size(x)'),
  ...each(['touppercase', 'toupper', 'upper', 'ucase'], 'write x.upperAscii()'),
  ...each(['tolowercase', 'tolower', 'lower', 'lcase'], 'write x.lowerAscii()'),
  ...each(['tostring', 'str', 'text', 'tojson'], 'write string(x)'),
  ...each(['concat', 'append', 'push'], 'write a + b'),
  ...each(['parseint', 'toint', 'tointeger', 'integer', 'long'], 'write int(x)'),
  ...each(['parsefloat', 'number', 'tonumber', 'float', 'decimal'], 'write double(x)'),
  ...each(['tofixed'], 'write round(x, 2), or "%.2f".format([x])'),
  ...each(['includes', 'has_key', 'haskey'], 'write text.contains("part"), or item in list'),
  ...each(['some', 'any', 'anymatch'], 'write list.exists(x, x.ok)'),
  ...each(['every', 'allmatch'], 'write list.all(x, x.ok)'),
  ...each(['find', 'first', 'findfirst'], 'write list.filter(x, x.ok)[0]'),
  ...each(['reduce', 'fold', 'foldl'], 'write sum(list.map(x, x.amount)), or min() or max()'),
  ...each(['foreach'], 'write list.map(x, x.sku), or give the step a "forEach"'),
  ...each(['replaceall'], 'write text.replace("a", "b")'),
  ...each(['substr', 'slice', 'left', 'right', 'mid'], 'write text.substring(0, 3)'),
  ...each(['keys', 'values', 'entries'], 'write object.map(key, value, value)'),
  ...each(
    ['default', 'nvl', 'ifnull', 'isnull', 'isempty', 'exists', 'defined', 'getordefault', 'isset'],
    'write coalesce(a, b), or ask with has(a.b)',
  ),
  ...each(['if', 'iif', 'when', 'choose'], 'write condition ? a : b'),
  ...each(['not'], 'write !x'),
  ...each(['and'], 'write a && b'),
  ...each(['or'], 'write a || b'),
  ...each(['equals', 'eq', 'stringequals'], 'write a == b'),
  ...each(['pow', 'sqrt', 'random', 'uuid', 'guid', 'newguid', 'math_random'], ASK_A_PARTICIPANT),
  ...each(['now', 'today', 'date', 'currenttime', 'utcnow', 'getdate', 'gettime'], NO_CLOCK),
  ...each(['parse', 'stringify'], 'pass the value itself, or the parts that are needed'),
  ...each(['test', 'match', 'regex', 'regexmatch'], 'write text.matches("^[a-z]+$")'),
]);

/** Variables. Lower case. */
const VARIABLES: ReadonlyMap<string, string> = new Map([
  ...each(
    ['workflow', 'execution', 'context', 'ctx', 'payload', 'request', 'req', 'body', 'params'],
    'the data that a saga is started with is "input"',
  ),
  ...each(
    ['args', 'arguments', 'inputs', 'vars', 'variables', 'state', 'states', 'event', 'trigger'],
    'the data that a saga is started with is "input"',
  ),
  ...each(
    ['result', 'response', 'output', 'outputs', 'previous', 'tasks', 'activities', 'jobs'],
    'the output of a step is steps.<name>.output',
  ),
  ...each(['step'], 'the output of a step is steps.<name>.output'),
  ...each(
    ['this', 'self', 'instance', 'workflowid', 'id'],
    'the saga itself is saga.id and saga.key',
  ),
  ...each(['undefined', 'nil', 'none'], 'write null'),
  ...each(['true'], 'write true'),
  ...each(['false'], 'write false'),
  ...each(['date', 'now', 'today', 'time'], NO_CLOCK),
  ...each(['math'], 'write round(x, 2), floor(x), ceil(x), abs(x), min([a, b]) or max([a, b])'),
  ...each(['json'], 'pass the value itself, or the parts that are needed'),
  ...each(['object'], 'write object.map(key, value, value)'),
  ...each(['env', 'process', 'secrets', 'config'], ASK_A_PARTICIPANT),
]);

/** null: nobody is known to write that. */
export function adviceOnCall(name: string): string | null {
  return CALLS.get(name.toLowerCase()) ?? null;
}

/** null: nobody is known to write that. */
export function adviceOnVariable(name: string): string | null {
  return VARIABLES.get(name.toLowerCase()) ?? null;
}

function each(names: readonly string[], advice: string): readonly (readonly [string, string])[] {
  return names.map((name) => [name, advice] as const);
}
