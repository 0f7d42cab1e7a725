import { useId, useState, type ReactNode } from 'react';
import type { JsonValue } from '#protocol';
import { shortened } from '#graph';
import field from '../field.module.css';
import { FaultList, faultsAt } from './fault-list';
import type { FieldOf } from './schema-field';
import css from './schema-form.module.css';
import type { Shape } from './shape';
import { useMarkUnread } from './unread';

const ABOUT_CHARS_MAX = 300;
const CHOICE_CHARS_MAX = 80;

/** Format: what the browser calls it. Others are texts like any other. */
const INPUT_TYPES: Readonly<Record<string, string>> = { date: 'date', email: 'email', uri: 'url' };
const EXAMPLES: Readonly<Record<string, string>> = {
  'date-time': 'such as 2030-01-31T12:00:00Z',
  duration: 'such as PT15M',
  time: 'such as 12:00:00Z',
  uuid: 'a UUID',
};

export function TextField(props: FieldOf<'text'>) {
  const { shape, value, onChange } = props;
  const { format, isLong } = shape;
  const text = typeof value === 'string' ? value : '';
  const change = (typed: string): void => onChange(typed === '' ? undefined : typed);
  return (
    <Labelled {...props} hint={EXAMPLES[format ?? '']}>
      {(control) =>
        isLong ? (
          <textarea
            {...control}
            rows={4}
            value={text}
            onChange={({ target }) => change(target.value)}
          />
        ) : (
          <input
            {...control}
            type={INPUT_TYPES[format ?? ''] ?? 'text'}
            value={text}
            onChange={({ target }) => change(target.value)}
          />
        )
      }
    </Labelled>
  );
}

export function NumberField(props: FieldOf<'number'>) {
  const { shape, value, onChange } = props;
  return (
    <Labelled {...props}>
      {(control) => (
        <input
          {...control}
          type="number"
          step={shape.isWhole ? 1 : 'any'}
          value={typeof value === 'number' ? value : ''}
          onChange={({ target: { valueAsNumber } }) =>
            onChange(Number.isNaN(valueAsNumber) ? undefined : valueAsNumber)
          }
        />
      )}
    </Labelled>
  );
}

/** Nothing is chosen before a person did: an approval is no accident. */
export function FlagField(props: FieldOf<'flag'>) {
  const { value, onChange } = props;
  return (
    <Labelled {...props}>
      {(control) => (
        <select
          {...control}
          value={String(value)}
          onChange={({ target }) =>
            onChange(target.value === 'undefined' ? undefined : target.value === 'true')
          }
        >
          <option value="undefined">–</option>
          <option value="true">yes</option>
          <option value="false">no</option>
        </select>
      )}
    </Labelled>
  );
}

export function ChoiceField(props: FieldOf<'choice'>) {
  const { shape, value, onChange } = props;
  const texts = shape.values.map((each) => JSON.stringify(each));
  return (
    <Labelled {...props}>
      {(control) => (
        <select
          {...control}
          value={texts.indexOf(JSON.stringify(value))}
          onChange={({ target }) => onChange(shape.values[Number(target.value)])}
        >
          <option value={-1}>–</option>
          {shape.values.map((each, index) => (
            <option key={texts[index]} value={index}>
              {shortened(typeof each === 'string' ? each : (texts[index] ?? ''), CHOICE_CHARS_MAX)}
            </option>
          ))}
        </select>
      )}
    </Labelled>
  );
}

/** What no other field can give. */
export function JsonField(props: FieldOf<'json'>) {
  const { shape, path, value, onChange } = props;
  const [text, write] = useState(() => (value === undefined ? '' : JSON.stringify(value, null, 2)));
  const read = readText(text);
  useMarkUnread(path, !read.isJson);
  const change = (typed: string): void => {
    write(typed);
    const next = readText(typed);
    // what is no JSON yet is kept as the text that it is, and is not taken
    onChange(next.isJson ? next.value : typed);
  };
  const hint = read.isJson ? `As JSON: ${shape.why}.` : 'This is no JSON yet.';
  return (
    <Labelled {...props} hint={hint}>
      {(control) => (
        <textarea
          {...control}
          className={css.json}
          rows={4}
          spellCheck={false}
          value={text}
          onChange={({ target }) => change(target.value)}
        />
      )}
    </Labelled>
  );
}

function readText(
  text: string,
): { isJson: true; value: JsonValue | undefined } | { isJson: false } {
  if (text.trim() === '') return { isJson: true, value: undefined };
  try {
    return { isJson: true, value: JSON.parse(text) };
  } catch {
    // half of what will be JSON
    return { isJson: false };
  }
}

interface Control {
  readonly id: string;
  readonly 'aria-required': boolean;
  readonly 'aria-invalid': boolean;
  readonly 'aria-describedby': string;
}

function Labelled(
  props: Omit<FieldOf<Shape['kind']>, 'shape'> & {
    readonly shape: Shape;
    readonly hint?: string;
    readonly children: (control: Control) => ReactNode;
  },
) {
  const { label, path, isRequired, faults, shape, hint, children } = props;
  const id = useId();
  const own = faultsAt(faults, path, []);
  const about = [shape.description, hint]
    .filter((text) => text !== null && text !== undefined)
    .join(' ');
  return (
    <div className={field.field}>
      <label htmlFor={id}>
        {label}
        {!isRequired && <small className={css.optional}> optional</small>}
      </label>
      {children({
        id,
        'aria-required': isRequired,
        'aria-invalid': own.length > 0,
        'aria-describedby': `${id}-about`,
      })}
      <div id={`${id}-about`}>
        {about !== '' && <small>{shortened(about, ABOUT_CHARS_MAX)}</small>}
        <FaultList faults={own} />
      </div>
    </div>
  );
}
