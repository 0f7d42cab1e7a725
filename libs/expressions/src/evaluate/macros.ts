import {
  type CelValue,
  type Evaluate,
  type Frame,
  isCelList,
  isCelMap,
  typeNameOf,
} from './cel-value.js';
import { EvaluationFault } from './evaluation-fault.js';
import { LookupTable, MapBuilder } from './lookup-table.js';
import type { Meter } from './meter.js';

/** `map_values` makes an object of new values, `map_entries` one of new keys and values. */
export type MacroName =
  'all' | 'exists' | 'exists_one' | 'filter' | 'map' | 'map_values' | 'map_entries';

export interface Macro {
  readonly name: MacroName;
  /** As its author spells it. */
  readonly spelling: string;
  /** The list, or the object whose keys are looked at. */
  readonly range: Evaluate;
  /** Where the first variable is kept among the frame's locals; a second one is behind it. */
  readonly slot: number;
  /** Two variables: position and item, or key and value. */
  readonly isPaired: boolean;
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
    case 'map_values':
    case 'map_entries':
      return (frame) => collectMembers(macro, frame);
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
  const { transform } = macro;
  const collected: CelValue[] = [];
  eachItem(macro, frame, (item) => {
    if (isWanted(macro, frame)) collected.push(transform === null ? item : transform(frame));
    return false;
  });
  return collected;
}

/** An object: under the keys of the old one, or with the members that each round gives. */
function collectMembers(macro: Macro, frame: Frame): CelValue {
  const builder = new MapBuilder<CelValue>();
  eachItem(macro, frame, () => {
    if (!isWanted(macro, frame)) return false;
    const result = macro.transform?.(frame) ?? null;
    frame.meter.spend(MEMBER_STEPS);
    if (macro.name === 'map_values') builder.add(frame.locals[macro.slot], result);
    else for (const [key, value] of membersOf(result, macro, frame)) builder.add(key, value);
    return false;
  });
  return builder.build();
}

function isWanted({ predicate, spelling }: Macro, frame: Frame): boolean {
  return predicate === null || truthOf(predicate(frame), spelling);
}

/**
 * `exists` looks for a true, `all` for a false. As in CEL an item that cannot be looked at does
 * not matter when another one decides.
 */
function quantify(macro: Macro, frame: Frame, sought: boolean): boolean {
  let isFound = false;
  let absorbed: EvaluationFault | null = null;
  eachItem(macro, frame, () => {
    try {
      isFound = isWanted(macro, frame) === sought;
    } catch (error) {
      const fault = absorb(error, frame.meter);
      absorbed ??= fault;
    }
    return isFound;
  });
  if (isFound) return sought;
  if (absorbed !== null) throw absorbed as EvaluationFault;
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

/**
 * Sets the macro's variables to each item in turn, until `visit` says true. It is given the item of
 * a list, or the key of an object.
 */
function eachItem(macro: Macro, frame: Frame, visit: (item: CelValue) => boolean): void {
  const { slot, isPaired, roundSteps } = macro;
  const { meter, locals } = frame;
  const range = macro.range(frame);
  if (isCelList(range)) {
    for (let index = 0; index < range.length; index++) {
      meter.spend(roundSteps);
      const item = range[index] ?? null;
      locals[slot] = isPaired ? BigInt(index) : item;
      if (isPaired) locals[slot + 1] = item;
      if (visit(item)) return;
    }
    return;
  }
  for (const [key, value] of membersOf(range, macro, frame)) {
    meter.spend(roundSteps);
    locals[slot] = key;
    if (isPaired) locals[slot + 1] = value;
    if (visit(key)) return;
  }
}

/** A member is taken out of an object, or put into one. */
const MEMBER_STEPS = 5;

function membersOf(
  value: CelValue,
  { spelling }: Macro,
  { meter }: Frame,
): readonly (readonly [CelValue, CelValue])[] {
  if (value instanceof LookupTable) {
    meter.spend(MEMBER_STEPS * value.size);
    return value.entries();
  }
  if (!isCelMap(value)) {
    throw new EvaluationFault('value', `${spelling}() cannot be applied to ${typeNameOf(value)}`);
  }
  const members = Object.entries(value);
  meter.spend(MEMBER_STEPS * members.length);
  return members;
}

function truthOf(value: CelValue, name: string): boolean {
  if (typeof value === 'boolean') return value;
  throw new EvaluationFault('value', `${name}() needs true or false and got ${typeNameOf(value)}`);
}
