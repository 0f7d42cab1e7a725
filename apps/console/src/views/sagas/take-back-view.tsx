import { useMutation, useQueryClient } from '@tanstack/react-query';
import { isAskedFor } from '../../acting/approval-in';
import { tellNothing, tellTakenBack, type BackButton } from '../../acting/back/done-act';
import { api, dataOf } from '../../api/client';
import button from '../../parts/button.module.css';
import { Failed } from '../../parts/states';
import type { SavedView } from './use-views';

interface TakeBackViewProps {
  /** What was done: `Delete Stuck at night`. */
  readonly done: string;
  /** What does the opposite. */
  readonly call: () => Promise<unknown>;
}

/** Views are kept without a reason: one press takes back what was done to one. */
function TakeBackView({ done, call }: TakeBackViewProps) {
  const queries = useQueryClient();
  const back = useMutation({
    mutationFn: call,
    onSuccess: (answered) => {
      void queries.invalidateQueries({ queryKey: ['listViews'] });
      if (isAskedFor(answered)) tellNothing();
      else tellTakenBack(done);
    },
  });
  return (
    <>
      <button
        type="button"
        className={button.button}
        data-keys="u"
        aria-disabled={back.isPending}
        onClick={() => !back.isPending && back.mutate()}
      >
        Take it back
      </button>
      {back.isError && <Failed error={back.error} onRetry={() => back.mutate()} />}
    </>
  );
}

/** `before`: the view as it was; null: it was not there. `after`: as it is; null: it is gone. */
export function takeBackView(before: SavedView | null, after: SavedView | null): BackButton {
  const { id } = after ?? { id: '' };
  const params = { path: { id } };
  if (before === null) {
    const call = () => dataOf(api.DELETE('/v1/views/{id}', { params }));
    return <TakeBackView done={doneText(before, after)} call={call} />;
  }
  const { name, filter, isShared } = before;
  const body = { name, filter, isShared };
  const call = () =>
    after === null
      ? dataOf(api.POST('/v1/views', { body }))
      : dataOf(api.PUT('/v1/views/{id}', { params, body }));
  return <TakeBackView done={doneText(before, after)} call={call} />;
}

function doneText(before: SavedView | null, after: SavedView | null): string {
  if (before === null) return `Save ${after?.name}`;
  return after === null ? `Delete ${before.name}` : `Change ${before.name}`;
}
