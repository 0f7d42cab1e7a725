import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { api, dataOf } from '../../api/client';
import type { components } from '../../api/schema';
import { usePages } from '../../api/use-pages';
import { useFresh } from '../../live/live';
import button from '../../parts/button.module.css';
import { Card } from '../../parts/card';
import { More } from '../../parts/more';
import { PageHead } from '../../parts/page-head';
import { Empty, Failed, Waiting } from '../../parts/states';
import { Status } from '../../parts/status';
import table from '../../parts/table.module.css';
import { When } from '../../parts/when';
import css from './definitions.module.css';
import { numberText } from '../../parts/text/number-text';

type Summary = components['schemas']['DefinitionSummary'];
type Counts = Readonly<Record<string, number>>;

const PAGE = 100;
const OPEN = ['stuck', 'compensating', 'running'] as const;

/** What sagas are made of. */
export default function Definitions() {
  useFresh(['getOverview']);
  const list = usePages<Summary>({
    queryKey: ['listDefinitions'],
    read: (cursor, signal) => {
      const params = { query: { limit: PAGE, ...cursor } };
      return dataOf(api.GET('/v1/definitions', { params, signal }));
    },
  });
  const overview = useQuery({
    queryKey: ['getOverview'],
    queryFn: ({ signal }) => dataOf(api.GET('/v1/admin/overview', { signal })),
  });
  const { items } = list;
  return (
    <>
      <PageHead
        title="Definitions"
        says="What sagas do, step by step, and how each step is taken back."
        acts={
          <Link href="/definitions/_/new" className={button.button}>
            New definition…
          </Link>
        }
      />
      {list.isPending && <Waiting />}
      {list.isError && <Failed error={list.error} onRetry={() => void list.refetch()} />}
      {list.isSuccess && (
        <Card title="By name" aside={`${items.length}${list.hasNextPage ? ' and more' : ''}`}>
          {items.length === 0 ? (
            <Empty title="There is no definition yet.">
              <p>
                <Link href="/definitions/_/new">Write the first one</Link>, or let a service post
                its own when it starts.
              </p>
            </Empty>
          ) : (
            <DefinitionTable items={items} counts={overview.data?.byDefinition} />
          )}
          <More of={list} />
        </Card>
      )}
    </>
  );
}

function DefinitionTable(props: {
  readonly items: readonly Summary[];
  /** undefined: not known yet. */
  readonly counts: Readonly<Record<string, Counts>> | undefined;
}) {
  return (
    <table className={table.table}>
      <thead>
        <tr>
          <th>Definition</th>
          <th className={table.number}>Versions</th>
          <th>Open sagas</th>
          <th className={`${table.when} ${table.extra}`}>Newest since</th>
        </tr>
      </thead>
      <tbody>
        {props.items.map((item) => (
          <DefinitionRow
            key={item.name}
            item={item}
            counts={props.counts && (props.counts[item.name] ?? {})}
          />
        ))}
      </tbody>
    </table>
  );
}

function DefinitionRow({ item, counts }: { item: Summary; counts: Counts | undefined }) {
  const { name, description, version, versions, createdAt, retiredAt } = item;
  return (
    <tr>
      <td className={table.text}>
        <Link href={`/definitions/${name}`} className={css.name}>
          {name}
        </Link>
        {description !== null && <span className={css.about}>{description}</span>}
      </td>
      <td className={table.number} data-label="versions:">
        {versions} <small>v{version}</small>
        {retiredAt !== null && <span className={css.about}>retired</span>}
      </td>
      <td>
        <OpenCounts name={name} counts={counts} />
      </td>
      <td className={`${table.when} ${table.extra}`}>
        <When at={createdAt} />
      </td>
    </tr>
  );
}

/** Those that need a person first; each leads to its sagas. */
function OpenCounts({ name, counts }: { name: string; counts: Counts | undefined }) {
  if (counts === undefined) return <span className={css.counts} data-coming />;
  const shown = OPEN.filter((status) => (counts[status] ?? 0) > 0);
  if (shown.length === 0) return <small>none</small>;
  return (
    <span className={css.counts}>
      {shown.map((status) => (
        <Link key={status} href={`/sagas?definition=${name}&status=${status}`}>
          <Status of={status} text={`${numberText(counts[status] ?? 0)} ${status}`} />
        </Link>
      ))}
    </span>
  );
}
