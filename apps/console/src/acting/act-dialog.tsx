import { useState, type FormEvent } from 'react';
import { CopyButton } from '../parts/copy-button';
import { Dialog } from '../parts/dialog';
import { DialogEnds } from '../parts/dialog-ends';
import { Field, ReasonField } from '../parts/field';
import { Failed, Waiting } from '../parts/states';
import { actKey, actName, actOf, verbName, type Act, type Additions } from './acts';
import { AddedPayload } from './added-payload';
import { AskedFor } from './asked-for';
import { BackLine } from './back/back-line';
import { OPPOSITE } from './back/opposite';
import { cliOfAct } from './as-text/cli-of-act';
import { curlOfAct } from './as-text/curl-of-act';
import { PreviewOf } from './preview-of';
import { AsSent } from './as-sent';
import { isUnknown, wasDone } from './use-act-key';
import { useActing } from './use-acting';
import { WasDone } from './was-done';

type AnyAct = Act & { readonly needsSecond?: boolean };

interface ActDialogProps {
  readonly sagaId: string;
  readonly act: AnyAct;
  /** Acts of the same verb that may be done instead, with this one. Left out: none. */
  readonly choices?: readonly AnyAct[];
  /** Why it is mostly done, which can be changed; empty: people say it. Left out: they do. */
  readonly reasonOf?: (act: Act) => string;
  readonly onClose: () => void;
  /** It was done, and not only asked for. */
  readonly onDone?: (act: Act, reason: string) => void;
}

/** Shows what an act would do, asks for a reason, and does exactly that. */
export default function ActDialog(props: ActDialogProps) {
  const { act, choices = [], onClose } = props;
  const [chosen, choose] = useState(act);
  const isOneOfMany = choices.length > 1;
  return (
    <Dialog title={isOneOfMany ? verbName(act.verb) : actName(act)} onClose={onClose}>
      {isOneOfMany && (
        <Field label="What exactly">
          <select
            value={actKey(chosen)}
            onChange={({ target }) =>
              choose(choices.find((each) => actKey(each) === target.value) ?? act)
            }
          >
            {choices.map((each) => (
              <option key={actKey(each)} value={actKey(each)}>
                {actName(each)}
              </option>
            ))}
          </select>
        </Field>
      )}
      <ActForm key={actKey(chosen)} {...props} act={chosen} />
    </Dialog>
  );
}

/** What an act does of which the API has no preview: nothing is sent. */
const TOLD: Readonly<Partial<Record<Act['verb'], string>>> = {
  exempt: 'No rule of retention deletes this saga, nor its history, until somebody ends that.',
  unexempt: 'It is deleted again when the retention of its definition says so.',
};

function ActForm({ sagaId, act: given, reasonOf, onClose, onDone }: ActDialogProps) {
  const act = actOf(given);
  const [reason, setReason] = useState(() => reasonOf?.(act) ?? '');
  const [additions, add] = useState<Additions | null>({});
  const done = (): void => {
    onDone?.(act, reason);
    onClose();
  };
  const { preview, acting, givenWith, isSeen, isChanged, look } = useActing({
    ...{ sagaId, act, additions: additions ?? {}, onDone: done },
  });
  const isReady = isSeen && additions !== null && reason.trim() !== '' && !acting.isPending;
  const asCurl = (): Promise<string> => curlOfAct(sagaId, act, givenWith(reason));
  const asCli = (): string => cliOfAct(sagaId, act, givenWith(reason));
  const send = (): void => {
    if (!isReady) return;
    if (isChanged && !isUnknown(acting.error)) look();
    else acting.mutate(reason);
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    send();
  };
  if (acting.data) return <AskedFor approval={acting.data} onClose={onClose} />;
  if (acting.isError && wasDone(acting.error)) {
    return <WasDone error={acting.error} onClose={onClose} />;
  }
  const back = OPPOSITE[act.verb];
  const name = given.needsSecond === true ? `Ask for: ${actName(act)}` : actName(act);
  return (
    <form onSubmit={submit}>
      {preview.isLoading && <Waiting />}
      {preview.isError && <Failed error={preview.error} onRetry={() => void preview.refetch()} />}
      {preview.isSuccess && <PreviewOf preview={preview.data} />}
      {TOLD[act.verb] !== undefined && <p>{TOLD[act.verb]}</p>}
      <BackLine why={typeof back === 'string' ? back : null} />
      {given.needsSecond === true && <p>Somebody else has to confirm it before it is done.</p>}
      <AsSent isSent={isUnknown(acting.error)}>
        <AddedPayload act={act} preview={preview.data ?? null} onChange={add} />
        <ReasonField value={reason} onChange={setReason} />
      </AsSent>
      {acting.isError && (
        <Failed
          error={acting.error}
          onRetry={() => (isUnknown(acting.error) ? send() : acting.reset())}
        />
      )}
      {isChanged && (
        <p role="alert">
          <b>What it would do has changed</b> since you looked. Look again: the next press says that
          you did, the one after it does this.
        </p>
      )}
      <DialogEnds name={name} isReady={isReady} onClose={onClose}>
        <CopyButton name="Copy as curl" isReady={isReady} text={asCurl} />
        <CopyButton name="Copy as CLI" isReady={isReady} text={asCli} />
      </DialogEnds>
    </form>
  );
}
