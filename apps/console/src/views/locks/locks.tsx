import { useSearch } from 'wouter';
import { api, dataOf } from '../../api/client';
import { usePages } from '../../api/use-pages';
import { Card } from '../../parts/card';
import { More } from '../../parts/more';
import { PageHead } from '../../parts/page-head';
import { Empty, Failed, Waiting } from '../../parts/states';
import { useCalm } from '../../parts/lists/use-calm';
import { KeySearch } from './key-search';
import { LockTable } from './lock-table';

const PAGE = 50;
/** Locks come and go with their sagas, whose changes do not name them. */
const READ_EVERY_MS = 3_000;

/** Who holds which lock, and who waits for it. */
export default function Locks() {
  const key = new URLSearchParams(useSearch()).get('key') ?? '';
  const { isHeld, area } = useCalm();
  const locks = usePages({
    queryKey: ['listLocks', key],
    read: (cursor, signal) => {
      const query = { limit: PAGE, ...cursor, ...(key === '' ? {} : { key }) };
      return dataOf(api.GET('/v1/admin/locks', { params: { query }, signal }));
    },
    refetchInterval: isHeld ? false : READ_EVERY_MS,
  });
  const { items } = locks;
  return (
    <>
      <PageHead
        title="Locks"
        says="A saga that holds a lock keeps others with the same key waiting until it ends."
        acts={<KeySearch key={key} keyText={key} />}
      />
      {locks.isPending ? (
        <Waiting />
      ) : locks.isLoadingError ? (
        <Failed error={locks.error} onRetry={() => void locks.refetch()} />
      ) : (
        <div {...area}>
          <Card title="Held locks" aside={`${items.length}${locks.hasNextPage ? ' and more' : ''}`}>
            {items.length === 0 ? <NoLocks keyText={key} /> : <LockTable locks={items} />}
            <More of={locks} />
          </Card>
        </div>
      )}
    </>
  );
}

function NoLocks({ keyText }: { readonly keyText: string }) {
  if (keyText !== '') {
    return (
      <Empty title={`Nobody holds ${keyText}.`}>
        <p>A key is looked for whole, as it is. Sagas that ended hold no locks.</p>
      </Empty>
    );
  }
  return (
    <Empty title="No saga holds a lock.">
      <p>
        A definition with <code>{'"locks": [{ "key": "order:${input.orderId}" }]'}</code> lets one
        saga at a time work on the same order. While its sagas run, their locks are here: who holds
        each, and who waits for it in which order.
      </p>
    </Empty>
  );
}
