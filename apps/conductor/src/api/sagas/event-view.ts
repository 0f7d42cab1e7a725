import type { SagaEvent } from '#engine';

/** A recorded event as the API has it: every instant of its own in ISO 8601. */
export type SagaEventView = Readable<SagaEvent>;

/** Their names in events. What sagas, commands and signals carry is not ours to read. */
type InstantName = 'at' | 'since' | 'dueAt' | 'checkAt' | 'deadlineAt' | 'firstIssuedAt';

type Readable<Recorded> = Recorded extends unknown
  ? { readonly [Name in keyof Recorded]: ReadableField<Recorded, Name> }
  : never;

type ReadableField<Recorded, Name extends keyof Recorded> = Name extends InstantName
  ? Exclude<Recorded[Name], number> | string
  : Name extends 'locks' | 'event' | 'waits'
    ? ReadablePart<Recorded[Name]>
    : Recorded[Name];

type ReadablePart<Part> = Part extends readonly (infer Item)[]
  ? readonly Readable<Item>[]
  : Part extends object
    ? Readable<Part>
    : Part;

export function toEventView(event: SagaEvent): SagaEventView {
  switch (event.type) {
    case 'saga-started':
    case 'definition-migrated':
      return { ...event, deadlineAt: toIsoOrNull(event.deadlineAt) };
    case 'locks-requested': {
      const locks = event.locks.map((lock) => ({ ...lock, dueAt: toIso(lock.dueAt) }));
      return { ...event, locks, checkAt: toIso(event.checkAt) };
    }
    case 'locks-awaited':
      return { ...event, checkAt: toIso(event.checkAt) };
    case 'lock-wait-extended':
    case 'retry-scheduled':
    case 'timeout-postponed':
    case 'command-held':
      return { ...event, dueAt: toIso(event.dueAt) };
    case 'wait-opened': {
      const { event: awaited, ...wait } = event;
      const opened = { ...wait, dueAt: toIso(event.dueAt) };
      if (awaited === undefined) return opened;
      return { ...opened, event: { ...awaited, since: toIso(awaited.since) } };
    }
    case 'command-issued': {
      const { firstIssuedAt, ...issued } = event;
      const command = { ...issued, dueAt: toIso(event.dueAt) };
      if (firstIssuedAt === undefined) return command;
      return { ...command, firstIssuedAt: toIso(firstIssuedAt) };
    }
    case 'clocks-moved': {
      const { deadlineAt, ...moved } = event;
      const locks = event.locks.map((lock) => ({ ...lock, dueAt: toIso(lock.dueAt) }));
      const waits = event.waits.map((wait) => ({ ...wait, dueAt: toIso(wait.dueAt) }));
      const deadline = deadlineAt === undefined ? {} : { deadlineAt: toIso(deadlineAt) };
      return { ...moved, ...deadline, locks, waits };
    }
    default:
      return event;
  }
}

function toIso(at: number): string {
  return new Date(at).toISOString();
}

function toIsoOrNull(at: number | null): string | null {
  return at === null ? null : toIso(at);
}
