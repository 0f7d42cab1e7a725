import { setTimeout as delay } from 'node:timers/promises';
import type { Delivery, IncomingProperties } from '#bus';
import type { operatorStores } from '#persistence';
import type { EngineHost } from '../../workers/engine-host.js';
import type { CallOrigin } from '../edge/request-parts.js';
import { ApiError } from '../edge/api-error.js';
import { whyNotReplayed } from './why-not-replayed.js';

type KeptMessage = operatorStores.KeptMessage;

const LOOK_EVERY_MS = 50;
/** Within the time of one answer. */
const SETTLED_LOOKS_MAX = 60;

/** Who resolves a message, and why. */
export interface Resolver extends CallOrigin {
  readonly reason: string;
}

/** Takes messages again that were set aside, or says that nobody will: each once. */
export class Replays {
  constructor(
    private readonly store: operatorStores.DeadMessageStore,
    private readonly engine: Pick<EngineHost, 'takeAgain'>,
  ) {}

  /**
   * The message goes the way again that it came: the same checks, and the account that the broker
   * vouched for then. Resolves when it has had its effect. @throws ApiError
   */
  async replay(id: string, by: Resolver): Promise<void> {
    const message = await this.find(id);
    const whyNot = whyNotReplayed(toReplayable(message));
    if (whyNot !== null) throw new ApiError('DEAD_MESSAGE_NOT_REPLAYABLE', whyNot);
    if (!(await this.store.takeInHand(id))) {
      if (by.idempotencyKey !== null) await this.untilSettled(id);
      throw await this.refusal(id);
    }
    const ledTo = await this.takeAgain(message);
    await this.resolve({ id, resolution: 'replayed', ledTo, ...by });
  }

  /** @throws ApiError */
  async discard(id: string, by: Resolver): Promise<void> {
    await this.resolve({ id, resolution: 'discarded', ledTo: null, ...by });
  }

  private async find(id: string): Promise<KeptMessage> {
    const message = await this.store.find(id);
    if (message !== null) return message;
    throw new ApiError('DEAD_MESSAGE_NOT_FOUND', 'There is none, or it was deleted meanwhile.');
  }

  /** Whoever has it in hand may do so for the same call: what comes of that is its answer. */
  private async untilSettled(id: string): Promise<void> {
    for (let looks = 0; looks < SETTLED_LOOKS_MAX; looks++) {
      const { isInHand, resolution } = await this.find(id);
      if (resolution !== null || !isInHand) return;
      await delay(LOOK_EVERY_MS);
    }
  }

  private async takeAgain(message: KeptMessage): Promise<string> {
    try {
      const taken = await this.engine.takeAgain(message.source, deliveryOf(message));
      if (typeof taken === 'string') return taken;
      const { reason, detail } = taken;
      throw new ApiError('DEAD_MESSAGE_STILL_UNUSABLE', `${reason}: ${detail}`);
    } catch (error) {
      await this.store.putBack(message.id);
      throw error;
    }
  }

  private async resolve(
    resolution: Parameters<operatorStores.DeadMessageStore['resolve']>[0],
  ): Promise<void> {
    if (!(await this.store.resolve(resolution))) throw await this.refusal(resolution.id);
  }

  private async refusal(id: string): Promise<ApiError> {
    const { resolution } = await this.find(id);
    const detail =
      resolution === null ? 'Somebody replays it right now.' : `It was ${resolution} before.`;
    return new ApiError('DEAD_MESSAGE_RESOLVED', detail);
  }
}

export function toReplayable(message: KeptMessage) {
  const { source, body, bodyBytes, properties, publishedTo } = message;
  const isOriginKnown = publishedTo !== null;
  return { source, keptBytes: body.length, bodyBytes, properties, isOriginKnown };
}

/** As it arrived, for the first time. */
function deliveryOf({ body, properties, publishedTo }: KeptMessage): Delivery {
  const kept = properties as unknown as Partial<IncomingProperties>;
  return {
    ...(publishedTo ?? { exchange: '', routingKey: '' }),
    body,
    properties: { ...kept, headers: kept.headers ?? {} },
    deliveryCount: 0,
    ack: () => undefined,
  };
}
