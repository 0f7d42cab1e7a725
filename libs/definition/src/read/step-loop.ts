import type { JsonValue } from '#protocol';
import { membersNamed, ROOTS } from '#expressions';
import {
  duration,
  expression,
  flag,
  object,
  place,
  required,
  text,
  whole,
} from '../language/field.js';
import { RESERVED_NAMES, SIGNAL, STEP_NAME } from './names.js';
import type { Fields } from './fields.js';

/** How a step's command is sent more than once; what is wrong was reported, and is null. */
export type LoopDocument =
  | {
      readonly type: 'forEach';
      /** A template that gives a list. */
      readonly items: string | null;
      /** What an item is called in expressions. */
      readonly as: string;
      readonly maxParallel: number;
    }
  | {
      readonly type: 'repeat';
      /** A template that gives true or false. */
      readonly until: string | null;
      readonly intervalMs: number;
      readonly maxIterations: number;
      readonly collects: boolean;
      /** Signals that `until` asks for. */
      readonly signals: readonly string[];
    };

export const LOOPS = ['forEach', 'repeat'] as const;

/** Items of one `forEach`. */
export const ITEMS_MAX = 1000;

const FOR_EACH = place({
  items: required(expression(`A list of at most ${ITEMS_MAX} items.`, '${input.lines}')),
  as: text('What the item is called in "input", beside "index".', {
    pattern: STEP_NAME,
    default: 'item',
  }),
  maxParallel: whole(1, 64, 'How many commands are under way at a time.', { default: 8 }),
});
const REPEAT = place({
  until: required(
    expression('Ends the loop when it holds of the "output".', "${output.status == 'DONE'}"),
  ),
  interval: duration('The pause between two rounds.', { default: '10s' }),
  maxIterations: whole(1, 1000, 'After so many rounds the step fails.', { default: 30 }),
  collect: flag('Whether the output is the list of all outputs, and not the latest one.', {
    default: false,
  }),
});

export const LOOP_FIELDS = {
  forEach: object(FOR_EACH, 'Does the step for each item of a list; the output is a list too.'),
  repeat: object(REPEAT, 'Does the step again and again, until a condition holds.'),
} as const;

/** Words of CEL, names that a place has already, and names that reach a prototype. */
const RESERVED = new Set([
  ...ROOTS,
  ...RESERVED_NAMES,
  'index',
  'output',
  'as',
  'has',
  'coalesce',
  'size',
  'type',
  'sum',
  'min',
  'max',
  'round',
  'dyn',
]);

/** null: the command is sent once. */
export function readLoop(step: Fields): LoopDocument | null {
  if (step.has('forEach') && step.has('repeat')) {
    step.report('repeat', 'one-loop', 'the step has a "forEach" already');
  }
  if (step.has('forEach')) return readForEach(step.object('forEach'));
  return step.has('repeat') ? readRepeat(step.object('repeat')) : null;
}

function readForEach(fields: Fields | undefined): LoopDocument {
  fields?.refuseOthers(FOR_EACH);
  return {
    type: 'forEach',
    items: fields ? readTemplate(fields, 'items') : null,
    as: (fields && readVariable(fields)) ?? 'item',
    maxParallel: fields?.number('maxParallel', FOR_EACH.fields.maxParallel) ?? 8,
  };
}

function readRepeat(fields: Fields | undefined): LoopDocument {
  fields?.refuseOthers(REPEAT);
  return {
    type: 'repeat',
    until: fields ? readTemplate(fields, 'until') : null,
    collects: fields?.flag('collect') ?? false,
    signals: fields ? readSignals(fields) : [],
    intervalMs: fields?.duration('interval') ?? 10_000,
    maxIterations: fields?.number('maxIterations', REPEAT.fields.maxIterations) ?? 30,
  };
}

/** Which signals the saga takes must be known before any is there. */
function readSignals(fields: Fields): readonly string[] {
  const until = fields.get('until');
  if (typeof until !== 'string') return [];
  const { names, isWhole } = membersNamed(until, 'signals');
  const wrong = names.find((name) => !SIGNAL.test(name));
  if (isWhole || wrong !== undefined) {
    const message = `"signals" is used with the name of a signal, like ${'`'}signals.stop${'`'}; `;
    fields.report('until', 'signal-name', `${message}a name must match ${SIGNAL.source}`);
  }
  return names;
}

function readTemplate(fields: Fields, name: string): string | null {
  return fields.require(name) ? (fields.text(name) ?? null) : null;
}

function readVariable(fields: Fields): string | undefined {
  const name: JsonValue | undefined = fields.text('as');
  if (name === undefined || (STEP_NAME.test(name) && !RESERVED.has(name))) return name;
  fields.report('as', 'variable-name', `must match ${STEP_NAME.source}, and be no word of CEL`);
  return undefined;
}
