/** What the API answers of a saga, as far as it is drawn here. */
export interface Saga {
  readonly id: string;
  readonly status: string;
  readonly definition: { readonly name: string; readonly version: number };
  readonly version: number;
  readonly key: string | null;
  readonly direction: string;
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly waiting: { readonly text: string; readonly until: string | null } | null;
  readonly error: SagaError | null;
  readonly input: unknown;
  readonly output: unknown;
  readonly paused: { readonly by: string; readonly reason: string } | null;
  readonly steps: readonly SagaStep[];
  readonly parent: { readonly id: string; readonly step: string } | null;
  readonly children?: readonly {
    readonly id: string;
    readonly status: string;
    readonly step: string;
  }[];
  readonly locks: readonly { readonly key: string; readonly status: string }[];
}

export interface SagaStep {
  readonly name: string;
  readonly status: string;
  readonly attempts: {
    readonly execute: number;
    readonly compensate: number;
    readonly inquire: number;
  };
  readonly iterations: readonly SagaStep[];
  readonly error: SagaError | null;
  /** Nothing of it happened. Left out: a conductor of an earlier release, which does not say. */
  readonly wasRefused?: boolean;
}

export interface SagaError {
  readonly code: string;
  readonly message: string;
}

export interface TimelineEntry {
  readonly at: string;
  readonly step: string | null;
  readonly direction: string | null;
  readonly what: string;
  readonly text: string;
}

/** The steps of a definition, as a picture needs them. */
export interface Plan {
  readonly steps: readonly PlannedStep[];
}

export interface PlannedStep {
  readonly name: string;
  readonly kind: string;
  readonly after: readonly string[];
  readonly undo: string | null;
}

/** Nothing more happens by itself: it has ended, or it needs a person. */
export function isAtRest({ status }: Pick<Saga, 'status'>): boolean {
  return status !== 'running' && status !== 'compensating';
}
