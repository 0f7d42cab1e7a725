import type { Act } from '#persistence';

/** A refusal: an act without its outcome, and the code that the caller was given. */
export interface Refusal {
  readonly act: Omit<Act, 'outcome'>;
  readonly code: string;
}

/** Of one caller in a minute. What else it was refused then shares one record. */
const KINDS_OF_ACTOR_MAX = 60;
const ACTORS_MAX = 1000;
const MINUTE_MS = 60_000;

interface Counted {
  readonly refusal: Refusal;
  /** Since the record before. */
  more: number;
}

interface Actor {
  readonly since: number;
  readonly kinds: Map<string, Counted>;
}

/**
 * Which refusals become records: of equal ones within a minute the first one at once, and at the
 * end of the minute all others together. So a caller who keeps asking fills nothing.
 */
export class RefusalCounts {
  private readonly actors = new Map<string, Actor>();

  /** What is to be recorded now; null: it was counted. `now` in ms, and only ever more. */
  note(refusal: Refusal, now: number): Act | null {
    const { actor: name } = refusal.act;
    let actor = this.actors.get(name);
    if (actor === undefined) {
      if (this.actors.size >= ACTORS_MAX) return null;
      actor = { since: now, kinds: new Map() };
      this.actors.set(name, actor);
    }
    const isOneTooMany = actor.kinds.size >= KINDS_OF_ACTOR_MAX;
    const kind = kindOf(refusal);
    const noted = isOneTooMany && !actor.kinds.has(kind) ? anyOf(refusal) : refusal;
    const known = actor.kinds.get(noted === refusal ? kind : ANY);
    if (known !== undefined) {
      known.more++;
      return null;
    }
    actor.kinds.set(noted === refusal ? kind : ANY, { refusal: noted, more: 0 });
    return recordOf(noted, 1);
  }

  /** What was counted in minutes that have passed; `all`: in those that have not, too. */
  take(now: number, all = false): readonly Act[] {
    const records: Act[] = [];
    for (const [name, { since, kinds }] of this.actors) {
      if (!all && now < since + MINUTE_MS) continue;
      this.actors.delete(name);
      for (const { refusal, more } of kinds.values()) {
        if (more > 0) records.push(recordOf(refusal, more));
      }
    }
    return records;
  }

  /** When the next minute has passed; null: nothing was refused. */
  get dueAt(): number | null {
    const [first] = this.actors.values();
    return first === undefined ? null : first.since + MINUTE_MS;
  }
}

/** No kind is an empty text. */
const ANY = '';

function kindOf({ act, code }: Refusal): string {
  const { via, credential, action, subject } = act;
  return JSON.stringify([via, credential, action, subject.kind, subject.id, code]);
}

function anyOf({ act, code }: Refusal): Refusal {
  const { actor, via } = act;
  const credential = act.credential ?? null;
  const subject = { kind: 'route', id: '*' } as const;
  const reason = `more kinds of refusals than ${KINDS_OF_ACTOR_MAX} in a minute`;
  const nothing = { request: {}, before: null, after: null };
  return { act: { actor, via, credential, action: 'any', subject, reason, ...nothing }, code };
}

function recordOf({ act, code }: Refusal, times: number): Act {
  return { ...act, outcome: { type: 'refused', code, times } };
}
