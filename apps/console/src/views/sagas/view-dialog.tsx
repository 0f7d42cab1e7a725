import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { isAskedFor } from '../../acting/approval-in';
import { offerBack } from '../../acting/back/done-act';
import type { Approval } from '../../acting/do-act';
import { api, dataOf } from '../../api/client';
import button from '../../parts/button.module.css';
import { Dialog } from '../../parts/dialog';
import { DialogEnds } from '../../parts/dialog-ends';
import { Field } from '../../parts/field';
import { Failed } from '../../parts/states';
import { takeBackView } from './take-back-view';
import type { SavedView } from './use-views';

const NAME_CHARS_MAX = 64;

interface ViewDialogProps {
  /** null: a new one. */
  readonly view: SavedView | null;
  readonly filter: string;
  readonly onClose: () => void;
}

/** A filter with a name, for oneself or for all. */
export function ViewDialog({ view, filter, onClose }: ViewDialogProps) {
  const [name, setName] = useState(view?.name ?? '');
  const [isShared, share] = useState(view?.isShared ?? false);
  const body = { name: name.trim(), filter, isShared };
  const { saving, deleting } = useViewCalls(view, body, onClose);
  const isReady = body.name !== '' && !saving.isPending && !deleting.isPending;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (isReady) saving.mutate();
  };
  const failed = saving.error ?? deleting.error;
  return (
    <Dialog title={view === null ? 'Save this view' : 'Change this view'} onClose={onClose}>
      <form onSubmit={submit}>
        <p>
          <code>{decodeURIComponent(filter)}</code>
        </p>
        <Field label="Name">
          <input
            value={name}
            maxLength={NAME_CHARS_MAX}
            data-begin
            onChange={({ target }) => setName(target.value)}
          />
        </Field>
        <Field label="All callers see it">
          <input
            type="checkbox"
            checked={isShared}
            onChange={({ target }) => share(target.checked)}
          />
        </Field>
        {failed !== null && <Failed error={failed} onRetry={() => saving.mutate()} />}
        {view !== null && (
          <p>
            <button type="button" className={button.button} onClick={() => deleting.mutate()}>
              Delete it
            </button>
          </p>
        )}
        <DialogEnds name="Save" isReady={isReady} onClose={onClose} />
      </form>
    </Dialog>
  );
}

type Body = Pick<SavedView, 'name' | 'filter' | 'isShared'>;

/** What is done to a view can be taken back. */
function useViewCalls(view: SavedView | null, body: Body, onClose: () => void) {
  const params = { path: { id: view?.id ?? '' } };
  /** null: it is gone. */
  const done = (after: SavedView | Approval | null): void => {
    if (!isAskedFor(after)) offerBack(takeBackView(view, after));
    onClose();
  };
  const save = () =>
    view === null
      ? dataOf(api.POST('/v1/views', { body }))
      : dataOf(api.PUT('/v1/views/{id}', { params, body }));
  const remove = () => dataOf(api.DELETE('/v1/views/{id}', { params }));
  return {
    saving: useViewCall(save, done),
    deleting: useViewCall(remove, (answer) => done(isAskedFor(answer) ? answer : null)),
  };
}

function useViewCall<Answer>(call: () => Promise<Answer>, onDone: (answer: Answer) => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: call,
    onSuccess: (answer) => {
      void queries.invalidateQueries({ queryKey: ['listViews'] });
      onDone(answer);
    },
  });
}
