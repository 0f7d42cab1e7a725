import type { Direction, ReplyOutcome } from '#engine';

interface Row {
  readonly status: 'succeeded' | 'refused' | 'fenced' | 'undone';
  /** Of `undone`: how it was undone; else how the action ended. The same to every duplicate. */
  readonly outcome: ReplyOutcome;
}

/**
 * What participants that keep their duties remember of each key, as their table `inbox` does: an
 * action has its effect once, a duplicate gets the stored answer, and what was undone, or never
 * happened until somebody asked, is fenced and never happens.
 */
export class VirtualInbox {
  private readonly rows = new Map<string, Row>();

  /** Keys whose effects are there, in the order in which they came. */
  get applied(): readonly string[] {
    return [...this.rows].flatMap(([key, { status }]) => (status === 'succeeded' ? [key] : []));
  }

  knows(key: string): boolean {
    return this.rows.has(key);
  }

  /**
   * Answers a command. `act` does what it says, if that is to be done now. Only a success, and
   * the refusal of an action, are stored: after an error, or no answer (null), it may come again.
   */
  answer<Outcome extends ReplyOutcome | null>(
    direction: Direction,
    key: string,
    act: () => Outcome,
  ): Outcome | ReplyOutcome {
    switch (direction) {
      case 'execute':
        return this.execute(key, act);
      case 'compensate':
        return this.compensate(key, act);
      case 'inquire':
        return this.inquire(key);
      default:
        return direction satisfies never;
    }
  }

  private execute<Outcome extends ReplyOutcome | null>(
    key: string,
    act: () => Outcome,
  ): Outcome | ReplyOutcome {
    const known = this.rows.get(key);
    if (known) return storedAnswer(known);
    const action = act();
    if (action === null || action.type === 'errored') return action;
    this.rows.set(key, { status: action.type, outcome: action });
    return action;
  }

  private compensate<Outcome extends ReplyOutcome | null>(
    key: string,
    undo: () => Outcome,
  ): Outcome | ReplyOutcome {
    const known = this.rows.get(key);
    if (known?.status === 'undone') return known.outcome;
    if (known?.status !== 'succeeded') {
      this.fence(key);
      return NOTHING_TO_UNDO;
    }
    const compensation = undo();
    if (compensation?.type !== 'succeeded') return compensation;
    this.rows.set(key, { status: 'undone', outcome: compensation });
    return compensation;
  }

  private inquire(key: string): ReplyOutcome {
    const known = this.rows.get(key);
    if (known) return storedAnswer(known);
    this.fence(key);
    return FENCED;
  }

  private fence(key: string): void {
    this.rows.set(key, { status: 'fenced', outcome: FENCED });
  }
}

function storedAnswer({ status, outcome }: Row): ReplyOutcome {
  return status === 'undone' ? FENCED : outcome;
}

/** What a participant answers that undid the action. */
export const UNDONE = { type: 'succeeded', output: { result: 'undone' } } as const;
const NOTHING_TO_UNDO: ReplyOutcome = {
  type: 'succeeded',
  output: { result: 'nothing-to-undo' },
};
/** What one answers that had not done the action, and never will. */
export const FENCED: ReplyOutcome = {
  type: 'refused',
  error: { code: 'FENCED', message: 'it had no effect, and will have none' },
};
