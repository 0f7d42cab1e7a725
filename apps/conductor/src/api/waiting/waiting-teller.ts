import type { SagaDefinition } from '#definition';
import { Waiting, type SagaState } from '#engine';
import { waitsOfSummary, type StoredSummary } from '#persistence';
import type { DefinitionSource } from '#ports';
import { MASKED } from '../masking/mask-answer.js';
import { toldToViewers } from '../masking/own-words.js';
import type { OutsideFacts, WaitingSaga } from './outside-facts.js';
import type { WaitingView } from './waiting-view.js';

/** A line of a list, as far as it says what its saga waits for. */
export interface WaitingLine {
  readonly id: string;
  readonly definition: { readonly name: string; readonly version: number };
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly endedAt: Date | null;
}

/** Tells what sagas wait for, in lists and one by one with the same words. */
export class WaitingTeller {
  constructor(
    private readonly definitions: DefinitionSource,
    private readonly outside: OutsideFacts,
  ) {}

  /**
   * By the saga's id. Those that have ended wait for nothing, and are left out. `seen`: see
   * `OutsideFacts`.
   */
  async ofLines<Line extends WaitingLine>(
    lines: readonly Line[],
    summaryOf: (line: Line) => StoredSummary | null,
    seen: readonly string[] | null,
  ): Promise<ReadonlyMap<string, WaitingView>> {
    const open = lines.flatMap((line) => {
      const summary = line.endedAt === null ? summaryOf(line) : null;
      return summary === null ? [] : [{ line, waits: waitsOfSummary(summary, line) }];
    });
    if (open.length === 0) return new Map();
    const sagas = await Promise.all(
      open.map(async ({ line, waits }): Promise<WaitingSaga> => {
        return { sagaId: line.id, definition: await this.definitionOf(line.definition), waits };
      }),
    );
    const outside = await this.outside.of(sagas, seen);
    return new Map(sagas.map((saga) => [saga.sagaId, toView(saga, outside)]));
  }

  /** What is known beside the state of one saga. */
  async outsideOf(
    state: SagaState,
    definition: SagaDefinition | null,
    seen: readonly string[] | null,
  ): Promise<Waiting.Outside> {
    const waits = Waiting.waitsOf(state);
    if (waits === null) return Waiting.NOTHING_KNOWN;
    return this.outside.of([{ sagaId: state.id, definition, waits }], seen);
  }

  /** null: it cannot be read now, and the sentence names less. */
  private async definitionOf({
    name,
    version,
  }: WaitingLine['definition']): Promise<SagaDefinition | null> {
    try {
      return await this.definitions.load(name, version);
    } catch {
      // a definition that no longer compiles must not hide what its sagas wait for
      return null;
    }
  }
}

/** null: the saga has ended. */
export function waitingOf(
  state: SagaState,
  definition: SagaDefinition | null,
  outside: Waiting.Outside = Waiting.NOTHING_KNOWN,
): WaitingView | null {
  const waits = Waiting.waitsOf(state);
  return waits && toView({ sagaId: state.id, definition, waits }, outside);
}

function toView({ waits, ...told }: WaitingSaga, outside: Waiting.Outside): WaitingView {
  const view: WaitingView = Waiting.readable(Waiting.tellWaiting(waits, told, outside));
  return toldToViewers(
    view,
    () => Waiting.tellWaiting(Waiting.withoutData(waits, MASKED), told, outside).text,
  );
}
