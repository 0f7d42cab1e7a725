import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useMemo, useRef, useState } from 'react';
import { api, dataOf } from '../../api/client';
import type { components } from '../../api/schema';
import { useFromTop, usePages } from '../../api/use-pages';
import type { Latest } from '../../live/latest';
import { POLL_MS, useChanges, useReset, useStreamState, type SagaChange } from '../../live/live';
import { useLatest } from '../../live/use-latest';

type ListedSaga = components['schemas']['SagaSummary'];
type Waiting = components['schemas']['Waiting'];

/** A saga in the list of tasks; `isOver`: since it was read it was given what it waited for. */
interface AskingSaga extends ListedSaga {
  readonly isOver?: boolean;
}

/** A signal that a saga waits for. */
export interface Task {
  readonly saga: ListedSaga;
  readonly step: string;
  readonly signal: string;
  /** What people are asked; null: another system gives it. */
  readonly title: string | null;
  readonly since: string;
  readonly until: string | null;
  readonly isOver: boolean;
}

const LIST = 'listSagas';
const KEY = [LIST, 'tasks'] as const;
const PAGE = 50;
/** In an hour of many questions no more are counted. */
const FRESH_MAX = 1_000;

/**
 * What sagas wait for from outside, the newest saga first. Rows stay where they are: what was given
 * is said in its row, and what is new is counted until somebody asks for it.
 */
export function useTasks() {
  const queries = useQueryClient();
  const readFromTop = useFromTop();
  const listed = useRef<ReadonlySet<string>>(new Set());
  const isListed = useCallback((id: string) => listed.current.has(id), []);
  const [latest, changeCount] = useLatest(isListed);
  const [fresh, setFresh] = useState<ReadonlySet<string>>(new Set());
  const isLost = useStreamState().is === 'lost';
  const pages = usePages<AskingSaga>({
    queryKey: KEY,
    read: (cursor, signal) => {
      const query = { waiting: 'signal', limit: PAGE, ...cursor };
      return dataOf(api.GET('/v1/sagas', { params: { query }, signal }));
    },
    refetchInterval: isLost ? POLL_MS : false,
  });
  const items = useMemo(() => {
    const read = pages.data?.pages.flatMap((page) => page.items) ?? [];
    return read.map((saga) => asOfNow(saga, latest));
    // the number tells that one of them has changed
  }, [pages.data, latest, changeCount]);
  listed.current = new Set(items.map(({ id }) => id));
  const onChange = useCallback(
    ({ sagaId, waiting }: SagaChange) => {
      const asks = signalsOf(waiting).length > 0 && !isListed(sagaId);
      setFresh((known) => withOrWithout(known, sagaId, asks));
    },
    [isListed],
  );
  useChanges(onChange);
  useReset(useCallback(() => void queries.invalidateQueries({ queryKey: KEY }), [queries]));
  const tasks = useMemo(() => items.flatMap(tasksOf), [items]);
  const freshCount = useMemo(
    () => [...fresh].filter((id) => !isListed(id)).length,
    [fresh, items, isListed],
  );
  // while they cannot be read, they stay new
  const showFresh = async (): Promise<void> => {
    const isRead = await readFromTop({ queryKey: [...KEY, 'pages'], refetch: pages.refetch });
    if (isRead) setFresh((known) => new Set([...known].filter((id) => !fresh.has(id))));
  };
  return { pages, tasks, freshCount, showFresh };
}

/** What was told of it since it was read is seen at once. */
function asOfNow(saga: AskingSaga, latest: Latest<SagaChange>): AskingSaga {
  const change = latest.since(saga.id, saga.version);
  if (change === undefined) return saga;
  const { version, waiting } = change;
  const isOver = signalsOf(waiting).length === 0;
  return { ...saga, version, isOver, waiting: isOver ? saga.waiting : waiting };
}

/** The same set where nothing changes: most sagas ask nothing. */
function withOrWithout(known: ReadonlySet<string>, id: string, isIn: boolean): ReadonlySet<string> {
  if (known.has(id) === isIn || (isIn && known.size >= FRESH_MAX)) return known;
  return new Set(isIn ? [...known, id] : [...known].filter((each) => each !== id));
}

function signalsOf(waiting: Waiting | null) {
  return (waiting?.on ?? []).filter(({ code }) => code === 'signal');
}

function tasksOf({ isOver = false, ...saga }: AskingSaga): readonly Task[] {
  return signalsOf(saga.waiting).map(({ step, name, title, since, until }) => ({
    ...{ saga, step: step ?? '', signal: name ?? '', title, since, until, isOver },
  }));
}
