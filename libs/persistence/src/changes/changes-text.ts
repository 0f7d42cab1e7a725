import type { SagaStatus } from '#engine';
import type { BatchWrites } from '#ports';

/** A transition as the log of changes has it. */
export interface LoggedTransition {
  readonly sagaId: string;
  /** The saga's version after it. */
  readonly version: number;
  /** null: it began the saga. */
  readonly statusBefore: SagaStatus | null;
  readonly status: SagaStatus;
}

/** The log names statuses by letters, which are never changed once released. */
const LETTERS: Readonly<Record<SagaStatus, string>> = {
  running: 'r',
  compensating: 'c',
  stuck: 's',
  completed: 'd',
  compensated: 'u',
  abandoned: 'a',
};
/** There was no saga before. */
const NONE = '-';
const STATUSES = new Map(
  Object.entries(LETTERS).map(([status, letter]) => [letter, status as SagaStatus]),
);
const ID_CHARS = 36;

/** `<saga><before><after><version>` for each transition, with spaces between them. */
export function changesText(history: BatchWrites['history']): string {
  return history.map(changeText).join(' ');
}

function changeText(entry: LoggedTransition): string {
  const { sagaId, version, statusBefore, status } = entry;
  return (
    sagaId + (statusBefore === null ? NONE : LETTERS[statusBefore]) + LETTERS[status] + version
  );
}

export function transitionsIn(text: string): readonly LoggedTransition[] {
  return text.split(' ').map((change) => {
    const [before = '', after = ''] = change.slice(ID_CHARS, ID_CHARS + 2);
    const status = STATUSES.get(after);
    const version = Number(change.slice(ID_CHARS + 2));
    if (status === undefined || !(version > 0)) throw new Error(`"${change}" is no change`);
    const statusBefore = STATUSES.get(before) ?? null;
    return { sagaId: change.slice(0, ID_CHARS), version, statusBefore, status };
  });
}
