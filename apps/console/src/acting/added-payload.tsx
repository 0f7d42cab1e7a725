import { useEffect, useState } from 'react';
import { differencesOf } from '../parts/difference';
import { Differences } from '../parts/differences';
import { Field } from '../parts/field';
import type { Act, Additions, Preview } from './acts';
import css from './added-payload.module.css';

/** The preview is asked again once somebody stops typing for this long. */
const TYPED_MS = 400;

interface AddedPayloadProps {
  readonly act: Act;
  readonly preview: Preview | null;
  /** null: what is written is no JSON object. Has to be the same function each time. */
  readonly onChange: (additions: Additions | null) => void;
}

/** What people may add to an act: another input with a retry, an output with a skip. */
export function AddedPayload({ act, preview, onChange }: AddedPayloadProps) {
  const name = act.verb === 'retry' ? 'input' : 'output';
  const isTaken = act.step !== undefined && (act.verb === 'retry' || act.verb === 'skip');
  const [old, setOld] = useState<unknown>(undefined);
  const [text, setText] = useState<string | null>(null);
  const parsed = text === null ? null : parsedObject(text);
  useAdditions({ name, text, old, onChange });
  if (!isTaken || (act.verb === 'retry' && text === null && !isEditable(act, preview))) return null;
  const open = (isOpen: boolean): void => {
    if (!isOpen) return setText(null);
    const before = act.verb === 'retry' ? payloadOf(act, preview) : undefined;
    setOld(before);
    setText(before === undefined ? '{}' : JSON.stringify(before, null, 2));
  };
  return (
    <details
      className={css.added}
      onToggle={({ currentTarget }) =>
        currentTarget.open === (text === null) && open(text === null)
      }
    >
      <summary>{name === 'input' ? 'With another input' : 'With an output'}</summary>
      {text !== null && (
        <>
          <Field
            label={name === 'input' ? `Input of ${act.step}` : `Output of ${act.step}`}
            hint={parsed?.fault ?? HINTS[name]}
          >
            <textarea
              rows={Math.min(14, text.split('\n').length + 1)}
              value={text}
              spellCheck={false}
              aria-invalid={parsed?.fault !== undefined}
              onChange={({ target }) => setText(target.value)}
            />
          </Field>
          {name === 'input' && parsed?.value !== undefined && (
            <Changes old={old} value={parsed.value} />
          )}
        </>
      )}
    </details>
  );
}

const HINTS = {
  input: 'It is sent under a new key; the old one is fenced first.',
  output: 'The saga goes on as if the step had given this.',
};

function Changes({ old, value }: { readonly old: unknown; readonly value: unknown }) {
  const differences = differencesOf(old, value);
  if (differences.length === 0) return <small>Nothing differs from what was sent before.</small>;
  return <Differences of={differences} label="What differs from what was sent before" />;
}

/** Tells what is written, a moment after the last key; nothing while the field is closed. */
function useAdditions({ name, text, old, onChange }: Written): void {
  useEffect(() => {
    if (text === null) return onChange({});
    const { value } = parsedObject(text);
    // what was sent before is no other input: it goes out under its old key
    if (name === 'input' && differencesOf(old, value).length === 0) return onChange({});
    onChange(null);
    if (value === undefined) return undefined;
    const timer = setTimeout(() => onChange({ [name]: value }), TYPED_MS);
    return () => clearTimeout(timer);
  }, [name, text, old, onChange]);
}

interface Written extends Pick<AddedPayloadProps, 'onChange'> {
  readonly name: 'input' | 'output';
  /** null: nothing is. */
  readonly text: string | null;
  readonly old: unknown;
}

interface Parsed {
  /** undefined: it is none. */
  readonly value?: Readonly<Record<string, unknown>>;
  readonly fault?: string;
}

function parsedObject(text: string): Parsed {
  try {
    const value = JSON.parse(text) as unknown;
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      return { value: value as Readonly<Record<string, unknown>> };
    }
    return { fault: 'It has to be a JSON object: { … }.' };
  } catch (error) {
    return { fault: `It is no JSON: ${(error as Error).message}` };
  }
}

/** What was sent before is known, so that it can be changed. */
function isEditable(act: Act, preview: Preview | null): boolean {
  return payloadOf(act, preview) !== undefined;
}

function payloadOf({ step }: Act, preview: Preview | null): unknown {
  const command = preview?.commands.find(
    (each) => each.step === step && each.direction === 'execute' && each.isDataShown,
  );
  return command?.data;
}
