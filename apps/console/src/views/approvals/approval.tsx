import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'wouter';
import { PreviewOf } from '../../acting/preview-of';
import { api, dataOf } from '../../api/client';
import type { components } from '../../api/schema';
import { Card } from '../../parts/card';
import { Facts } from '../../parts/facts';
import { JsonView } from '../../parts/json-view';
import { PageHead } from '../../parts/page-head';
import { Failed, Waiting } from '../../parts/states';
import { When } from '../../parts/when';
import css from './approvals.module.css';
import { Decide } from './decide';
import { subjectText } from './subject-text';

type ApprovalNow = components['schemas']['ApprovalNow'];

/** What is asked for changes while it waits. */
const READ_EVERY_MS = 10_000;

/** One act that waits for a second person: who asked for what, and what it would do now. */
export default function Approval() {
  const { id = '' } = useParams<{ id: string }>();
  const approval = useQuery({
    queryKey: ['getApproval', id],
    queryFn: ({ signal }) =>
      dataOf(api.GET('/v1/admin/approvals/{id}', { params: { path: { id } }, signal })),
    refetchInterval: ({ state: { data } }) => (data?.state === 'open' ? READ_EVERY_MS : false),
  });
  if (approval.isPending) return <Waiting />;
  if (approval.isLoadingError) {
    return (
      <>
        <h1>Approval</h1>
        <Failed error={approval.error} onRetry={() => void approval.refetch()} />
      </>
    );
  }
  const { data } = approval;
  return (
    <>
      <PageHead
        above={
          <>
            <Link href="/approvals">Approvals</Link> / <code>{id}</code>
          </>
        }
        title={`${data.actor} asks to ${data.act}`}
        says={subjectText(data)}
        acts={data.state === 'open' && <Decide approval={data} />}
      />
      <Card title="Asked for">
        <Facts
          facts={[
            ['State', <StateOf key="state" of={data} />],
            ['Reason', data.reason],
            ['Asked', <When key="at" at={data.createdAt} />],
            ['Needs', `the role ${data.needs}, twice`],
            ['About', <Subject key="subject" of={data} />],
            ['Decided', data.decision && `${data.decision.actor}: ${data.decision.reason}`],
            ['Call', <Call key="call" of={data} />],
          ]}
        />
      </Card>
      {data.state === 'open' && <WouldDo of={data} />}
    </>
  );
}

function StateOf({ of: { state, expiresAt } }: { readonly of: ApprovalNow }) {
  if (state !== 'open') return <>{state}</>;
  return (
    <>
      open, ends <When at={expiresAt} />
    </>
  );
}

function Subject({ of: approval }: { readonly of: ApprovalNow }) {
  const { kind, id } = approval.subject;
  return kind === 'saga' ? (
    <Link href={`/sagas/${id}`} className={css.link}>
      saga <code>{id}</code>
    </Link>
  ) : (
    <>{subjectText(approval)}</>
  );
}

function Call({ of: { request } }: { readonly of: ApprovalNow }) {
  return (
    <>
      <code>
        {request.method} {request.path}
      </code>
      <JsonView value={request.body} label="Body of the call" />
    </>
  );
}

/** The same preview as whoever asked has seen, as it is now. */
function WouldDo({ of: { preview, holds, refusal, sample } }: { readonly of: ApprovalNow }) {
  const samples = sample.flatMap((each) => (each.preview === null ? [] : [each]));
  return (
    <Card title="What it would do now">
      <div className={css.would}>
        {holds === false && (
          <p className={css.warned}>
            It would do something else by now than was asked for: it has to be asked for again.
          </p>
        )}
        {refusal !== null && <p className={css.warned}>It would be refused: {refusal.detail}</p>}
        {preview !== null && <PreviewOf preview={preview} />}
        {samples.map(({ sagaId, preview: each }) => (
          <section key={sagaId} aria-label={`Saga ${sagaId}`}>
            <h3>
              <Link href={`/sagas/${sagaId}`} className={css.link}>
                <code>{sagaId}</code>
              </Link>
            </h3>
            {each !== null && <PreviewOf preview={each} />}
          </section>
        ))}
        {preview === null && samples.length === 0 && refusal === null && (
          <p>There are no previews of this act. The call above is all of it.</p>
        )}
      </div>
    </Card>
  );
}
