import { statusText, type Look } from '../output/look.js';
import { columns, gridText, oneLine, tableText } from '../output/table.js';
import { agoText, durationText } from '../sagas/time-text.js';

/** What is read of the overview. */
export interface Overview {
  readonly isCountExact: boolean;
  readonly byStatus: Readonly<Record<string, number>>;
  readonly rates: Readonly<Record<string, { readonly lastHour: number }>>;
  readonly oldestOpenSaga: {
    readonly id: string;
    readonly definition: string;
    readonly status: string;
    readonly createdAt: string;
  } | null;
  readonly stuckGroups: readonly unknown[];
  readonly backlog: Readonly<Record<string, number | null>>;
  readonly replicas: readonly {
    readonly id: string;
    readonly seenAt: string;
    readonly hasLeft: boolean;
    readonly version?: string | null;
  }[];
  readonly broker: { readonly status: string; readonly refusals: readonly unknown[] };
  readonly database: { readonly status: string; readonly commitMs?: number | null };
}

/** How it goes, on one screen: what waits for a person comes last, right above the prompt. */
export function overviewText(overview: Overview, look: Look): string {
  const rows = Object.entries(linesOf(overview, look)).map(([name, text]) => [
    look.paint('dim', name),
    oneLine(text),
  ]);
  const { stuckGroups } = overview;
  if (stuckGroups.length === 0) return gridText([...rows, ['failures', 'none']]);
  const shown = columns(
    ...['FINGERPRINT fingerprint', 'SAGAS count', 'STUCK stuck', 'DEFINITION definition'],
    ...['STEP step', 'CODE error.code', { head: 'LIFE', at: 'life.status', isWide: true }],
  );
  return `${gridText(rows)}\n\n${tableText(stuckGroups, shown, look)}`;
}

function linesOf(overview: Overview, look: Look): Readonly<Record<string, string>> {
  const { isCountExact, byStatus, rates, oldestOpenSaga: oldest, backlog } = overview;
  const counts = Object.entries(byStatus).map(
    ([status, count]) => `${count} ${statusText(status, look)}`,
  );
  const lastHour = Object.entries(rates).map(([name, rate]) => `${rate.lastHour} ${name}`);
  const { broker, database, replicas } = overview;
  const refused = broker.refusals.length;
  const live = replicas.filter(({ hasLeft }) => !hasLeft);
  const commit = database.commitMs ?? null;
  return {
    [isCountExact ? 'sagas' : 'sagas (about)']: counts.join(', ') || 'none',
    'last hour': lastHour.join(', '),
    ...(oldest === null
      ? {}
      : {
          'oldest open':
            `${oldest.definition}, ${oldest.status}, ` +
            `started ${agoText(oldest.createdAt)} ago: ${oldest.id}`,
        }),
    outbox: waiting(backlog['outbox'], backlog['oldestOutboxAgeMs']),
    'timers due': waiting(backlog['timersDue'], backlog['oldestTimerLagMs']),
    'dead messages': String(backlog['deadMessages'] ?? 0),
    paused: [counted(backlog['pausedSagas'], 'saga'), counted(backlog['pauses'], 'pause')].join(
      ', ',
    ),
    broker: `${broker.status}${refused === 0 ? '' : `, ${refused} refused`}`,
    database: database.status + (commit === null ? '' : `, a commit takes ${durationText(commit)}`),
    replicas: live.map(replicaText).join('; ') || '–',
  };
}

function counted(count: number | null | undefined, name: string): string {
  return `${count ?? 0} ${name}${count === 1 ? '' : 's'}`;
}

function waiting(count: number | null | undefined, oldestMs: number | null | undefined): string {
  if (!count) return '0';
  return `${count}, the oldest for ${durationText(oldestMs ?? 0)}`;
}

function replicaText({ id, version, seenAt }: Overview['replicas'][number]): string {
  return `${id.slice(0, 8)} ${version ?? ''}, seen ${agoText(seenAt)} ago`;
}
