import type { OpenSagaQueries } from '#queries';
import { CachedResults } from '../caching/cached-result.js';
import type {
  DefinitionCountsView,
  OpenByStatusView,
  StepCountsView,
  VersionStepCountsView,
} from './counts-view.js';

type OpenStepCount = Awaited<ReturnType<OpenSagaQueries['countSteps']>>[number];
type OpenVersionCount = Awaited<ReturnType<OpenSagaQueries['countVersions']>>[number];

/** Whose counts are kept; people look at few at a time. */
const KEPT_MAX = 200;

/**
 * Counts of open sagas by version and step. Counting reads all open sagas of a version, so that an
 * answer is kept for twenty times as long as it took: with many sagas it may be some seconds old.
 */
export class OpenCounts {
  private readonly kept = new CachedResults(KEPT_MAX);

  constructor(private readonly queries: OpenSagaQueries) {}

  ofDefinition(name: string): Promise<DefinitionCountsView> {
    return this.kept.get(name, async () => {
      const rows = await this.queries.countVersions(name);
      const versions = [...new Set(rows.map(({ version }) => version))];
      return {
        countedAt: new Date().toISOString(),
        versions: versions.map((version) => ({ version, ...openOf(rows, version) })),
      };
    });
  }

  ofVersion(name: string, version: number): Promise<VersionStepCountsView> {
    return this.kept.get(`${name}/${version}`, async () => {
      const askedAt = new Date().toISOString();
      const [all, steps] = await Promise.all([
        this.ofDefinition(name),
        this.queries.countSteps(name, version),
      ]);
      const own = all.versions.find((each) => each.version === version);
      const { running = 0, compensating = 0, stuck = 0 } = own ?? {};
      return {
        // the totals may have been kept: it is no newer than they are
        countedAt: all.countedAt < askedAt ? all.countedAt : askedAt,
        open: { running, compensating, stuck },
        steps: [...new Set(steps.map(({ step }) => step))].map((step) => countsOf(step, steps)),
      };
    });
  }
}

function openOf(rows: readonly OpenVersionCount[], version: number): OpenByStatusView {
  const countOf = (status: OpenVersionCount['status']): number =>
    rows.find((row) => row.version === version && row.status === status)?.count ?? 0;
  return {
    running: countOf('running'),
    compensating: countOf('compensating'),
    stuck: countOf('stuck'),
  };
}

function countsOf(step: string, rows: readonly OpenStepCount[]): StepCountsView {
  const side = (direction: OpenStepCount['direction']) => {
    const own = rows.filter((row) => row.step === step && row.direction === direction);
    const sum = (counted: readonly OpenStepCount[]): number =>
      counted.reduce((total, { count }) => total + count, 0);
    return { open: sum(own), stuck: sum(own.filter(({ isStuck }) => isStuck)) };
  };
  return { step, forward: side('execute'), undo: side('compensate') };
}
