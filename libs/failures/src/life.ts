/*
 * What people made of a group. Instants are ms since the epoch. A value of its own kind for each
 * status, kept as JSON.
 */

interface ByPerson {
  readonly by: string;
  readonly at: number;
}

export interface NewLife {
  readonly status: 'new';
}

/** Somebody looks after it. */
export interface AcknowledgedLife extends ByPerson {
  readonly status: 'acknowledged';
  /** Who looks after it. */
  readonly owner: string;
  readonly note: string | null;
}

/** It came again after it was resolved. */
export interface RegressedLife {
  readonly status: 'regressed';
  /** When it went wrong again. */
  readonly at: number;
  readonly resolved: Omit<ResolvedLife, 'status'>;
}

/** Nobody is told of it, until a time, or until so many more sagas came to it. */
export interface MutedLife extends ByPerson {
  readonly status: 'muted';
  /** null: no time ends it. */
  readonly until: number | null;
  /** null: no number of sagas ends it. */
  readonly sagas: number | null;
  /** Sagas that had come by then. */
  readonly sagasBefore: number;
  /** What it is again when that ends. */
  readonly before: NewLife | AcknowledgedLife | RegressedLife;
}

/** It is mended. Sagas of earlier versions of the definition may still come to it. */
export interface ResolvedLife extends ByPerson {
  readonly status: 'resolved';
  /** The first version of the definition without it; null: all that run. */
  readonly inVersion: number | null;
  readonly note: string | null;
}

export type Life = NewLife | AcknowledgedLife | MutedLife | ResolvedLife | RegressedLife;
export type LifeStatus = Life['status'];

export const NEW: NewLife = { status: 'new' };

/** What happened to a group, beside what people did. */
export interface GroupFacts {
  readonly now: number;
  /** Sagas that ever came to it. */
  readonly sagas: number;
  /** When an attempt of sagas of each version last went wrong in this way. */
  readonly failed: readonly { readonly version: number; readonly at: number }[];
}

/** What a life is by now: a mute ends, and what was resolved may come again. */
export function lifeBy(life: Life, facts: GroupFacts): Life {
  switch (life.status) {
    case 'muted':
      return hasEnded(life, facts) ? life.before : life;
    case 'resolved': {
      const again = comeAgain(life, facts);
      if (again === null) return life;
      const { status: _status, ...resolved } = life;
      return { status: 'regressed', at: again, resolved };
    }
    case 'new':
    case 'acknowledged':
    case 'regressed':
      return life;
  }
  return life satisfies never;
}

function hasEnded({ until, sagas, sagasBefore }: MutedLife, facts: GroupFacts): boolean {
  const isOver = until !== null && facts.now >= until;
  return isOver || (sagas !== null && facts.sagas - sagasBefore >= sagas);
}

/** When; null: nothing has gone wrong since with a saga of a version that should be without it. */
function comeAgain({ at, inVersion }: ResolvedLife, { failed }: GroupFacts): number | null {
  const times = failed
    .filter((each) => each.at > at && (inVersion === null || each.version >= inVersion))
    .map((each) => each.at);
  return times.length === 0 ? null : Math.min(...times);
}

export type LifeAct =
  | { readonly name: 'acknowledge'; readonly owner: string; readonly note: string | null }
  | { readonly name: 'mute'; readonly until: number | null; readonly sagas: number | null }
  | { readonly name: 'resolve'; readonly inVersion: number | null; readonly note: string | null }
  | { readonly name: 'reopen' };

/** Which acts a status allows; docs/OPERATIONS.md shows the table. */
export const ACTS_OF: Readonly<Record<LifeStatus, readonly LifeAct['name'][]>> = {
  new: ['acknowledge', 'mute', 'resolve'],
  acknowledged: ['acknowledge', 'mute', 'resolve', 'reopen'],
  muted: ['acknowledge', 'mute', 'resolve', 'reopen'],
  resolved: ['reopen'],
  regressed: ['acknowledge', 'mute', 'resolve', 'reopen'],
};

/** The life after an act; null: its status does not allow it. `life` is as of `facts.now`. */
export function act(life: Life, what: LifeAct, by: string, facts: GroupFacts): Life | null {
  if (!ACTS_OF[life.status].includes(what.name)) return null;
  const at = facts.now;
  switch (what.name) {
    case 'acknowledge':
      return { status: 'acknowledged', by, at, owner: what.owner, note: what.note };
    case 'mute': {
      const { until, sagas } = what;
      return {
        status: 'muted',
        by,
        at,
        until,
        sagas,
        sagasBefore: facts.sagas,
        before: bare(life),
      };
    }
    case 'resolve':
      return { status: 'resolved', by, at, inVersion: what.inVersion, note: what.note };
    case 'reopen':
      return NEW;
  }
  return what satisfies never;
}

function bare(life: Life): MutedLife['before'] {
  if (life.status === 'muted') return life.before;
  return life.status === 'resolved' ? NEW : life;
}

/** Whether people are told of it. */
export function isTold({ status }: Life): boolean {
  return status === 'new' || status === 'regressed';
}
