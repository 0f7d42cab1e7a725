import { Timeline } from '#engine';
import type { HistoryQueries } from '#queries';
import { CachedResults } from '../caching/cached-result.js';
import type { StepTimesView, StepTimeView } from './step-times-view.js';

/** Reads what sagas did that completed. */
type CompletedHistories = Pick<HistoryQueries, 'completedLately'>;
export type SagaTransition = Awaited<ReturnType<HistoryQueries['completedLately']>>[number];

const DAYS = 7;
const DAY_MS = 86_400_000;
const SAGAS_MAX = 100;
/** A saga does more than this in long loops only, whose steps are known by then. */
const EVENTS_MAX = 200;
/** Whose times are kept; people look at few at a time. */
const KEPT_MAX = 200;
/** What is usual changes slowly: an answer that took 20 ms to find is kept for 20 s. */
const KEPT_TIMES = 1_000;

/** What the steps of a version usually take: of the newest sagas that completed, a sample. */
export class StepTimes {
  private readonly kept = new CachedResults(KEPT_MAX, KEPT_TIMES);

  constructor(
    private readonly histories: CompletedHistories,
    private readonly now: () => number = Date.now,
  ) {}

  of(definition: string, version: number): Promise<StepTimesView> {
    return this.kept.get(`${definition}/${version}`, async () => {
      const since = this.now() - DAYS * DAY_MS;
      const limits = { sagasMax: SAGAS_MAX, eventsMax: EVENTS_MAX };
      const rows = await this.histories.completedLately({ definition, version, since, ...limits });
      return { since: new Date(since).toISOString(), ...timesIn(rows) };
    });
  }
}

function timesIn(rows: readonly SagaTransition[]): Omit<StepTimesView, 'since'> {
  const sagas = groupedBy(rows, ({ sagaId }) => sagaId);
  const all = [...sagas.values()].flatMap((transitions) =>
    Timeline.stepTimesOf(transitions.map(({ at, events }) => ({ at: at.getTime(), events }))),
  );
  const steps = [...groupedBy(all, ({ step }) => step)].map(([step, times]) => ({
    ...{ step, ...summaryOf(times.map(({ ms }) => ms)) },
  }));
  return { sagas: sagas.size, steps };
}

function groupedBy<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
): ReadonlyMap<string, readonly Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
}

function summaryOf(times: readonly number[]): Omit<StepTimeView, 'step'> {
  const inOrder = times.toSorted((one, other) => one - other);
  // the nearest rank: a time that was measured
  const rank = (part: number): number => inOrder[Math.ceil(part * inOrder.length) - 1] ?? 0;
  return { count: inOrder.length, p50Ms: rank(0.5), p95Ms: rank(0.95) };
}
