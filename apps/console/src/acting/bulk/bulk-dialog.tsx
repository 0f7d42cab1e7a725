import { useState, type FormEvent, type ReactNode } from 'react';
import { useLocation } from 'wouter';
import { Dialog } from '../../parts/dialog';
import { DialogEnds } from '../../parts/dialog-ends';
import { ReasonField } from '../../parts/field';
import { Failed, Waiting } from '../../parts/states';
import { USUAL_PACE, type BulkAsk } from './bulk';
import { BulkLook } from './bulk-look';
import { BulkPlan } from './bulk-plan';
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
  const { look, making } = useBulk(ask, (id) =>
    id === null ? setAsked(true) : navigate(`/bulk/${id}`),
  );
  const isLooked = look.isSuccess && !look.isFetching;
  const isReady = isLooked && reason.trim() !== '' && !making.isPending && !isAsked;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (isReady) making.mutate({ reason, pace });
  };
  const again = (): void => {
    making.reset();
    void look.refetch();
  };
  return (
    <Dialog title={title} onClose={onClose}>
      <form onSubmit={submit}>
        {children}
        {look.isFetching && <Waiting />}
        {look.isError && <Failed error={look.error} onRetry={again} />}
        {isLooked && (
          <>
            <BulkPlan count={look.data.count} pace={pace} />
            <BulkLook look={look.data} />
          </>
        )}
        <PaceFields pace={pace} onChange={setPace} />
        {making.isError && <Failed error={making.error} onRetry={again} />}
        {isAsked && <p role="status">Somebody else has to confirm it: it was asked for.</p>}
        <ReasonField value={reason} onChange={setReason} />
        <DialogEnds name="Confirm" isReady={isReady} onClose={onClose} />
      </form>
    </Dialog>
  );
}
