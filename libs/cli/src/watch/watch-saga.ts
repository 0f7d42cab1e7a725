import { setTimeout as delay } from 'node:timers/promises';
import { fillPath } from '../api/paths.js';
import { EXIT, exitOfStatus } from '../ending/exit-codes.js';
import type { Session } from '../session/session.js';
import { entryText, headText } from '../texts/saga-text.js';
import { isAtRest, type Plan, type Saga, type TimelineEntry } from '../sagas/saga.js';
import { barsOf } from '../pictures/bars.js';
import { frameText } from '../pictures/frame.js';
import { Screen } from './screen.js';

/** A burst of events is drawn once. */
const DRAW_EVERY_MS = 100;
/** Bars grow by themselves. */
const TICK_MS = 1000;
const PAGE_LIMIT = 500;

/** What is seen of a saga at an instant. */
interface Seen {
  readonly saga: Saga;
  readonly entries: readonly TimelineEntry[];
}

/**
 * Shows a saga while things happen to it, until it is at rest: on a terminal as a picture that is
 * drawn anew, elsewhere as the lines of its timeline; as lines of JSON each of its states. Ends
 * with the code of its status; when it is interrupted with that of a saga that goes on.
 */
export async function watchSaga(id: string, session: Session): Promise<number> {
  const stop = new AbortController();
  const { interrupted } = session.surroundings;
  const signal = AbortSignal.any([stop.signal, interrupted]);
  const first = await see(id, session);
  const show = await showing(first.saga, session);
  try {
    let seen = first;
    await show(seen);
    const changes = changesOf(id, session, signal)[Symbol.asyncIterator]();
    while (!isAtRest(seen.saga) && (await changes.next()).done !== true) {
      seen = await see(id, session);
      await show(seen);
    }
    if (!interrupted.aborted) await show((seen = await see(id, session)));
    return tellEnd(seen, session);
  } finally {
    stop.abort();
  }
}

type Show = (seen: Seen) => void | Promise<void>;

function showing(saga: Saga, session: Session): Show | Promise<Show> {
  const { output } = session;
  if (output.isForPeople) return pictureOf(saga, session);
  return output.format === 'jsonl' ? statesOf(session) : () => undefined;
}

/** Each state once: what the saga was in between is read as it was then, without its children. */
function statesOf({ api, output }: Session): Show {
  let told = 0;
  return async ({ saga }) => {
    const { id } = saga;
    for (let version = told === 0 ? saga.version : told + 1; version < saga.version; version++) {
      const path = fillPath('/v1/sagas/{id}/versions/{version}', { id, version });
      output.result((await api.send({ method: 'GET', path })).body, () => '');
    }
    if (saga.version > told) output.result(saga, () => '');
    told = saga.version;
  };
}

function tellEnd({ saga }: Seen, session: Session): number {
  const { isForPeople, format } = session.output;
  if (!isForPeople && format !== 'jsonl') session.output.result(saga, () => '');
  return isAtRest(saga) ? exitOfStatus(saga.status) : EXIT.running;
}

async function see(id: string, session: Session): Promise<Seen> {
  const [{ body: saga }, entries] = await Promise.all([
    session.api.send({ method: 'GET', path: fillPath('/v1/sagas/{id}', { id }) }),
    timelineOf(id, session),
  ]);
  return { saga: saga as Saga, entries };
}

/** All of a timeline. */
export async function timelineOf(id: string, session: Session): Promise<readonly TimelineEntry[]> {
  const path = fillPath('/v1/sagas/{id}/timeline', { id });
  const entries: TimelineEntry[] = [];
  let cursor: string | null = null;
  do {
    const query = { limit: PAGE_LIMIT, cursor };
    const { body } = await session.api.send({ method: 'GET', path, query });
    const page = body as { readonly items: readonly TimelineEntry[]; readonly next: string | null };
    entries.push(...page.items);
    cursor = page.next;
  } while (cursor !== null);
  return entries;
}

/** Once for each burst of events of the saga, and once a second for the bars. */
async function* changesOf(id: string, session: Session, signal: AbortSignal): AsyncIterable<void> {
  const events = session.api.pulses(id, signal)[Symbol.asyncIterator]();
  let next = events.next();
  const isOver = { done: true, value: undefined } as const;
  for (;;) {
    const tick = delay(TICK_MS, 'tick' as const, { signal }).catch(() => 'tick' as const);
    const came = await Promise.race([next.catch(() => isOver), tick]);
    if (signal.aborted) return;
    if (came !== 'tick') {
      if (came.done === true) return yield;
      next = events.next();
      await delay(DRAW_EVERY_MS, undefined, { signal }).catch(() => undefined);
    }
    yield;
  }
}

async function pictureOf(saga: Saga, session: Session): Promise<(seen: Seen) => void> {
  const { output, surroundings } = session;
  if (surroundings.out.isTTY !== true) {
    let told = 0;
    return ({ entries }) => {
      for (const entry of entries.slice(told)) output.raw(entryText(entry, output.look));
      told = entries.length;
    };
  }
  const plan = await planOf(saga, session);
  const screen = new Screen(surroundings.out);
  return ({ saga: now, entries }) => {
    const head = headText(now, output.look);
    const rowsMax = Math.max(3, (surroundings.out.rows ?? 40) - head.split('\n').length - 3);
    const bars = barsOf(now, entries, Date.now());
    const steps = frameText(
      { saga: now, ...(plan === null ? {} : { plan }), bars, rowsMax },
      output.look,
    );
    screen.draw(`${head}\n\n${steps}`);
  };
}

/** null: its plan cannot be read, such as by somebody who sees no definitions. */
export async function planOf({ definition }: Saga, session: Session): Promise<Plan | null> {
  const path = fillPath('/v1/definitions/{name}/versions/{version}/plan', { ...definition });
  const { status, body } = await session.api.send({ method: 'GET', path }, [403, 404]);
  return status === 200 ? (body as Plan) : null;
}
