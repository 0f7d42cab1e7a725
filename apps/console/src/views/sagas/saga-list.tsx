import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { Link } from 'wouter';
import { api, dataOf } from '../../api/client';
import button from '../../parts/button.module.css';
import { More } from '../../parts/more';
import { Empty, Failed, Waiting } from '../../parts/states';
import { queryOf } from '../../url/filter-url';
import { ChosenBar } from './chosen-bar';
import { SagaTable } from './saga-table';
import { FRESH_MAX } from './use-fresh-sagas';
import { useChosen } from './use-chosen';
import { useSagaPages } from './use-saga-pages';
import css from './saga-list.module.css';
import { numberText } from '../../parts/text/number-text';

const COUNT_EVERY_MS = 15_000;

/** Rows stay where they are: what is new waits until somebody asks for it. */
export function SagaList({ text }: { readonly text: string }) {
  const { list, sagas, freshCount, showFresh } = useSagaPages(text);
  const count = useQuery({
    queryKey: ['countSagas', text],
    queryFn: ({ signal }) =>
      dataOf(api.GET('/v1/sagas/count', { params: { query: queryOf(text) }, signal })),
    refetchInterval: COUNT_EVERY_MS,
  });
  const ids = useMemo(() => sagas.map(({ id }) => id), [sagas]);
  const { chosen, choose, set } = useChosen(ids);
  const isChosen = (id: string): boolean => chosen.kind === 'all' || chosen.ids.has(id);
  const areAllChosen = ids.length > 0 && ids.every(isChosen);
  if (list.isPending) return <Waiting />;
  if (list.isLoadingError) return <Failed error={list.error} onRetry={() => void list.refetch()} />;
  return (
    <section className={css.list} aria-label="List of sagas">
      <header className={css.head}>
        <small>{headText(sagas.length, list.hasNextPage, count.data)}</small>
        {freshCount > 0 && (
          <button type="button" className={button.button} onClick={() => void showFresh()}>
            {freshCount < FRESH_MAX ? freshCount : `${numberText(FRESH_MAX)} or more`} new
          </button>
        )}
      </header>
      {sagas.length === 0 ? (
        <NoSaga isFiltered={text !== ''} />
      ) : (
        <SagaTable
          sagas={sagas}
          isChosen={isChosen}
          onChoose={choose}
          areAllChosen={areAllChosen}
          onChooseAll={() => set({ kind: 'these', ids: new Set(areAllChosen ? [] : ids) })}
        />
      )}
      <More of={list} />
      <ChosenBar text={text} chosen={chosen} count={count.data ?? null} onChoose={set} />
    </section>
  );
}

function NoSaga({ isFiltered }: { readonly isFiltered: boolean }) {
  if (isFiltered) {
    return (
      <Empty title="No saga is meant by this filter.">
        <p>
          Take a part of it away, or see <Link href="/sagas#all">all sagas</Link>.
        </p>
      </Empty>
    );
  }
  return (
    <Empty title="No saga was started yet.">
      <p>
        Start one by a form: choose its <Link href="/definitions">definition</Link>.
      </p>
    </Empty>
  );
}

interface Counted {
  readonly count: number;
  readonly isExact: boolean;
}

function headText(shown: number, hasMore: boolean, counted: Counted | undefined): string {
  if (counted === undefined) return `${shown}${hasMore ? ' and more' : ''} · newest first`;
  const { count, isExact } = counted;
  const all = `${isExact ? '' : 'at least '}${numberText(count)}`;
  return `${all} ${count === 1 ? 'saga' : 'sagas'} · newest first`;
}
