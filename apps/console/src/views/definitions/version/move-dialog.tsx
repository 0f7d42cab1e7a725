import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { Link } from 'wouter';
import { previewOf, type Preview } from '../../../acting/acts';
import { PreviewOf } from '../../../acting/preview-of';
import { api, dataOf } from '../../../api/client';
import type { components } from '../../../api/schema';
import { Dialog } from '../../../parts/dialog';
import { DialogEnds } from '../../../parts/dialog-ends';
import { ReasonField } from '../../../parts/field';
import { Empty, Failed, Waiting } from '../../../parts/states';

type Migration = components['schemas']['Migration'];
type Looked = Migration['sagas'][number];

/** As many as people look through before they confirm; the next ones come after them. */
const AT_ONCE = 20;
const LOOK = 'a look at what would move';

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
  const queries = useQueryClient();
  const looked = useQuery({
    queryKey: ['migrateSagas', name, target, cursor],
    queryFn: () => look({ name, target, cursor }),
    staleTime: Infinity,
    gcTime: 0,
  });
  const moving = useMutation({
    mutationFn: () => move({ name, target, cursor }, { reason, seen: looked.data }),
    onSuccess: () => {
      for (const key of ['countOpenByVersion', 'countOpenByStep', 'listSagas']) {
        void queries.invalidateQueries({ queryKey: [key] });
      }
      const next = looked.data?.migration.next ?? null;
      if (next === null) onClose();
      else goOn(next);
    },
  });
  const isReady = (looked.data?.previews.size ?? 0) > 0 && reason.trim() !== '';
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (isReady && !moving.isPending) moving.mutate();
  };
  return (
    <Dialog title={`Move sagas to v${target}`} onClose={onClose}>
      <form onSubmit={submit}>
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

interface SeenMigration {
  readonly migration: Migration;
  /** By id, of those that fit. */
  readonly previews: ReadonlyMap<string, Preview>;
}

interface Asked {
  readonly name: string;
  readonly target: number;
  readonly cursor: string | null;
}

async function look(asked: Asked): Promise<SeenMigration> {
  const migration = await migrate(asked, { dryRun: 'true' }, { reason: LOOK });
  const fitting = migration.sagas.filter(({ fits }) => fits);
  const previews = await Promise.all(
    fitting.map(async ({ id }) => {
      const act = { verb: 'migrate' as const, toVersion: asked.target };
      return [id, await previewOf(id, act)] as const;
    }),
  );
  return { migration, previews: new Map(previews) };
}

function move(
  asked: Asked,
  { reason, seen }: { readonly reason: string; readonly seen: SeenMigration | undefined },
): Promise<Migration> {
  const hashes = [...(seen?.previews ?? [])].map(([id, { previewHash }]) => [id, previewHash]);
  return migrate(asked, {}, { reason, previewHashes: Object.fromEntries(hashes) });
}

function migrate(
  { name, target, cursor }: Asked,
  query: { readonly dryRun?: 'true' },
  body: { readonly reason: string; readonly previewHashes?: Record<string, string> },
): Promise<Migration> {
  const after = cursor === null ? {} : { cursor };
  const params = { path: { name, version: target }, query: { ...query, ...after } };
  const path = '/v1/definitions/{name}/versions/{version}/migrate';
  return dataOf(
    api.POST(path, { params, body: { ...body, limit: AT_ONCE } }),
  ) as Promise<Migration>;
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
