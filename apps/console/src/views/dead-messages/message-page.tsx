import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'wouter';
import { ReasonedAct } from '../../acting/reasoned-act';
import { afterRepair } from '../../acting/usual-reason';
import { api, dataOf } from '../../api/client';
import { useWhyNot } from '../../api/me';
import type { components } from '../../api/schema';
import { Card } from '../../parts/card';
import { Facts } from '../../parts/facts';
import { JsonView, TextView } from '../../parts/json-view';
import { PageHead } from '../../parts/page-head';
import { SagaLink } from '../../parts/lists/saga-link';
import { Failed, Waiting } from '../../parts/states';
import { When } from '../../parts/when';
import { FROM, LED_TO } from './message-words';
import css from './message.module.css';
import { indented } from '../../parts/text/indented';
import { numberText } from '../../parts/text/number-text';

type DeadMessage = components['schemas']['DeadMessage'];

/** One message: why it could not be used, what is in it, and what to do with it. */
export default function MessagePage() {
  const { id = '' } = useParams<{ id: string }>();
  const message = useQuery({
    queryKey: ['getDeadMessage', id],
    queryFn: ({ signal }) =>
      dataOf(api.GET('/v1/admin/dead-messages/{id}', { params: { path: { id } }, signal })),
  });
  if (message.isPending) return <Waiting />;
  if (message.isLoadingError) {
    return (
      <>
        <h1>Dead message</h1>
        <Failed error={message.error} onRetry={() => void message.refetch()} />
      </>
    );
  }
  return <Shown message={message.data} />;
}

function Shown({ message }: { readonly message: DeadMessage }) {
  const { id, reason, detail, bodyText, isBodyTruncated, bodyBytes, properties } = message;
  const bytes = `${numberText(bodyBytes)} bytes`;
  return (
    <>
      <PageHead
        above={
          <>
            <Link href="/dead-messages">Dead messages</Link> / {id}
          </>
        }
        title={
          <>
            <code className={css.code}>{reason}</code> {detail}
          </>
        }
        acts={<Acts message={message} />}
      />
      <div className={css.two}>
        <Card title="Body" aside={isBodyTruncated ? `the first 4 KiB of ${bytes}` : bytes}>
          <div className={css.text}>
            <TextView text={indented(bodyText)} label="Body of the message" />
          </div>
        </Card>
        <div className={css.side}>
          <Card title="About it">
            <MessageFacts message={message} />
          </Card>
          <Card title="Headers and properties">
            <div className={css.text}>
              <JsonView value={properties} label="Headers of the message" />
            </div>
          </Card>
        </div>
      </div>
    </>
  );
}

function Acts({ message }: { readonly message: DeadMessage }) {
  const { id, reason: why, resolution, whyNotReplayable } = message;
  const mayReplay = useWhyNot('replayDeadMessage');
  const mayDiscard = useWhyNot('discardDeadMessage');
  const isDone = resolution === null ? null : `It was ${resolution}.`;
  const reads = ['getDeadMessage', 'listDeadMessages', 'getOverview'];
  const paramsOf = (key: string) => ({ path: { id }, header: { 'Idempotency-Key': key } });
  return (
    <>
      <ReasonedAct
        name="Replay"
        isMain
        why={isDone ?? mayReplay ?? whyNotReplayable}
        reason={afterRepair('replay', why)}
        back="It cannot be taken back: what it asks for is done."
        tells="It is taken again as if it came once more. What still cannot be used stays here."
        reads={reads}
        call={(client, { reason, idempotencyKey }) => {
          const params = paramsOf(idempotencyKey);
          const path = '/v1/admin/dead-messages/{id}/replay';
          return client.POST(path, { params, body: { reason } });
        }}
        cli={() => ({ words: ['dead', 'replay', id] })}
      />
      <ReasonedAct
        name="Discard"
        back="It cannot be taken back: what was discarded is not replayed."
        why={isDone ?? mayDiscard}
        tells="Nobody takes it again. It stays in the list, with your reason."
        reads={reads}
        call={(client, { reason, idempotencyKey }) => {
          const params = paramsOf(idempotencyKey);
          const path = '/v1/admin/dead-messages/{id}/discard';
          return client.POST(path, { params, body: { reason } });
        }}
        cli={() => ({ words: ['dead', 'discard', id] })}
      />
    </>
  );
}

function MessageFacts({ message }: { readonly message: DeadMessage }) {
  const { source, sagaId, createdAt, resolution, resolvedAt, resolvedBy, ledTo } = message;
  return (
    <Facts
      facts={[
        ['Came', <When key="came" at={createdAt} />],
        ['From', FROM[source]],
        ['Saga', sagaId === null ? 'it belongs to none' : <SagaLink key="saga" id={sagaId} />],
        ['State', resolution ?? 'open'],
        ['Led to', ledTo === null ? null : LED_TO[ledTo]],
        ['Decided', resolvedAt === null ? null : <When key="decided" at={resolvedAt} />],
        ['By', resolvedBy],
        ['Reason', message.resolvedReason],
        ['Replay', message.whyNotReplayable],
      ]}
    />
  );
}
