import { useMemo, useState } from 'react';
import type { JsonValue } from '#protocol';
import { firstValueOf } from './first-value';
import { valueCheckOf, type ValueFault } from './schema-check';
import { shapeOf, type Shape } from './shape';
import { useUnreadFields } from './unread';

export type TakenValue = { readonly isRight: true; readonly value: JsonValue } | { isRight: false };

/** The state of a form that a JSON Schema describes. */
export interface SchemaFormState {
  readonly schema: JsonValue;
  readonly shape: Shape;
  /** undefined: nothing has been given. */
  readonly value: JsonValue | undefined;
  readonly change: (value: JsonValue | undefined) => void;
  /** The text of the value, while it is written as JSON; null: it is given by fields. */
  readonly text: string | null;
  readonly write: (text: string) => void;
  readonly toJson: () => void;
  readonly toFields: () => void;
  /** Fields tell by it that their text is no JSON yet. */
  readonly markUnread: (path: string, isUnread: boolean) => void;
  /** The value as it is given now, right or not; undefined: there is none, or it is no JSON. */
  readonly given: JsonValue | undefined;
  /** None until somebody took the value. */
  readonly faults: readonly ValueFault[];
  /** The value, if it fits; else what is wrong is shown from now on. */
  readonly take: () => TakenValue;
}

interface Beginning {
  /** Left out: what the schema says. */
  readonly value?: JsonValue;
  /** What is wrong is shown from the beginning. Default: once somebody took the value. */
  readonly isChecked?: boolean;
}

/** `schema` null: anything fits. */
export function useSchemaForm(schema: unknown, beginning: Beginning = {}): SchemaFormState {
  const known = (schema ?? true) as JsonValue;
  const shape = useMemo(() => shapeOf(known, known), [known]);
  const check = useMemo(() => valueCheckOf(known), [known]);
  const isForm = shape.kind !== 'json';
  const [value, change] = useState(() => beginning.value ?? firstValueOf(known, known));
  const [text, setText] = useState(() => (isForm ? null : textOf(value ?? {})));
  const [isTaken, setTaken] = useState(beginning.isChecked === true);
  const unread = useUnreadFields();
  const read = useMemo(
    () => (text === null ? givenBy(value, unread.paths) : readJson(text)),
    [text, value, unread.paths],
  );
  const faults = useMemo(() => (isTaken ? faultsOf(read, check) : []), [isTaken, read, check]);
  return {
    schema: known,
    shape,
    value,
    change,
    text,
    write: setText,
    markUnread: unread.mark,
    toJson: () => setText(textOf(value ?? {})),
    toFields: () => {
      if (read.fault !== null) return setTaken(true);
      change(read.value);
      setText(null);
    },
    given: read.value,
    faults,
    take: () => {
      setTaken(true);
      const isRight = read.value !== undefined && faultsOf(read, check).length === 0;
      return isRight ? { isRight, value: read.value } : { isRight: false };
    },
  };
}

interface ReadValue {
  readonly value: JsonValue | undefined;
  readonly fault: ValueFault | null;
}

/** By fields, of which some may hold what is no JSON yet. */
function givenBy(value: JsonValue | undefined, unread: ReadonlySet<string>): ReadValue {
  const [path] = unread;
  if (path === undefined) return { value, fault: null };
  return { value: undefined, fault: { path, message: 'this is no JSON yet' } };
}

function readJson(text: string): ReadValue {
  try {
    return { value: JSON.parse(text), fault: null };
  } catch (error) {
    const message = `this is no JSON: ${error instanceof Error ? error.message : String(error)}`;
    return { value: undefined, fault: { path: '', message } };
  }
}

function faultsOf(
  { value, fault }: ReadValue,
  check: (value: JsonValue) => readonly ValueFault[],
): readonly ValueFault[] {
  if (fault !== null) return [fault];
  return value === undefined ? [{ path: '', message: 'has to be there' }] : check(value);
}

function textOf(value: JsonValue): string {
  return JSON.stringify(value, null, 2);
}
