import type { MacroCall } from '../rules/macro-call.js';
import { warnOfNullOutput } from './step-access.js';
import { type Infer, isNever, requireKinds, type TypeWalk, uncertain } from './type-walk.js';
import {
  ANYTHING,
  BOOLEAN,
  INTEGER,
  KIND,
  type Kinds,
  listOf,
  NEVER,
  NUMERIC,
  objectWith,
  ofKinds,
  only,
  STRING,
  unionOf,
  UNKNOWN,
  type ValueType,
} from './value-type.js';

const OBJECTS: Kinds = KIND.object | KIND.table;

export function inferMacro(macro: MacroCall, at: TypeWalk, infer: Infer): ValueType {
  const { range, predicate, transform } = macro;
  const by = `${macro.spelling}()`;
  const type = infer(range, at);
  warnOfNullOutput(range, at);
  const isTaken = requireKinds(range, type, { kinds: KIND.list | OBJECTS, by }, at);
  // the list may be empty
  const inside = { ...uncertain(at), locals: localsOf(macro, type, at) };
  if (predicate !== null) {
    const asked = infer(predicate, inside);
    if (isTaken) requireKinds(predicate, asked, { kinds: KIND.boolean, by }, inside);
  }
  const made = transform === null ? NEVER : infer(transform, inside);
  if (!isTaken) return NEVER;
  switch (macro.name) {
    case 'map':
      return listOf(() => made);
    case 'filter':
      return listOf(() => itemOf(type));
    case 'map_values':
      return objectLike(type, made);
    case 'map_entries':
      if (transform !== null && !isNever(made))
        requireKinds(transform, made, { kinds: OBJECTS, by }, inside);
      return only(ANYTHING, OBJECTS);
    case 'all':
    case 'exists':
    case 'exists_one':
      return BOOLEAN;
    default:
      throw new Error(`unknown macro ${String(macro.name satisfies never)}`);
  }
}

function localsOf({ variables }: MacroCall, range: ValueType, at: TypeWalk) {
  const [first = '', second] = variables.map((each) => (each.op === 'id' ? each.args : ''));
  const locals = new Map(at.locals);
  if (second === undefined) return locals.set(first, itemOf(range));
  const position = range.kinds & KIND.list ? INTEGER : NEVER;
  const value = range.kinds & OBJECTS ? range.member() : NEVER;
  const item = range.kinds & KIND.list ? range.items() : NEVER;
  return locals.set(first, unionOf([position, keyOf(range)])).set(second, unionOf([item, value]));
}

/** With one variable, of an object the macro takes the keys. */
function itemOf(range: ValueType): ValueType {
  return unionOf([range.kinds & KIND.list ? range.items() : NEVER, keyOf(range)]);
}

function keyOf(range: ValueType): ValueType {
  return unionOf([
    range.kinds & KIND.object ? STRING : NEVER,
    range.kinds & KIND.table ? ofKinds(KIND.string | NUMERIC | KIND.boolean) : NEVER,
  ]);
}

/** Has the keys of another one: the positions of a list are no texts. */
function objectLike(range: ValueType, made: ValueType): ValueType {
  const isPlain = range.kinds & (KIND.object | KIND.list);
  const isTable = range.kinds & (KIND.table | KIND.list);
  const kinds = (isPlain ? KIND.object : 0) | (isTable ? KIND.table : 0);
  return objectWith(kinds, isNever(made) ? UNKNOWN : made);
}
