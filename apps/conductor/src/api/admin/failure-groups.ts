import { createHash } from 'node:crypto';
import type { SagaError } from '#engine';
import type { OverviewQueries, TroubledSaga } from '#queries';
import type { FailureGroup, Failures } from './failure-views.js';

/** How many open sagas of each status are read, oldest first: stuck sagas are among the oldest. */
const SAGAS_MAX = 5000;
/** States parsed in one go. Small, so that parsing never blocks the event loop for long. */
const CHUNK = 1000;
const SAMPLES_MAX = 5;

export async function findFailureGroups(overview: OverviewQueries): Promise<Failures> {
  const groups = new Map<string, Draft>();
  let truncated = false;
  for (const status of ['stuck', 'compensating', 'running'] as const) {
    let afterId: string | null = null;
    for (let seen = 0; ; seen += CHUNK) {
      if (seen >= SAGAS_MAX) {
        truncated = true;
        break;
      }
      const page = await overview.troubled({ status, afterId, limit: CHUNK });
      for (const saga of page.sagas) addSaga(groups, saga);
      if (page.lastId === null) break;
      afterId = page.lastId;
    }
  }
  const sorted = [...groups.values()].sort((a, b) => b.count - a.count);
  return { groups: sorted.map(toGroup), truncated };
}

/** Replaces ids, numbers and quoted values in a message, so that only the kind of error is left. */
export function fingerprintOfError({ code, message }: SagaError): string {
  const kind = message
    .slice(0, 500)
    .replace(/[0-9a-f]{8}-[0-9a-f-]{27}/gi, '#')
    .replace(/"[^"]*"|'[^']*'/g, '#')
    .replace(/\d+/g, '#');
  return createHash('sha256').update(`${code}\n${kind}`).digest('hex').slice(0, 16);
}

interface Trouble {
  readonly step: string;
  readonly direction: string;
  readonly state: 'stuck' | 'retrying';
  readonly error: SagaError;
}

interface Draft extends Trouble {
  readonly definition: string;
  readonly fingerprint: string;
  count: number;
  oldestAt: number;
  readonly sampleSagaIds: string[];
}

function addSaga(groups: Map<string, Draft>, saga: TroubledSaga): void {
  for (const trouble of troublesOf(saga)) {
    const fingerprint = fingerprintOfError(trouble.error);
    const { definition } = saga;
    const { step, direction, state } = trouble;
    const key = JSON.stringify([definition, step, direction, state, fingerprint]);
    const group = groups.get(key) ?? {
      ...trouble,
      definition,
      fingerprint,
      count: 0,
      oldestAt: Infinity,
      sampleSagaIds: [],
    };
    groups.set(key, group);
    group.count += 1;
    group.oldestAt = Math.min(group.oldestAt, saga.updatedAt.getTime());
    if (group.sampleSagaIds.length < SAMPLES_MAX) group.sampleSagaIds.push(saga.id);
  }
}

const NO_ERROR: SagaError = { code: 'UNKNOWN', message: 'no error was recorded' };

function troublesOf({ steps }: TroubledSaga): readonly Trouble[] {
  return steps.flatMap(({ name, trouble, direction, error }): readonly Trouble[] => {
    if (trouble === null || direction === null) return [];
    // the iterations of a loop count as one step
    const step = name.replace(/\[\d+\]$/, '');
    return [{ step, direction, state: trouble, error: error ?? NO_ERROR }];
  });
}

function toGroup(draft: Draft): FailureGroup {
  return { ...draft, oldestAt: new Date(draft.oldestAt).toISOString() };
}
