import { lazy, Suspense, useEffect, useState } from 'react';
import { Waiting } from '../parts/states';
import type { Act, Additions, Preview } from './acts';
import css from './added-payload.module.css';

const PayloadForm = lazy(() => import('./payload-form'));

interface AddedPayloadProps {
  readonly act: Act;
  readonly preview: Preview | null;
  /** null: what is given is no JSON object. Has to be the same function each time. */
  readonly onChange: (additions: Additions | null) => void;
}

/** As it was when the form was opened. */
interface Opened {
  /** What was sent before; undefined: it is not known. */
  readonly old: unknown;
  /** Whose input it is; null: it is not known. */
  readonly command: string | null;
}

/** What people may add to an act: another input with a retry, an output with a skip. */
export function AddedPayload({ act, preview, onChange }: AddedPayloadProps) {
  const [opened, setOpened] = useState<Opened | null>(null);
  const isOpen = opened !== null;
  useEffect(() => {
    if (!isOpen) onChange({});
  }, [isOpen, onChange]);
  const { verb, step } = act;
  if (step === undefined || (verb !== 'retry' && verb !== 'skip')) return null;
  const sent = verb === 'retry' ? commandOf(act, preview) : undefined;
  // another input is an old one that was changed
  if (verb === 'retry' && !isOpen && sent === undefined) return null;
  const name = verb === 'retry' ? 'input' : 'output';
  const open = (): void => setOpened({ old: sent?.data, command: sent?.command ?? null });
  return (
    <details
      className={css.added}
      onToggle={({ currentTarget }) => {
        if (currentTarget.open === isOpen) return;
        if (isOpen) setOpened(null);
        else open();
      }}
    >
      <summary>{name === 'input' ? 'With another input' : 'With an output'}</summary>
      {isOpen && (
        <Suspense fallback={<Waiting />}>
          <PayloadForm {...{ name, step, onChange, ...opened }} />
        </Suspense>
      )}
    </details>
  );
}

function commandOf({ step }: Act, preview: Preview | null) {
  return preview?.commands.find(
    (each) => each.step === step && each.direction === 'execute' && each.isDataShown,
  );
}
