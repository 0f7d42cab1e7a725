import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { Link } from 'wouter';
import type { Preview } from '../../../acting/acts';
import { isAskedFor } from '../../../acting/approval-in';
import { AskedFor } from '../../../acting/asked-for';
import { PreviewOf } from '../../../acting/preview-of';
import { Dialog } from '../../../parts/dialog';
import { DialogEnds } from '../../../parts/dialog-ends';
import { ReasonField } from '../../../parts/field';
import { Empty, Failed, Waiting } from '../../../parts/states';
import { lookAt, move, type Migration, type SeenMigration } from './moving';

type Looked = Migration['sagas'][number];

interface MoveDialogProps {
  readonly name: string;
  /** The version that sagas go on by. */
  readonly target: number;
  readonly onClose: () => void;
}

/** Shows which open sagas fit another version, and what each would do; moves exactly these. */
export function MoveDialog({ name, target, onClose }: MoveDialogProps) {
  const [reason, setReason] = useState('');
  const [cursor, goOn] = useState<string | null>(null);
  const [told, setTold] = useState<string | null>(null);
  const queries = useQueryClient();
  const looked = useQuery({
    queryKey: ['migrateSagas', name, target, cursor],
    queryFn: () => lookAt({ name, target, cursor }),
    staleTime: Infinity,
    gcTime: 0,
  });
  const moving = useMutation({
    mutationFn: () => move({ name, target, cursor }, { reason, seen: looked.data }),
    onSuccess: (answer) => {
      for (const key of ['countOpenSagasByVersion', 'countOpenSagasByStep', 'listSagas']) {
        void queries.invalidateQueries({ queryKey: [key] });
      }
      if (isAskedFor(answer)) return;
      setTold(movedText(answer.migrated, looked.data?.previews.size ?? 0, target));
      const next = looked.data?.migration.next ?? null;
      // those that were left are oldest, and are looked at anew
      if (next === null) void looked.refetch();
      else goOn(next);
    },
  });
  const isReady = (looked.data?.previews.size ?? 0) > 0 && reason.trim() !== '';
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (isReady && !moving.isPending) moving.mutate();
  };
  const title = `Move sagas to v${target}`;
  if (moving.data !== undefined && isAskedFor(moving.data)) {
    return (
      <Dialog title={title} onClose={onClose}>
        <AskedFor approval={moving.data} onClose={onClose} />
      </Dialog>
    );
  }
  return (
    <Dialog title={title} onClose={onClose}>
      <form onSubmit={submit}>
        {told !== null && <p role="status">{told}</p>}
        {looked.isPending && <Waiting />}
        {looked.isError && <Failed error={looked.error} onRetry={() => void looked.refetch()} />}
        {looked.isSuccess && <Seen seen={looked.data} />}
        <ReasonField value={reason} onChange={setReason} />
        {moving.isError && <Failed error={moving.error} onRetry={() => void looked.refetch()} />}
        <DialogEnds name="Move those that fit" isReady={isReady} onClose={onClose} />
      </form>
    </Dialog>
  );
}

function movedText(moved: number, confirmed: number, target: number): string {
  const text = `${moved} ${moved === 1 ? 'saga goes' : 'sagas go'} on by v${target} now.`;
  const left = confirmed - moved;
  if (left <= 0) return text;
  return `${text} ${left} did not: they have ended, or would do something else by now.`;
}

function Seen({ seen: { migration, previews } }: { readonly seen: SeenMigration }) {
  const { sagas, fitting, notFitting, next } = migration;
  if (sagas.length === 0) return <Empty title="No saga of another version is open." />;
  return (
    <>
      <p>
        {fitting} fit, {notFitting} do not.{' '}
        {next !== null && `These are the oldest ${sagas.length}; the others come after them.`}
      </p>
      <ul>
        {sagas.map((saga) => (
          <li key={saga.id}>
            <LookedSaga saga={saga} preview={previews.get(saga.id)} />
          </li>
        ))}
      </ul>
    </>
  );
}

function LookedSaga({ saga, preview }: { saga: Looked; preview: Preview | undefined }) {
  const { id, fromVersion, reasons } = saga;
  return (
    <details>
      <summary>
        {preview === undefined ? '✕ does not fit' : '✓ fits'} · <code>{id}</code> of v{fromVersion}
      </summary>
      {preview !== undefined && <PreviewOf preview={preview} />}
      {reasons.map(({ code, step, detail }) => (
        <p key={`${code} ${step ?? ''}`}>{detail}</p>
      ))}
      <Link href={`/sagas/${id}`}>Open the saga</Link>
    </details>
  );
}
