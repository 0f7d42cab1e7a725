import type { components } from '../../api/schema';

type AskedScope = components['schemas']['PauseDto']['scope'];

export const KINDS = ['participant', 'definition', 'step', 'failureGroup'] as const;
export type Kind = (typeof KINDS)[number];

/** What the form has been given so far. */
export interface AskedPause {
  readonly kind: Kind;
  readonly participant: string;
  readonly definition: string;
  readonly step: string;
  readonly failureGroup: string;
  /** In minutes; null: until somebody resumes it. */
  readonly minutes: number | null;
  readonly withCompensations: boolean;
}

export const NOTHING_ASKED: AskedPause = {
  kind: 'participant',
  participant: '',
  definition: '',
  step: '',
  failureGroup: '',
  minutes: null,
  withCompensations: false,
};

/** null: something is left to choose. */
export function scopeOf(asked: AskedPause): AskedScope | null {
  const { kind, participant, definition, step, failureGroup } = asked;
  switch (kind) {
    case 'participant':
      return participant === '' ? null : { participant };
    case 'definition':
      return definition === '' ? null : { definition };
    case 'step':
      return definition === '' || step === '' ? null : { definition, step };
    case 'failureGroup':
      return failureGroup === '' ? null : { failureGroup };
  }
  return kind satisfies never;
}

/** Whether compensations and inquiries can be held or not: a definition's always are. */
export function hasChoiceOfCompensations({ kind }: AskedPause): boolean {
  return kind === 'participant' || kind === 'step';
}
