import { Link, useLocation, useSearch } from 'wouter';
import { api, dataOf } from '../../api/client';
import type { components } from '../../api/schema';
import { usePages } from '../../api/use-pages';
import { Card } from '../../parts/card';
import { Tabs } from '../../parts/lists/tabs';
import { More } from '../../parts/more';
import { Empty, Failed, Waiting } from '../../parts/states';
import { Status } from '../../parts/status';
import table from '../../parts/table.module.css';
import { When } from '../../parts/when';
import { numberText } from '../../parts/text/number-text';

type Bulk = components['schemas']['Bulk'];
type Result = components['schemas']['BulkResult'];

const PAGE = 50;
const SHOWN = {
  '': { name: 'All', query: {} },
  bad: { name: 'Failed again', query: { outcome: 'bad' } },
  late: { name: 'Late', query: { outcome: 'late' } },
  refused: { name: 'Refused', query: { state: 'refused' } },
  good: { name: 'Good', query: { outcome: 'good' } },
  waiting: { name: 'Not acted on', query: { state: 'waiting' } },
} as const;
type Shown = keyof typeof SHOWN;

/** What became of each saga, in the order of their turns. */
export function BulkResults({ bulk: { id } }: { readonly bulk: Bulk }) {
  const [location] = useLocation();
  const asked = new URLSearchParams(useSearch()).get('show') ?? '';
  const shown: Shown = asked in SHOWN ? (asked as Shown) : '';
  const results = usePages<Result>({
    queryKey: ['listBulkResults', id, shown],
    read: (cursor, signal) => {
      const query = { limit: PAGE, ...SHOWN[shown].query, ...cursor };
      const params = { path: { id }, query };
      return dataOf(api.GET('/v1/admin/bulk/{id}/results', { params, signal }));
    },
  });
  return (
    <Card title="Results">
      <Tabs
        label="Results"
        tabs={(Object.keys(SHOWN) as Shown[]).map((each) => ({
          name: SHOWN[each].name,
          href: each === '' ? location : `${location}?show=${each}`,
          isHere: each === shown,
        }))}
      />
      {results.isPending && <Waiting />}
      {results.isError && <Failed error={results.error} onRetry={() => void results.refetch()} />}
      {results.isSuccess && results.items.length === 0 && <Empty title="There is none of these." />}
      {results.items.length > 0 && <ResultTable results={results.items} />}
      <More of={results} />
    </Card>
  );
}

function ResultTable({ results }: { readonly results: readonly Result[] }) {
  return (
    <table className={table.table}>
      <thead>
        <tr>
          <th className={table.number}>Turn</th>
          <th>Saga</th>
          <th>Result</th>
          <th className={table.extra}>Why</th>
          <th className={table.when}>At</th>
        </tr>
      </thead>
      <tbody>
        {results.map((result) => (
          <tr key={result.place}>
            <td className={table.number} data-label="turn">
              {numberText(result.place)}
            </td>
            <td>
              <Link href={`/sagas/${result.sagaId}`}>
                <code>{result.sagaKey ?? result.sagaId}</code>
              </Link>
            </td>
            <td>
              <ResultStatus result={result} />
            </td>
            <td className={`${table.text} ${table.extra}`}>
              {result.code !== null && <code>{result.code}</code>} {result.detail}
            </td>
            <td className={table.when}>{result.actedAt && <When at={result.actedAt} />}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const OUTCOMES = {
  good: ['completed', 'good'],
  bad: ['stuck', 'failed again'],
  late: ['stuck', 'not at rest in time'],
  gone: ['abandoned', 'ended by somebody else'],
} as const;

function ResultStatus({ result: { state, outcome } }: { readonly result: Result }) {
  if (state === 'waiting') return <Status of="waiting" text="not acted on" />;
  if (state === 'refused') return <Status of="stuck" text="refused" />;
  if (outcome === null) return <Status of="running" text="under way" />;
  const [shape, text] = OUTCOMES[outcome];
  return <Status of={shape} text={text} />;
}
