import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { api } from '../../api/client';
import button from '../../parts/button.module.css';
import { Dialog } from '../../parts/dialog';
import { DialogEnds } from '../../parts/dialog-ends';
import { Field } from '../../parts/field';
import { Failed } from '../../parts/states';
import type { SavedView } from './view-tabs';

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
  const saving = useViewCall(onClose, () =>
    view === null
      ? api.POST('/v1/views', { body })
      : api.PUT('/v1/views/{id}', { params: { path: { id: view.id } }, body }),
  );
  const deleting = useViewCall(onClose, () =>
    api.DELETE('/v1/views/{id}', { params: { path: { id: view?.id ?? '' } } }),
  );
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

function useViewCall(onDone: () => void, call: () => Promise<unknown>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: call,
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ['listViews'] });
      onDone();
    },
  });
}
