import type { pausing } from '#engine';
import type { AttemptOutcome } from './outcomes.js';

/** When the conductor pauses a participant, or a step of a definition, by itself. */
export interface AutomaticPauseRules {
  /** So many attempts in a row failed, with no answer between them, */
  readonly failures: number;
  /** or this share of those within `windowMs` did, in percent, if there were `attempts`; */
  readonly share: number;
  readonly attempts: number;
  readonly windowMs: number;
  /** and they were of so many different sagas: one alone may be what is wrong. */
  readonly sagas: number;
  /** Participants that are never paused by the conductor. */
  readonly except: readonly string[];
  /** How often an attempt is let through. */
  readonly probeMs: number;
}

/** What was found; `since`: when the first of the attempts was issued. */
export interface Found {
  readonly scope: pausing.PauseScope;
  readonly reason: string;
  readonly failures: number;
  readonly sagas: number;
  readonly since: number;
}

/** `share` null: they failed in a row. */
type Counted = Omit<Found, 'reason'> & { readonly share: number | null };

interface Streak {
  /** Failures since the last answer, and the sagas that they were of, as far as that matters. */
  failures: number;
  readonly sagas: Set<string>;
  since: number;
  /** Since `windowFrom`. */
  windowFrom: number;
  readonly window: { attempts: number; failures: number; since: number; sagas: Set<string> };
}

/** More scopes than any installation fails in at a time; the oldest is forgotten. */
const STREAKS_MAX = 1_000;
const CODE_CHARS_MAX = 100;
/** As many as `sagas` can ask for. */
const SAGAS_MAX = 1_000;

/**
 * Counts how attempts end, by participant and by step, as far as one process sees it. It knows
 * nothing of scopes where all is well. Pure: instants come with what is noted.
 */
export class Streaks {
  private readonly streaks = new Map<string, Streak>();

  constructor(private readonly rules: AutomaticPauseRules) {}

  /** Something failed lately: answers matter. */
  get isAny(): boolean {
    return this.streaks.size > 0;
  }

  /** Returns what is to be paused now; null: nothing. It begins anew after that. */
  note(outcome: AttemptOutcome, at: number): Found | null {
    const { participant, definition, step, direction, error } = outcome;
    if (this.rules.except.includes(participant)) return null;
    const wide = { participant };
    const narrow = { definition, step };
    if (error === null) {
      this.answered(wide, at);
      if (direction === 'execute') this.answered(narrow, at);
      return null;
    }
    const ofParticipant = this.failed(wide, outcome, at);
    const ofStep = direction === 'execute' ? this.failed(narrow, outcome, at) : null;
    const found = ofParticipant ?? ofStep;
    if (found === null) return null;
    this.forget(narrow);
    if (ofParticipant !== null) this.forget(wide);
    const { share, ...counted } = found;
    return { ...counted, reason: reasonOf(found, outcome, error.code) };
  }

  /** What was counted of it is over. */
  forget(scope: pausing.PauseScope): void {
    this.streaks.delete(keyOf(scope));
  }

  private answered(scope: pausing.PauseScope, at: number): void {
    const key = keyOf(scope);
    const streak = this.streaks.get(key);
    if (streak === undefined) return;
    streak.failures = 0;
    streak.sagas.clear();
    streak.window.attempts++;
    if (at - streak.windowFrom > this.rules.windowMs) this.streaks.delete(key);
  }

  private failed(
    scope: pausing.PauseScope,
    { sagaId, issuedAt }: AttemptOutcome,
    at: number,
  ): Counted | null {
    const { rules } = this;
    const streak = this.streakOf(scope, at);
    streak.since = streak.failures === 0 ? issuedAt : Math.min(streak.since, issuedAt);
    streak.failures++;
    streak.sagas.add(sagaId);
    const { window } = streak;
    window.since = window.failures === 0 ? issuedAt : Math.min(window.since, issuedAt);
    window.attempts++;
    window.failures++;
    if (window.sagas.size < SAGAS_MAX) window.sagas.add(sagaId);
    if (streak.failures >= rules.failures && streak.sagas.size >= rules.sagas) {
      const { failures, sagas, since } = streak;
      return { scope, failures, sagas: sagas.size, since, share: null };
    }
    const share = Math.floor((100 * window.failures) / window.attempts);
    if (share < rules.share || window.attempts < rules.attempts) return null;
    if (window.sagas.size < rules.sagas) return null;
    const { failures, sagas, since } = window;
    return { scope, failures, sagas: sagas.size, since, share };
  }

  private streakOf(scope: pausing.PauseScope, at: number): Streak {
    const key = keyOf(scope);
    let streak = this.streaks.get(key);
    if (streak === undefined) {
      const [oldest] = this.streaks.keys();
      if (this.streaks.size >= STREAKS_MAX && oldest !== undefined) this.streaks.delete(oldest);
      streak = { failures: 0, sagas: new Set(), since: at, ...emptyWindow(at) };
      this.streaks.set(key, streak);
    } else if (at - streak.windowFrom > this.rules.windowMs) {
      const { failures, sagas, since } = streak;
      streak = { failures, sagas, since, ...emptyWindow(at) };
      this.streaks.set(key, streak);
    }
    return streak;
  }
}

function emptyWindow(at: number): Pick<Streak, 'windowFrom' | 'window'> {
  return {
    windowFrom: at,
    window: { attempts: 0, failures: 0, since: at, sagas: new Set() },
  };
}

function keyOf(scope: pausing.PauseScope): string {
  return JSON.stringify(scope);
}

/** Without the message, which may be for operators only. */
function reasonOf(
  { scope, failures, sagas, share }: Counted,
  { participant }: AttemptOutcome,
  code: string,
): string {
  const where = 'participant' in scope ? participant : `this step of ${participant}`;
  const what =
    share === null
      ? `${failures} attempts in a row failed at ${where}`
      : `${share} % of the latest attempts failed at ${where}`;
  return `${what}, of ${sagas} sagas, the last with ${code.slice(0, CODE_CHARS_MAX)}`;
}
