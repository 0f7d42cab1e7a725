import { useState } from 'react';
import { ReasonedAct } from '../../acting/reasoned-act';
import { api, dataOf } from '../../api/client';
import type { components } from '../../api/schema';
import { usePages } from '../../api/use-pages';
import { useWhyNot } from '../../api/me';
import { Card } from '../../parts/card';
import { Field } from '../../parts/field';
import { More } from '../../parts/more';
import { useNow } from '../../parts/now';
import { Empty, Failed, Waiting } from '../../parts/states';
import table from '../../parts/table.module.css';
import { When } from '../../parts/when';
import { Unseen } from '../../parts/lists/unseen';
import { ShownOnce, type MadeKey } from './shown-once';
import css from './keys.module.css';

type Key = components['schemas']['ApiKey'];

const PAGE = 100;

export function KeyList() {
  // above the rows: the row of a key may go away, what replaces it is shown once
  const [made, setMade] = useState<MadeKey | null>(null);
  const keys = usePages<Key>({
    queryKey: ['listApiKeys'],
    read: (cursor, signal) => {
      const params = { query: { limit: PAGE, ...cursor } };
      return dataOf(api.GET('/v1/admin/keys', { params, signal }));
    },
  });
  return (
    <Card title="API keys" aside="Keys of the settings are not among them.">
      {keys.isPending && <Waiting />}
      {keys.isError && <Failed error={keys.error} onRetry={() => void keys.refetch()} />}
      {keys.isSuccess && keys.items.length === 0 && (
        <Empty title="There is no key yet.">
          <p>Make one for each service and each person: what they do is recorded by its name.</p>
        </Empty>
      )}
      {keys.items.length > 0 && <KeyTable keys={keys.items} onMade={setMade} />}
      <More of={keys} />
      {made !== null && <ShownOnce made={made} onClose={() => setMade(null)} />}
    </Card>
  );
}

interface Rotating {
  /** Another key was made in place of one. */
  readonly onMade: (made: MadeKey) => void;
}

function KeyTable({ keys, onMade }: Rotating & { readonly keys: readonly Key[] }) {
  return (
    <table className={table.table}>
      <thead>
        <tr>
          <th>Name</th>
          <th>Role</th>
          <th>Definitions</th>
          <th className={table.extra}>Last used</th>
          <th>Ends</th>
          <th className={table.extra}>Made</th>
          <th>
            <Unseen>Acts</Unseen>
          </th>
        </tr>
      </thead>
      <tbody>
        {keys.map((key) => (
          <KeyRow key={key.id} of={key} onMade={onMade} />
        ))}
      </tbody>
    </table>
  );
}

function KeyRow({ of: key, onMade }: Rotating & { readonly of: Key }) {
  const { id, name, role, definitions, lastUsedAt, createdAt, createdBy } = key;
  const ended = useEnded(key);
  return (
    <tr className={ended ? css.ended : undefined}>
      <td>
        {name}
        <small className={css.below}>
          <code>{id}</code>
        </small>
      </td>
      <td>{role}</td>
      <td className={table.text} data-label="Definitions">
        {definitions?.join(', ') ?? 'all'}
      </td>
      <td className={table.extra}>{lastUsedAt === null ? 'never' : <When at={lastUsedAt} />}</td>
      <td data-label="Ends">
        <Ends of={key} />
      </td>
      <td className={table.extra}>
        <When at={createdAt} />
        <small className={css.below}>by {createdBy}</small>
      </td>
      <td>{!ended && <KeyActs of={key} onMade={onMade} />}</td>
    </tr>
  );
}

function useEnded({ revokedAt, expiresAt }: Key): boolean {
  const now = useNow();
  return revokedAt !== null || (expiresAt !== null && Date.parse(expiresAt) <= now);
}

function Ends({ of: { revokedAt, expiresAt, replacedBy } }: { readonly of: Key }) {
  const after = replacedBy !== null && (
    <small className={css.below}>
      rotated to <code>{replacedBy}</code>
    </small>
  );
  if (revokedAt !== null) {
    return (
      <>
        revoked <When at={revokedAt} />
      </>
    );
  }
  return (
    <>
      {expiresAt === null ? 'never' : <When at={expiresAt} />}
      {after}
    </>
  );
}

function KeyActs({
  of: { id, name, replacedBy, lastUsedAt },
  onMade,
}: Rotating & { readonly of: Key }) {
  const [overlap, setOverlap] = useState('1h');
  const [mayRotate, mayRevoke] = [useWhyNot('rotateApiKey'), useWhyNot('revokeApiKey')];
  const paramsOf = (idempotencyKey: string) => ({
    path: { id },
    header: { 'Idempotency-Key': idempotencyKey },
  });
  return (
    <div className={css.acts}>
      {replacedBy === null && (
        <ReasonedAct
          name="Rotate"
          why={mayRotate}
          back="It cannot be taken back: the old key ends then."
          tells={`Makes the key that replaces ${name}, with the same role and definitions.`}
          call={(client, { reason, idempotencyKey }) => {
            const params = paramsOf(idempotencyKey);
            return client.POST('/v1/admin/keys/{id}/rotate', { params, body: { reason, overlap } });
          }}
          cli={() => ({ words: ['key', 'rotate', id], options: { overlap } })}
          onDone={onMade}
          reads={['listApiKeys']}
        >
          <Field label="Both are valid for" hint="Such as 24h; at most 7d, or 0s.">
            <input value={overlap} onChange={({ target }) => setOverlap(target.value)} />
          </Field>
        </ReasonedAct>
      )}
      <ReasonedAct
        name="Revoke"
        why={mayRevoke}
        back="It cannot be taken back: another key has to be made."
        tells={<Revoked name={name} lastUsedAt={lastUsedAt} />}
        call={(client, { reason, idempotencyKey }) => {
          const params = paramsOf(idempotencyKey);
          return client.POST('/v1/admin/keys/{id}/revoke', { params, body: { reason } });
        }}
        cli={() => ({ words: ['key', 'revoke', id] })}
        reads={['listApiKeys', 'listSessions']}
      />
    </div>
  );
}

function Revoked({ name, lastUsedAt }: Pick<Key, 'name' | 'lastUsedAt'>) {
  return (
    <>
      <p>Ends the key of {name} and its logins, on every replica within five seconds.</p>
      <p>Last used: {lastUsedAt === null ? 'never' : <When at={lastUsedAt} />}</p>
    </>
  );
}
