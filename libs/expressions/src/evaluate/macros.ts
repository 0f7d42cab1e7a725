import {
  type CelValue,
  type Evaluate,
  type Frame,
  isCelList,
  isCelMap,
  typeNameOf,
} from './cel-value.js';
import { EvaluationFault } from './evaluation-fault.js';
import type { Meter } from './meter.js';

export type MacroName = 'all' | 'exists' | 'exists_one' | 'filter' | 'map';

export interface Macro {
  readonly name: MacroName;
  /** The list, or the object whose keys are looked at. */
  readonly range: Evaluate;
  /** Where the variable is kept among the frame's locals. */
  readonly slot: number;
  /** null: a `map` without a filter. */
  readonly predicate: Evaluate | null;
  /** Only of a `map`. */
  readonly transform: Evaluate | null;
  /** Nodes of predicate and transform: what one round costs. */
  readonly roundSteps: number;
}

export function compileMacro(macro: Macro): Evaluate {
  switch (macro.name) {
    case 'map':
    case 'filter':
      return (frame) => collect(macro, frame);
    case 'exists':
      return (frame) => quantify(macro, frame, true);
    case 'all':
      return (frame) => quantify(macro, frame, false);
    case 'exists_one':
      return (frame) => collect({ ...macro, transform: null }, frame).length === 1;
    default:
      throw new Error(`unknown macro ${String(macro.name satisfies never)}`);
  }
}

function collect(macro: Macro, frame: Frame): readonly CelValue[] {
  const { slot, predicate, transform } = macro;
  const collected: CelValue[] = [];
  for (const item of itemsOf(macro, frame)) {
    frame.meter.spend(macro.roundSteps);
    frame.locals[slot] = item;
    if (predicate !== null && !truthOf(predicate(frame), macro.name)) continue;
    collected.push(transform === null ? item : transform(frame));
  }
  return collected;
}

/**
 * `exists` looks for a true, `all` for a false. As in CEL an item that cannot be looked at does
 * not matter when another one decides.
 */
function quantify(macro: Macro, frame: Frame, sought: boolean): boolean {
  const { slot, predicate } = macro;
  let absorbed: EvaluationFault | null = null;
  for (const item of itemsOf(macro, frame)) {
    frame.meter.spend(macro.roundSteps);
    frame.locals[slot] = item;
    try {
      if (truthOf(predicate?.(frame) ?? null, macro.name) === sought) return sought;
    } catch (error) {
      const fault = absorb(error, frame.meter);
      absorbed ??= fault;
    }
  }
  if (absorbed !== null) throw absorbed;
  return !sought;
}

/** Throwing and catching takes as long as this many other steps. */
const ABSORBED_STEPS = 100;

/** Passes on what nothing absorbs. */
export function absorb(error: unknown, meter: Meter): EvaluationFault {
  if (!(error instanceof EvaluationFault) || error.reason === 'limit') throw error;
  meter.spend(ABSORBED_STEPS);
  return error;
}

function itemsOf({ name, range }: Macro, frame: Frame): readonly CelValue[] {
  const items = range(frame);
  if (isCelList(items)) return items;
  if (!isCelMap(items)) {
    throw new EvaluationFault('value', `${name}() cannot be applied to ${typeNameOf(items)}`);
  }
  const keys = Object.keys(items);
  frame.meter.spend(keys.length);
  return keys;
}

function truthOf(value: CelValue, name: string): boolean {
  if (typeof value === 'boolean') return value;
  throw new EvaluationFault('value', `${name}() needs true or false and got ${typeNameOf(value)}`);
}
