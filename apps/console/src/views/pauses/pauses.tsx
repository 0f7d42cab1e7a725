import { useSearch } from 'wouter';
import { api, dataOf } from '../../api/client';
import { usePages } from '../../api/use-pages';
import { Card } from '../../parts/card';
import { More } from '../../parts/more';
import { PageHead } from '../../parts/page-head';
import { Empty, Failed, Waiting } from '../../parts/states';
import { Tabs } from '../../parts/lists/tabs';
import { useCalm } from '../../parts/lists/use-calm';
import { PauseAct } from './pause-act';
import { PauseTable } from './pause-table';

const PAGE = 50;
/** No stream tells of them. */
const READ_EVERY_MS = 5_000;

/** What is paused for more than one saga. */
export default function Pauses() {
  const isAll = new URLSearchParams(useSearch()).get('show') === 'all';
  const { isHeld, area } = useCalm();
  const pauses = usePages({
    queryKey: ['listPauses', isAll ? 'all' : 'active'],
    read: (cursor, signal) => {
      const query = { limit: PAGE, ...cursor, ...(isAll ? {} : { active: 'true' as const }) };
      return dataOf(api.GET('/v1/admin/pauses', { params: { query }, signal }));
    },
    refetchInterval: isHeld ? false : READ_EVERY_MS,
  });
  const { items, hasNextPage } = pauses;
  return (
    <>
      <PageHead
        title="Pauses"
        says="While it goes on, nothing new is sent of what it covers, and no time passes for that."
        acts={<PauseAct />}
      />
      <Tabs
        label="Which pauses"
        tabs={[
          { name: 'Going on', href: '/pauses', isHere: !isAll },
          { name: 'All', href: '/pauses?show=all', isHere: isAll },
        ]}
      />
      {pauses.isPending ? (
        <Waiting />
      ) : pauses.isLoadingError ? (
        <Failed error={pauses.error} onRetry={() => void pauses.refetch()} />
      ) : (
        <div {...area}>
          <Card
            title={isAll ? 'All pauses' : 'Pauses that go on'}
            aside={`${items.length}${hasNextPage ? ' and more' : ''} · newest first`}
          >
            {items.length === 0 ? <NoPauses /> : <PauseTable pauses={items} />}
            <More of={pauses} />
          </Card>
        </div>
      )}
    </>
  );
}

function NoPauses() {
  return (
    <Empty title="Nothing is paused.">
      <p>
        Pause a participant while it is mended, a definition or one of its steps while you find out,
        or the sagas that fail in one way. Replies are taken meanwhile, and what was held goes on
        with the time that it had left. The conductor pauses a participant by itself when its
        commands keep failing, and tries one now and then.
      </p>
    </Empty>
  );
}
