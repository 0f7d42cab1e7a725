import button from '../button.module.css';
import { Field } from '../field';
import { FaultList } from './fault-list';
import type { ValueFault } from './schema-check';
import css from './schema-form.module.css';
import { SchemaField } from './schema-field';
import { Unread } from './unread';
import type { SchemaFormState } from './use-schema-form';

interface SchemaFormProps {
  readonly form: SchemaFormState;
  /** What the value is: `Input`. */
  readonly label: string;
  /** What the API found wrong with it. */
  readonly refused?: readonly ValueFault[];
}

const NONE: readonly ValueFault[] = [];

/** A value, given by fields that its schema describes, or as JSON. It is no <form> of its own. */
export function SchemaForm({ form, label, refused = NONE }: SchemaFormProps) {
  const { shape, text } = form;
  const faults = [...form.faults, ...refused];
  return (
    <fieldset className={css.form}>
      <legend className={css.legend}>
        <span>{label}</span>
        {shape.kind !== 'json' && <Modes form={form} />}
      </legend>
      {shape.description !== null && <small>{shape.description}</small>}
      {text === null ? (
        <Unread value={form.markUnread}>
          <SchemaField
            {...{ faults, label, root: form.schema, schema: form.schema, value: form.value }}
            path=""
            isRequired
            isWhole
            onChange={form.change}
          />
        </Unread>
      ) : (
        <JsonText form={form} label={`${label}, as JSON`} faults={faults} />
      )}
    </fieldset>
  );
}

function Modes({ form: { text, toFields, toJson } }: Pick<SchemaFormProps, 'form'>) {
  return (
    <span className={css.modes}>
      <button
        type="button"
        className={button.button}
        aria-pressed={text === null}
        onClick={() => text !== null && toFields()}
      >
        Fields
      </button>
      <button
        type="button"
        className={button.button}
        aria-pressed={text !== null}
        onClick={() => text === null && toJson()}
      >
        JSON
      </button>
    </span>
  );
}

function JsonText(props: {
  readonly form: SchemaFormState;
  readonly label: string;
  readonly faults: readonly ValueFault[];
}) {
  const { form, label, faults } = props;
  const { shape, text, write } = form;
  const why = shape.kind === 'json' && form.schema !== true ? shape.why : undefined;
  const hint = why === undefined ? undefined : `There are no fields for it: ${why}.`;
  return (
    <>
      <Field label={label} hint={hint}>
        <textarea
          className={css.json}
          rows={Math.min(16, Math.max(5, (text ?? '').split('\n').length + 1))}
          spellCheck={false}
          value={text ?? ''}
          aria-invalid={faults.length > 0}
          onChange={({ target }) => write(target.value)}
        />
      </Field>
      <FaultList faults={faults} />
    </>
  );
}
