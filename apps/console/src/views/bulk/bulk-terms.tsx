import { Link } from 'wouter';
import type { components } from '../../api/schema';
import { Card } from '../../parts/card';
import { Facts } from '../../parts/facts';
import { durationText } from '../../parts/text/time-text';
import { When } from '../../parts/when';
import { actionDetails, actionName } from './bulk-facts';
import { numberText } from '../../parts/text/number-text';

/** On which terms it was made. */
export function BulkTerms({ bulk }: { readonly bulk: components['schemas']['Bulk'] }) {
  const { id, filter, count, canary, rate, failureShareMax, outcomeWithinMs, endedAt } = bulk;
  const which =
    filter === null ? 'chosen one by one' : <Link href={`/sagas?${filter}`}>{filter}</Link>;
  return (
    <Card title="As it was made">
      <Facts
        facts={[
          ['Act', [actionName(bulk), actionDetails(bulk)].filter(Boolean).join(': ')],
          [
            'Sagas',
            <span key="which">
              {numberText(count)}: {which}
            </span>,
          ],
          ['Canary', canary === 0 ? 'none' : canary],
          ['After it', rate === null ? 'stages of 5, 25, 125 …, each awaited' : `${rate} a second`],
          ['Stops above', `${Math.round(failureShareMax * 100)} % that fail again`],
          ['At rest within', durationText(outcomeWithinMs)],
          ['By', bulk.actor],
          ['Reason', bulk.reason],
          ['Begun', <When key="begun" at={bulk.createdAt} />],
          ['Ended', endedAt && <When key="ended" at={endedAt} />],
          [
            'Audit',
            <Link key="audit" href={`/audit?operation=${id}`}>
              all that was recorded
            </Link>,
          ],
        ]}
      />
    </Card>
  );
}
