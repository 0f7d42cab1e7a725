import { Waiting } from '#engine';
import type { WaitingQueries } from '#queries';
import { isReadTrouble } from '../edge/after-commit.js';
import type { QueueFacts } from './queue-facts.js';

/** A saga that waits, and the definition that it follows. */
export interface WaitingSaga extends Waiting.Told {
  readonly waits: Waiting.Waits;
}

const PARTICIPANTS_MAX = 50;
const KEYS_MAX = 1_000;

/** Looks up what sagas wait for outside of their own state: a few queries for a whole page. */
export class OutsideFacts {
  constructor(
    private readonly parts: {
      readonly waiting: WaitingQueries;
      readonly queues: QueueFacts;
      /** Default: the clock. In ms since the epoch. */
      readonly now?: () => number;
    },
  ) {}

  /**
   * Never fails for what is away: then less is known, and what is said stays true. Other sagas are
   * named only where their definitions are `seen`; null: all are.
   */
  async of(
    sagas: readonly WaitingSaga[],
    seen: readonly string[] | null,
  ): Promise<Waiting.Outside> {
    const { waiting, queues, now = () => Date.now() } = this.parts;
    const at = now();
    const asked = questionsOf(sagas, at);
    const [pauses, holders, unsent, children, queueFacts] = await Promise.all([
      orNothing(() => waiting.activePauses(), []),
      orNothing(() => waiting.holdersOf(asked.lockKeys, seen), new Map()),
      orNothing(() => waiting.unsentOf(asked.unanswered), new Map()),
      orNothing(() => waiting.openChildrenOf(asked.parents, seen), new Map()),
      queues.of(asked.participants),
    ]);
    return { pauses, at, holders, unsent, children, queues: queueFacts };
  }
}

interface Questions {
  readonly lockKeys: readonly string[];
  /** Sagas with a command that is not answered yet. */
  readonly unanswered: readonly string[];
  readonly participants: readonly string[];
  /** Sagas that wait for a child. */
  readonly parents: readonly string[];
}

function questionsOf(sagas: readonly WaitingSaga[], now: number): Questions {
  const lockKeys = new Set<string>();
  const unanswered = new Set<string>();
  const participants = new Set<string>();
  const parents = new Set<string>();
  for (const saga of sagas) {
    for (const wait of saga.waits.waits) {
      if (wait.code === 'lock' && wait.name !== null) lockKeys.add(wait.name);
      if (wait.code !== 'executing' && wait.code !== 'inquiry') continue;
      const command = Waiting.commandOf(wait, saga);
      if (command?.child) parents.add(saga.sagaId);
      else if (Waiting.isUnanswered(wait, now)) {
        unanswered.add(saga.sagaId);
        if (command) participants.add(command.participant);
      }
    }
  }
  return {
    lockKeys: [...lockKeys].slice(0, KEYS_MAX),
    unanswered: [...unanswered],
    participants: [...participants].slice(0, PARTICIPANTS_MAX),
    parents: [...parents],
  };
}

async function orNothing<Facts>(read: () => Promise<Facts>, nothing: Facts): Promise<Facts> {
  try {
    return await read();
  } catch (error) {
    if (isReadTrouble(error)) return nothing;
    throw error;
  }
}
