import { useSearch } from 'wouter';
import { api, dataOf } from '../../api/client';
import { usePages } from '../../api/use-pages';
import { Card } from '../../parts/card';
import { More } from '../../parts/more';
import { PageHead } from '../../parts/page-head';
import { Empty, Failed, Waiting } from '../../parts/states';
import { Tabs } from '../../parts/lists/tabs';
import { useCalm } from '../../parts/lists/use-calm';
import { MessageTable } from './message-table';

const PAGE = 50;
/** No stream tells of them. */
const READ_EVERY_MS = 5_000;

/** Messages that nobody could use. */
export default function DeadMessages() {
  const isAll = new URLSearchParams(useSearch()).get('show') === 'all';
  const { isHeld, area } = useCalm();
  const messages = usePages({
    queryKey: ['listDeadMessages', isAll ? 'all' : 'open'],
    read: (cursor, signal) => {
      const query = { limit: PAGE, ...cursor, ...(isAll ? {} : { open: 'true' as const }) };
      return dataOf(api.GET('/v1/admin/dead-messages', { params: { query }, signal }));
    },
    refetchInterval: isHeld ? false : READ_EVERY_MS,
  });
  const { items, hasNextPage } = messages;
  return (
    <>
      <PageHead
        title="Dead messages"
        says="Messages that came and could not be used. They wait here until somebody decides."
      />
      <Tabs
        label="Which dead messages"
        tabs={[
          { name: 'Open', href: '/dead-messages', isHere: !isAll },
          { name: 'All', href: '/dead-messages?show=all', isHere: isAll },
        ]}
      />
      {messages.isPending ? (
        <Waiting />
      ) : messages.isLoadingError ? (
        <Failed error={messages.error} onRetry={() => void messages.refetch()} />
      ) : (
        <div {...area}>
          <Card
            title={isAll ? 'All messages' : 'Open messages'}
            aside={`${items.length}${hasNextPage ? ' and more' : ''} · newest first`}
          >
            {items.length === 0 ? <NoMessages /> : <MessageTable messages={items} />}
            <More of={messages} />
          </Card>
        </div>
      )}
    </>
  );
}

function NoMessages() {
  return (
    <Empty title="No message waits for a decision.">
      <p>
        What cannot be used is set aside here instead of being lost: a reply that belongs to no
        saga, a start of a definition that was not posted yet, a body that is no JSON. Once its
        cause is mended, it can be taken again as if it came once more, or discarded.
      </p>
    </Empty>
  );
}
