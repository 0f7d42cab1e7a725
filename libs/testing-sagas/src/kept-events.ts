import { openEventWaits, type SagaInput, type SagaState } from '#engine';
import type { JsonValue } from '#protocol';

type Timer = Extract<SagaInput, { readonly type: 'timer' }>;
export type OfferedEvent = NonNullable<Timer['events']>[number];

/** The events of services that came for a saga, as a store that forgets none offers them. */
export class KeptEvents {
  private readonly kept: Omit<OfferedEvent, 'step'>[] = [];

  /** One that came before, under the same id, is the same. */
  arrive(id: string, data: JsonValue, at: number): void {
    if (!this.kept.some((each) => each.id === id)) this.kept.push({ id, data, at });
  }

  /** All of them for each wait that is open, in order of arrival, whatever their key. */
  offeredTo(state: SagaState): readonly OfferedEvent[] {
    return openEventWaits(state).flatMap(({ step }) =>
      this.kept.map((event) => ({ step, ...event })),
    );
  }
}
