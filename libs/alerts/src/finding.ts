/** What people are told of. */
export const ALERT_KINDS = [
  'stuck',
  'group-new',
  'group-regressed',
  'oldest-open',
  'silent-participant',
  'automatic-pause',
  'dead-messages',
  'outbox-stalled',
  'approval-asked',
  'break-glass',
] as const;
export type AlertKind = (typeof ALERT_KINDS)[number];

/** The one thing to do first. */
export interface SuggestedAct {
  readonly text: string;
  /** The call that does it, or shows what there is to do. */
  readonly method: 'GET' | 'POST';
  readonly path: string;
}

export interface AlertSample {
  readonly sagaId: string;
  /** What it was answered; null: it was not answered. */
  readonly message: string | null;
}

/** Something that is not as it should be, as it is found now. */
export interface Finding {
  /** What is wrong with what; one message an interval. `group:0123456789abcdef` */
  readonly key: string;
  readonly kind: AlertKind;
  /** In one line. */
  readonly title: string;
  /** In a sentence or two. */
  readonly text: string;
  /** How many it is about now. */
  readonly count: number;
  /** How many it was about, ever: "+n since" is the difference. It never falls. */
  readonly total: number;
  /** For how long it has to be found before people are told, in ms. */
  readonly forMs: number;
  /** The oldest, at most 3. */
  readonly samples: readonly AlertSample[];
  readonly act: SuggestedAct;
  /** Names the group; null: it is about none. */
  readonly fingerprint: string | null;
  /** Where it is settled in the console, a path; left out: it is on no page of its own. */
  readonly place?: string;
  /** The part of docs/OPERATIONS.md that says what to do. */
  readonly runbook: string;
}

/** What was looked at. */
export interface Findings {
  readonly found: readonly Finding[];
  /** Keys that are muted, or that somebody looks after: nobody is told, and not that they ended. */
  readonly quiet: ReadonlySet<string>;
  /** Beginnings of keys that could not be looked at: nothing is known of these. */
  readonly unknown: readonly string[];
}
