import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState, type FormEvent, type ReactNode } from 'react';
import { Dialog } from '../parts/dialog';
import { DialogEnds } from '../parts/dialog-ends';
import { ReasonField } from '../parts/field';
import { Failed } from '../parts/states';
import button from '../parts/button.module.css';
import { api, dataOf } from '../api/client';
import { approvalIn, isAskedFor } from './approval-in';
import { AskedFor } from './asked-for';
import { BackLine } from './back/back-line';
import { offerBack, tellNothing, tellTakenBack, type BackButton } from './back/done-act';
import { AsSent } from './as-sent';
import type { Approval } from './do-act';
import { CopyAct, type ActAsText, type ActGiven } from './as-text/copy-act';
import { isUnknown, useActKey, wasDone } from './use-act-key';
import { WasDone } from './was-done';

export type { ActGiven };

/** What a call answers, where it answers JSON. */
type Answered<Data> = Exclude<Data, string | undefined>;
/** What it answers when nobody else has to confirm it. */
type Done<Data> = Exclude<Answered<Data>, Approval>;

/**
 * What takes the act back, as a button, once it is done. A text: why nothing does, which is said
 * before. `of`: it takes back what this says.
 */
type Back<Data> =
  string | { readonly of: string } | ((answered: Done<Data>, given: ActGiven) => BackButton | null);

interface ReasonedActProps<Data> extends ActAsText<Data> {
  /** As on the button: `Release the lock`. */
  readonly name: string;
  /** What it is called where its place does not say what it is about: `Resume payment`. */
  readonly label?: string;
  /** What will happen, in a sentence. */
  readonly tells: ReactNode;
  /** Why it may not be done, as the API says it; null: it may. */
  readonly why?: string | null;
  readonly isMain?: boolean;
  /** Presses the button. */
  readonly keys?: string;
  readonly back: Back<Data>;
  /** What else it needs has been given. */
  readonly isReady?: boolean;
  /** Why it is mostly done, as it was when the dialog opened. Left out: people say it. */
  readonly reason?: string;
  /** Fields beside the reason. */
  readonly children?: ReactNode;
  /** The dialog opens: what is acted on is what people see now. */
  readonly onOpen?: () => void;
  /** It is done, and nobody else has to confirm it. */
  readonly onDone?: (answered: Done<Data>) => void;
  /** Names of the queries that are read again after it. */
  readonly reads: readonly string[];
}

/** An act without a preview of commands: a button, and a dialog that says what it does. */
export function ReasonedAct<Data>(props: ReasonedActProps<Data>) {
  const { name, label, why = null, isMain = false, keys, onOpen } = props;
  const [isOpen, setOpen] = useState(false);
  const open = (): void => {
    if (why !== null) return;
    onOpen?.();
    setOpen(true);
  };
  return (
    <>
      <button
        type="button"
        className={isMain && why === null ? `${button.button} ${button.main}` : button.button}
        aria-label={label}
        data-keys={keys}
        aria-disabled={why !== null}
        title={why ?? undefined}
        onClick={open}
      >
        {why === null ? `${name}…` : name}
      </button>
      {isOpen && <ReasonedDialog {...props} onClose={() => setOpen(false)} />}
    </>
  );
}

function ReasonedDialog<Data>(props: ReasonedActProps<Data> & { readonly onClose: () => void }) {
  const { name, label = name, tells, back, isReady = true, children, onClose } = props;
  const [reason, setReason] = useState(props.reason ?? '');
  const { acting, givenWith } = useReasoned(props);
  const mayDo = isReady && reason.trim() !== '' && !acting.isPending;
  const send = (): void => {
    if (mayDo) acting.mutate(reason);
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    send();
  };
  const approval = approvalIn(acting.data);
  if (approval !== null) {
    return (
      <Dialog title={label} onClose={onClose}>
        <AskedFor approval={approval} onClose={onClose} />
      </Dialog>
    );
  }
  if (acting.isError && wasDone(acting.error)) {
    return (
      <Dialog title={label} onClose={onClose}>
        <WasDone error={acting.error} onClose={onClose} />
      </Dialog>
    );
  }
  return (
    <Dialog title={label} onClose={onClose}>
      <form onSubmit={submit}>
        <div>{tells}</div>
        {typeof back !== 'object' && <BackLine why={typeof back === 'string' ? back : null} />}
        <AsSent isSent={isUnknown(acting.error)}>
          {children}
          <ReasonField value={reason} onChange={setReason} />
        </AsSent>
        {acting.isError && <Failed error={acting.error} onRetry={send} />}
        <DialogEnds name={name} isReady={mayDo} onClose={onClose}>
          <CopyAct asText={props} isReady={mayDo} given={() => givenWith(reason)} />
        </DialogEnds>
      </form>
    </Dialog>
  );
}

type Reasoned<Data> = Pick<ReasonedActProps<Data>, 'call' | 'reads' | 'back' | 'onDone'> & {
  readonly onClose: () => void;
};

/** Does it once, for a reason: while its answer is missing, the very same is sent again. */
function useReasoned<Data>({ call, reads, back, onDone, onClose }: Reasoned<Data>) {
  const queries = useQueryClient();
  const key = useActKey<() => Promise<Answered<Data>>>();
  // what is read anew while it is under way, such as that it is done, leads back to something else
  const sent = useRef(back);
  const readAgain = (): void => {
    for (const each of [...reads, 'listApprovals']) {
      void queries.invalidateQueries({ queryKey: [each] });
    }
  };
  /** With one key: whoever does it here and by what was copied does it once. */
  const givenWith = (reason: string): ActGiven => {
    return { reason, idempotencyKey: key.current(), sentAt: Date.now() };
  };
  const acting = useMutation({
    mutationFn: (reason: string) => {
      const send = key.once(() => {
        const given = givenWith(reason);
        sent.current = back;
        return () => dataOf(call(api, given));
      });
      return send();
    },
    // an answer may have a secret, which nothing keeps longer than it is shown
    gcTime: 0,
    onSuccess: (answered, reason) => {
      readAgain();
      if (isAskedFor(answered)) return;
      const done = answered as Done<Data>;
      onDone?.(done);
      tellBack(sent.current, done, givenWith(reason));
      onClose();
    },
    onError: (error) => {
      key.onError(error);
      if (wasDone(error)) readAgain();
    },
  });
  return { acting, givenWith };
}

/** What was done before is not offered any more, whatever takes this one back. */
function tellBack<Data>(back: Back<Data>, done: Done<Data>, given: ActGiven): void {
  const offered = typeof back === 'function' ? back(done, given) : null;
  if (offered !== null) offerBack(offered);
  else if (typeof back === 'object') tellTakenBack(back.of);
  else tellNothing();
}
