import { useQuery } from '@tanstack/react-query';
import { api, dataOf } from '../../api/client';
import type { components } from '../../api/schema';
import { Card } from '../../parts/card';
import { Status } from '../../parts/status';
import { BulkBar } from './bulk-bar';
import { BULK_STATUS, failureShare, sharesOf } from './bulk-facts';
import css from './bulk.module.css';
import { numberText } from '../../parts/text/number-text';

type Bulk = components['schemas']['Bulk'];

/** Who joined is looked at seldom: it is a search. */
const JOINED_EVERY_MS = 10_000;

/** How far it is, its canary, and why it stopped. */
export function BulkProgress({ bulk }: { readonly bulk: Bulk }) {
  const { status, stop, failureShareMax, counts } = bulk;
  const { good, failed, awaited, waiting } = sharesOf(bulk);
  const share = failureShare(bulk);
  const left = bulk.endedAt === null ? 'to come' : 'not acted on';
  const known = share === null ? '' : `${share} %, `;
  const max = `stops above ${Math.round(failureShareMax * 100)} %`;
  return (
    <Card title="Progress" aside={<Status of={BULK_STATUS[status]} text={status} />}>
      <div className={css.progress}>
        {stop !== null && (
          <p className={css.stop} role="status">
            {STOPS[stop.code]}: {stop.detail}. {numberText(waiting)} were left alone.
          </p>
        )}
        <BulkBar bulk={bulk} />
        <ul className={css.counts}>
          <li>
            <Status of="completed" text={`${numberText(good)} came to a good end`} />
          </li>
          <li>
            <Status
              of={failed > 0 ? 'stuck' : 'abandoned'}
              text={`${numberText(failed)} failed again (${known}${max})`}
            />
          </li>
          <li>
            <Status of="running" text={`${numberText(awaited)} under way`} />
          </li>
          <li>
            <Status of="waiting" text={`${numberText(waiting)} ${left}`} />
          </li>
          {counts.gone > 0 && <li>{numberText(counts.gone)} ended by somebody else</li>}
        </ul>
        <p>
          <small>
            {canaryText(bulk)} {paceText(bulk)} <Joined bulk={bulk} />
          </small>
        </p>
      </div>
    </Card>
  );
}

const STOPS = {
  CANARY_FAILED: 'It stopped itself, because its canary failed again',
  TOO_MANY_FAILURES: 'It stopped itself, because too many failed again',
  STOPPED_BY_OPERATOR: 'It was stopped',
} as const;

function canaryText({ canary, stage, status, stop, endedAt }: Bulk): string {
  if (canary === 0) return 'Without a canary.';
  const who = canary === 1 ? 'The canary' : `The canary of ${canary}`;
  if (stop?.code === 'CANARY_FAILED') return `${who} failed.`;
  if (stage > 0 || status === 'done') return `${who} came to a good end.`;
  return endedAt === null ? `${who} is awaited.` : `${who} had not come to an end.`;
}

function paceText({ rate, stage, stageEnd, count, endedAt }: Bulk): string {
  if (endedAt !== null) return '';
  const end = numberText(stageEnd);
  if (rate !== null && stage > 0) return `At ${rate} a second to the end.`;
  return stageEnd < count ? `This stage goes up to number ${end}.` : 'This is the last stage.';
}

/** Sagas that its filter means by now and that it is not about. */
function Joined({ bulk: { id, filter, endedAt } }: { readonly bulk: Bulk }) {
  const joined = useQuery({
    queryKey: ['countSagasOutsideBulk', id],
    queryFn: ({ signal }) =>
      dataOf(api.GET('/v1/admin/bulk/{id}/joined', { params: { path: { id } }, signal })),
    enabled: filter !== null,
    refetchInterval: endedAt === null ? JOINED_EVERY_MS : false,
  });
  const { count = null, isExact = true } = joined.data ?? {};
  if (count === null || count === 0) return null;
  const text = `${isExact ? '' : 'at least '}${numberText(count)}`;
  return `${text} joined since and ${count === 1 ? 'is' : 'are'} not in this run.`;
}
