import { useState } from 'react';
import type { BulkAsk } from '../../acting/bulk/bulk';
import BulkDialog from '../../acting/bulk/bulk-dialog';
import { BULK_WORDS } from '../../acting/bulk/bulk-words';
import { afterRepair } from '../../acting/usual-reason';
import { Field } from '../../parts/field';
import { useDelayed } from '../../parts/use-delayed';
import { numberText } from '../../parts/text/number-text';

const TYPED_MS = 400;

interface ActOnChosenProps {
  readonly which: Pick<BulkAsk, 'filter' | 'ids'>;
  readonly size: number;
  readonly action: BulkAsk['action'];
  readonly onClose: () => void;
}

type Settled = NonNullable<BulkAsk['result']>;

/** Which fields an act has: what is empty and optional is left out. */
export default function ActOnChosen({ which, size, action, onClose }: ActOnChosenProps) {
  const [step, setStep] = useState('');
  const [result, setResult] = useState<Settled>('succeeded');
  const typed = step.trim();
  const isTyping = useDelayed(typed, TYPED_MS) !== typed;
  const hasStep = action === 'skip' || action === 'settle' || action === 'compensate';
  const sagas = `${numberText(size)} ${size === 1 ? 'saga' : 'sagas'}`;
  return (
    <BulkDialog
      title={`${BULK_WORDS[action]}: ${sagas}`}
      ask={isTyping ? null : askOf({ which, action, step: typed, result })}
      reason={action === 'retry' ? afterRepair('retry', '') : undefined}
      onClose={onClose}
    >
      {hasStep && (
        <Field
          label={action === 'compensate' ? 'Back to just before the step' : 'Step'}
          hint={action === 'compensate' ? 'Empty: all the way back' : 'Its name in the definition'}
        >
          <input
            value={step}
            maxLength={63}
            data-begin
            onChange={({ target }) => setStep(target.value)}
          />
        </Field>
      )}
      {action === 'settle' && (
        <Field label="A person found that it">
          <select value={result} onChange={({ target }) => setResult(target.value as Settled)}>
            <option value="succeeded">has succeeded</option>
            <option value="undone">has been undone</option>
          </select>
        </Field>
      )}
    </BulkDialog>
  );
}

interface Filled extends Pick<ActOnChosenProps, 'which' | 'action'> {
  readonly step: string;
  readonly result: Settled;
}

/** null: it needs a step. */
function askOf({ which, action, step, result }: Filled): BulkAsk | null {
  const ask = { ...which, action };
  if (action === 'compensate') return step === '' ? ask : { ...ask, toStep: step };
  if (action !== 'skip' && action !== 'settle') return ask;
  if (step === '') return null;
  return action === 'skip' ? { ...ask, step } : { ...ask, step, result };
}
