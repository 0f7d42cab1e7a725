import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import { api, dataOf } from '../../../api/client';
import { useWhyNot } from '../../../api/me';
import type { components } from '../../../api/schema';
import { useFresh } from '../../../live/live';
import button from '../../../parts/button.module.css';
import { Card } from '../../../parts/card';
import { Failed, Waiting } from '../../../parts/states';
import { Status } from '../../../parts/status';
import table from '../../../parts/table.module.css';
import { When } from '../../../parts/when';
import type { Definition } from '../use-definition';
import { useVersions } from '../use-versions';
import { MoveDialog } from './move-dialog';
import { RetireAct } from './retire-act';
import css from './version.module.css';
import { numberText } from '../../../parts/text/number-text';

type Listed = components['schemas']['DefinitionVersion'];
type Open = components['schemas']['OpenByStatus'];

const HASH_CHARS = 12;
/** Counts are kept for a while: what was read when the last saga changed may be of before. */
const READ_EVERY_MS = 15_000;

/** All versions: since when, how many sagas are open, and what may be done with them. */
export function VersionsTab({ definition: { name } }: { readonly definition: Definition }) {
  useFresh(['countOpenSagasByVersion']);
  const versions = useVersions(name);
  const counts = useQuery({
    queryKey: ['countOpenSagasByVersion', name],
    queryFn: ({ signal }) =>
      dataOf(api.GET('/v1/definitions/{name}/counts', { params: { path: { name } }, signal })),
    refetchInterval: READ_EVERY_MS,
  });
  const [target, move] = useState<number | null>(null);
  if (versions.isPending) return <Waiting />;
  if (versions.isLoadingError) {
    return <Failed error={versions.error} onRetry={() => void versions.refetch()} />;
  }
  const open = new Map(counts.data?.versions.map((each) => [each.version, each]));
  return (
    <Card title="Versions" aside={`${versions.data.length}`}>
      <table className={table.table}>
        <thead>
          <tr>
            <th>Version</th>
            <th>Open sagas</th>
            <th className={table.extra}>Since</th>
            <th className={table.extra}>Hash</th>
            <th>Acts</th>
          </tr>
        </thead>
        <tbody>
          {versions.data.map((each) => (
            <tr key={each.version}>
              <td>
                <Link href={`/definitions/${name}/${each.version}`}>v{each.version}</Link>
                {each.retiredAt !== null && <small> retired</small>}
              </td>
              <td className={table.text} data-label="open sagas:">
                <OpenOf version={each} open={open.get(each.version)} counts={counts} />
              </td>
              <td className={table.extra}>
                <When at={each.createdAt} />
              </td>
              <td className={table.extra}>
                <code title={each.hash}>{each.hash.slice(0, HASH_CHARS)}</code>
              </td>
              <td>
                <Acts
                  version={each}
                  isAlone={versions.data.length === 1}
                  onMove={() => move(each.version)}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {target !== null && <MoveDialog {...{ name, target }} onClose={() => move(null)} />}
    </Card>
  );
}

function OpenOf(props: {
  readonly version: Listed;
  readonly open: Open | undefined;
  readonly counts: { readonly isLoadingError: boolean; readonly isPending: boolean };
}) {
  const { version, open, counts } = props;
  if (counts.isLoadingError) return <small>not known</small>;
  if (counts.isPending) return <small>…</small>;
  if (open === undefined) return <small>none</small>;
  const all = open.running + open.compensating + open.stuck;
  return (
    <>
      <Link
        href={
          `/sagas?status=running,compensating,stuck&definition=${version.name}` +
          `&version=${version.version}`
        }
      >
        {numberText(all)}
      </Link>{' '}
      {open.stuck > 0 && <Status of="stuck" text={`${numberText(open.stuck)} stuck`} />}
    </>
  );
}

function Acts(props: {
  readonly version: Listed;
  /** There is no other version that sagas could come from. */
  readonly isAlone: boolean;
  readonly onMove: () => void;
}) {
  const { version: listed, isAlone, onMove } = props;
  const { version } = listed;
  const whyNotMove = useWhyNot('migrateSagas');
  const why = isAlone ? 'There is no other version.' : whyNotMove;
  return (
    <span className={css.acts}>
      <RetireAct of={listed} />
      <button
        type="button"
        className={button.button}
        aria-disabled={why !== null}
        title={why ?? undefined}
        onClick={() => why === null && onMove()}
      >
        Move sagas to v{version}
        {why === null && '…'}
      </button>
    </span>
  );
}
