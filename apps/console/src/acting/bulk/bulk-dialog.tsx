import { useState, type FormEvent, type ReactNode } from 'react';
import { useLocation } from 'wouter';
import { Dialog } from '../../parts/dialog';
import { DialogEnds } from '../../parts/dialog-ends';
import { ReasonField } from '../../parts/field';
import { Failed, Waiting } from '../../parts/states';
import { AsSent, Locked } from '../as-sent';
import { isUnknown, wasDone } from '../use-act-key';
import { WasDone } from '../was-done';
import { USUAL_PACE, type BulkAsk } from './bulk';
import { BulkLook } from './bulk-look';
import { BulkPlan } from './bulk-plan';
import { CopyBulk } from './copy-bulk';
import { PaceFields } from './pace-fields';
import { useBulk } from './use-bulk';

interface BulkDialogProps {
  readonly title: string;
  /** null: one of the fields is still empty. */
  readonly ask: BulkAsk | null;
  /** A reason that can be changed. */
  readonly reason?: string;
  /** Fields of the act. */
  readonly children?: ReactNode;
  readonly onClose: () => void;
}

/** Shows what an act on many sagas would do, how it goes, and does exactly that. */
export default function BulkDialog(props: BulkDialogProps) {
  const { title, ask, children, onClose } = props;
  const [, navigate] = useLocation();
  const [reason, setReason] = useState(props.reason ?? '');
  const [pace, setPace] = useState(USUAL_PACE);
  const [isAsked, setAsked] = useState(false);
  const { look, making, askedWith } = useBulk(ask, (id) =>
    id === null ? setAsked(true) : navigate(`/bulk/${id}`),
  );
  const isLooked = look.isSuccess && !look.isFetching;
  const isReady = isLooked && reason.trim() !== '' && !making.isPending && !isAsked;
  const isSent = isUnknown(making.error);
  const send = (): void => {
    if (isReady) making.mutate({ reason, pace });
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    send();
  };
  const again = (): void => {
    making.reset();
    void look.refetch();
  };
  if (making.isError && wasDone(making.error)) {
    return (
      <Dialog title={title} onClose={onClose}>
        <WasDone error={making.error} onClose={onClose} />
      </Dialog>
    );
  }
  return (
    <Dialog title={title} onClose={onClose}>
      <form onSubmit={submit}>
        <Locked isLocked={isSent}>{children}</Locked>
        {look.isFetching && <Waiting />}
        {look.isError && <Failed error={look.error} onRetry={again} />}
        {isLooked && (
          <>
            <BulkPlan count={look.data.count} pace={pace} />
            <BulkLook look={look.data} />
          </>
        )}
        <AsSent isSent={isSent}>
          <PaceFields pace={pace} onChange={setPace} />
          <ReasonField value={reason} onChange={setReason} />
        </AsSent>
        {making.isError && <Failed error={making.error} onRetry={isSent ? send : again} />}
        {isAsked && <p role="status">Somebody else has to confirm it: it was asked for.</p>}
        <DialogEnds name="Confirm" isReady={isReady} onClose={onClose}>
          <CopyBulk isReady={isReady} asked={() => askedWith({ reason, pace })} />
        </DialogEnds>
      </form>
    </Dialog>
  );
}
