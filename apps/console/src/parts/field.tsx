import type { ReactNode } from 'react';
import css from './field.module.css';

interface FieldProps {
  readonly label: string;
  /** What to put there, or what is wrong with what is there. */
  readonly hint?: string;
  /** One control. */
  readonly children: ReactNode;
}

/** A control with its label. */
export function Field({ label, hint, children }: FieldProps) {
  return (
    <label className={css.field}>
      {label}
      {children}
      {hint !== undefined && <small>{hint}</small>}
    </label>
  );
}

const REASON_CHARS_MAX = 500;

/** Every act has a reason: 1 to 500 characters, on record. */
export function ReasonField(props: { value: string; onChange: (value: string) => void }) {
  return (
    <Field label="Reason, for the audit log">
      <input
        value={props.value}
        maxLength={REASON_CHARS_MAX}
        data-begin
        onChange={({ target }) => props.onChange(target.value)}
      />
    </Field>
  );
}
