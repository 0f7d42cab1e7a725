import { compileDefinition } from '#definition';
import { isObject, type JsonValue } from '#protocol';
import { blocksOf, documents } from './markdown.js';

/*
 * Every JSON example of every document: a definition is valid, a part of one is valid in a
 * definition around it, and everything else (messages, answers) at least is JSON.
 */

type Fields = Readonly<Record<string, JsonValue>>;

const blocks = documents()
  .flatMap(blocksOf)
  .filter(({ language, mark }) => language === 'json' && !mark?.startsWith('not checked: '));
const ACTIONS = ['command', 'wait', 'delay', 'saga', 'publish', 'fail', 'end'];
/** Fields that only a definition has. */
const PARTS = ['trigger', 'locks', 'deadline', 'defaults', 'sensitive', 'events', 'retry'];

it('there are some, of every kind', () => {
  const kinds = new Set(blocks.map(({ text }) => kindOf(valuesOf(text))));
  expect([...kinds].sort()).toEqual(['definition', 'other', 'part', 'steps']);
});

it.each(blocks)('$document:$line is valid', ({ text }) => {
  expect(faultsOf(valuesOf(text))).toEqual([]);
});

describe('An example', () => {
  const step = '{ "name": "a", "command": "x.y", "compensation": "none" }';
  it.each([
    ['is no JSON', '{ "name": }', /JSON/],
    ['is a definition with a fault', `{ "name": "A", "steps": [${step}] }`, /name/],
    ['is a step with a fault', '{ "name": "a", "command": "x.y" }', /compensation/],
    ['is a step with a wrong field', '{ "name": "a", "delay": "1s", "dealy": 1 }', /dealy/],
    ['is a part with a fault', '"trigger": { "event": "saga.x" }', /trigger/],
  ])('%s', (_, text, fault) => {
    expect(() => expect(faultsOf(valuesOf(text))).toEqual([])).toThrow(fault);
  });
});

/**
 * One value, or several with commas or line ends between them, or the inside of an object. `[ … ]`
 * stands for steps that are left out.
 */
function valuesOf(shown: string): readonly JsonValue[] {
  const text = shown.replace('[ … ]', '[]');
  const forms = [`[${text}]`, `[{${text}}]`, `[${text.replace(/\}\n(?=\{)/g, '},\n')}]`];
  const form = forms.find(isJson) ?? forms[0] ?? '';
  return JSON.parse(form) as JsonValue[];
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    // the caller tries another form, and parses again to have the fault
    return false;
  }
}

function kindOf([first, ...more]: readonly JsonValue[]): 'definition' | 'steps' | 'part' | 'other' {
  if (!isObject(first ?? null)) return 'other';
  const fields = first as Fields;
  const isStep = ACTIONS.some((action) => action in fields) && typeof fields['name'] === 'string';
  if (isStep) return 'steps';
  if (more.length === 0 && Array.isArray(fields['steps']) && 'name' in fields) {
    return isStepList(fields['steps']) ? 'definition' : 'other';
  }
  return Object.keys(fields).every((field) => PARTS.includes(field)) ? 'part' : 'other';
}

/** Steps of a definition, and not those of an answer about a saga. */
function isStepList(steps: readonly JsonValue[]): boolean {
  return steps.every((step) => isObject(step) && ACTIONS.some((action) => action in step));
}

function faultsOf(values: readonly JsonValue[]): readonly unknown[] {
  const kind = kindOf(values);
  if (kind === 'other') return [];
  const [first = {}] = values as readonly Fields[];
  if (kind === 'steps') return compiled({ name: 'example', steps: around(values as Fields[]) });
  const isWhole = kind === 'definition' && JSON.stringify(first['steps']) !== '[]';
  if (isWhole) return compiled(first);
  return compiled({ name: 'example', ...first, steps: around([], JSON.stringify(first)) });
}

function compiled(document: Fields): readonly unknown[] {
  const result = compileDefinition(document, 1);
  return result.ok ? [] : result.faults;
}

/** With steps before them for whatever they name, and with a pivot where they come after one. */
function around(steps: readonly Fields[], text = JSON.stringify(steps)): readonly Fields[] {
  const own = new Set(steps.map(({ name }) => name));
  const named = [...text.matchAll(/\bsteps[./](\w+)/g)].map(([, name = '']) => name);
  const after = steps.flatMap(({ after }) => (Array.isArray(after) ? after : []));
  const before = [...new Set([...named, ...after])].filter((name) => !own.has(name));
  const stubs = before.map((name) => stub(String(name), { compensation: 'none', catch: 'any' }));
  const isPast = steps.some(({ kind }) => kind === 'retryable');
  const hasPivot = steps.some(({ kind }) => kind === 'pivot');
  const pivot = isPast && !hasPivot ? [stub('thePivot', { kind: 'pivot' })] : [];
  return [...stubs, ...pivot, ...(steps.length > 0 ? steps : [stub('only', COMPENSATED)])];
}

const COMPENSATED = { compensation: 'none' };

function stub(name: string, more: Fields): Fields {
  return { name, command: 'example.do', ...more };
}
