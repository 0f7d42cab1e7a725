import type { JsonValue } from '#protocol';
import { ROOTS } from '#expressions';
import { RESERVED_NAMES, STEP_NAME } from './names.js';
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
    };

export const LOOPS = ['forEach', 'repeat'] as const;

/** Items of one `forEach`. */
export const ITEMS_MAX = 1000;

const PARALLEL = { min: 1, max: 64, isInteger: true };
const ITERATIONS = { min: 1, max: 1000, isInteger: true };
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
  fields?.refuseOthers(['items', 'as', 'maxParallel']);
  return {
    type: 'forEach',
    items: fields ? readTemplate(fields, 'items') : null,
    as: (fields && readVariable(fields)) ?? 'item',
    maxParallel: fields?.number('maxParallel', PARALLEL) ?? 8,
  };
}

function readRepeat(fields: Fields | undefined): LoopDocument {
  fields?.refuseOthers(['until', 'interval', 'maxIterations']);
  return {
    type: 'repeat',
    until: fields ? readTemplate(fields, 'until') : null,
    intervalMs: fields?.duration('interval') ?? 10_000,
    maxIterations: fields?.number('maxIterations', ITERATIONS) ?? 30,
  };
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
