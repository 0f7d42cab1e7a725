import { lazy, Suspense, useState } from 'react';
import { useWhyNot } from '../../api/me';
import type { components } from '../../api/schema';
import button from '../../parts/button.module.css';
import { retryOf, retryReason } from './group-retry';
import { numberText } from '../../parts/text/number-text';

const BulkDialog = lazy(() => import('./bulk-dialog'));

type Group = components['schemas']['FailureGroup'];

interface RetryGroupProps {
  readonly group: Group;
  /** As on the button. */
  readonly name: string;
  readonly isMain?: boolean;
}

/** To the exact preview of what a retry of the group would do, beginning with one. */
export function RetryGroup(props: RetryGroupProps) {
  const [opened, open] = useState<Group | null>(null);
  return (
    <>
      <RetryButton {...props} onOpen={open} />
      {opened !== null && <RetryDialog group={opened} onClose={() => open(null)} />}
    </>
  );
}

interface RetryButtonProps extends RetryGroupProps {
  readonly onOpen: (group: Group) => void;
}

/** The button alone: what it opens outlives the row of a list that it is in. */
export function RetryButton({ group, name, isMain = false, onOpen }: RetryButtonProps) {
  const mayNot = useWhyNot('makeBulk');
  const why = group.stuck === 0 ? 'None of its sagas waits for a person.' : mayNot;
  return (
    <button
      type="button"
      className={isMain && why === null ? `${button.button} ${button.main}` : button.button}
      aria-disabled={why !== null}
      title={why ?? undefined}
      onClick={() => why === null && onOpen(group)}
    >
      {name}
    </button>
  );
}

interface RetryDialogProps {
  /** As it was when the dialog was opened. */
  readonly group: Group;
  readonly onClose: () => void;
}

export function RetryDialog({ group, onClose }: RetryDialogProps) {
  return (
    <Suspense>
      <BulkDialog
        title={`Retry all ${numberText(group.stuck)} of ${group.error.code}, one first`}
        ask={retryOf(group)}
        reason={retryReason(group)}
        onClose={onClose}
      />
    </Suspense>
  );
}
