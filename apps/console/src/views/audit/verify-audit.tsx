import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { api, dataOf } from '../../api/client';
import { useWhyNot } from '../../api/me';
import type { components } from '../../api/schema';
import button from '../../parts/button.module.css';
import { Dialog } from '../../parts/dialog';
import { Failed } from '../../parts/states';
import css from './audit.module.css';
import { numberText } from '../../parts/text/number-text';

type Verdict = components['schemas']['AuditVerdictView'];

/** Follows the chain of hashes to its end. */
export function VerifyAudit() {
  const [checked, setChecked] = useState<number | null>(null);
  const why = useWhyNot('verifyAudit');
  const running = useRef<AbortController>(null);
  const stop = (): void => running.current?.abort();
  useEffect(() => {
    return stop;
  }, []);
  const verifying = useMutation({
    mutationFn: (signal: AbortSignal) => verifyAll(setChecked, signal),
  });
  const begin = (): void => {
    stop();
    running.current = new AbortController();
    setChecked(0);
    verifying.mutate(running.current.signal);
  };
  const close = (): void => {
    stop();
    setChecked(null);
  };
  return (
    <>
      <button
        type="button"
        className={button.button}
        aria-disabled={why !== null}
        title={why ?? undefined}
        onClick={() => why === null && begin()}
      >
        Verify
      </button>
      {checked !== null && (
        <Dialog title="Is the log what was recorded?" onClose={close}>
          {verifying.isPending && <p role="status">{numberText(checked)} looked at …</p>}
          {verifying.isError && <Failed error={verifying.error} onRetry={begin} />}
          {verifying.isSuccess && <Told verdict={verifying.data} checked={checked} />}
        </Dialog>
      )}
    </>
  );
}

/** A call looks at what it has time for; they go on until all of it has been seen, or aborted. */
async function verifyAll(tell: (checked: number) => void, signal: AbortSignal): Promise<Verdict> {
  let checked = 0;
  let after: string | null = null;
  for (;;) {
    const query: { after?: string } = after === null ? {} : { after };
    const params = { query };
    const call = api.GET('/v1/admin/audit/verify', { params, signal });
    const verdict: Verdict = await dataOf(call);
    signal.throwIfAborted();
    checked += verdict.checked;
    tell(checked);
    if (!verdict.isIntact || verdict.isComplete) return verdict;
    after = String(verdict.head.seq);
  }
}

function Told({ verdict, checked }: { readonly verdict: Verdict; readonly checked: number }) {
  const { isIntact, fault, head, unsealed } = verdict;
  return (
    <>
      <p role="status" className={isIntact ? css.intact : css.refused}>
        {isIntact
          ? `✓ It is intact: ${numberText(checked)} records are what was sealed.`
          : `✕ It is not: the record at place ${fault?.seq} is ${fault?.what}.`}
      </p>
      {unsealed.count > 0 && <p>{unsealed.count} more wait for their seal.</p>}
      <p>
        The last one, to be kept elsewhere: <code>{`${head.seq}:${head.hash}`}</code>
      </p>
    </>
  );
}
