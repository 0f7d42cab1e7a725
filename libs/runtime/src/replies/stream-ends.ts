import { createHash } from 'node:crypto';
import { parseBoundedJson, type JsonValue } from '#protocol';
import { partialValueOf, type Correlation, type ReplyOutcome } from '#contracts';
import type { Clock } from '#resilience';
import type { SagaStore } from '#ports';

/** A value of a stream that did not say that it is the last one. */
export interface PartialReply {
  readonly correlationId: string;
  readonly value: JsonValue;
  readonly body: Buffer;
}

interface Known {
  /** The last one so far. */
  readonly value: JsonValue;
  readonly sha256s: ReadonlySet<string>;
  readonly bytes: number;
  readonly at: number;
}

/** What is past this is forgotten, the oldest first; the store knows it all the same. */
const STREAMS_MAX = 10_000;
const BYTES_MAX = 16 * 1024 * 1024;
const AGE_MAX_MS = 10 * 60_000;
/** Values remembered of one stream: of a longer one, the last ones. */
const VALUES_MAX = 100;

/**
 * What a NestJS handler gave whose answer ended without a value. A stream whose end comes later
 * than its last value sends both by themselves, and another replica may have had the value: those
 * are found among what was set aside. Which was the last one is known to a replica that had all of
 * them, or when there is one; else the attempt failed, and is repeated.
 */
export class StreamEnds {
  /** By correlation id, the one that got a value last at the end. */
  private readonly streams = new Map<string, Known>();
  private bytes = 0;

  constructor(
    private readonly parts: {
      readonly clock: Pick<Clock, 'now'>;
      readonly store: Pick<SagaStore, 'partialReplies'>;
    },
  ) {}

  remember({ correlationId, value, body }: PartialReply): void {
    const before = this.streams.get(correlationId);
    const sha256s = [...(before?.sha256s ?? []), sha256Of(body)].slice(-VALUES_MAX);
    this.forget(correlationId);
    const at = this.parts.clock.now();
    this.streams.set(correlationId, {
      value,
      at,
      sha256s: new Set(sha256s),
      bytes: body.length,
    });
    this.bytes += body.length;
    for (const [oldest, known] of this.streams) {
      const isTooMuch = this.streams.size > STREAMS_MAX || this.bytes > BYTES_MAX;
      if (!isTooMuch && at - known.at <= AGE_MAX_MS) break;
      this.forget(oldest);
    }
  }

  /** @throws StoreUnavailableError */
  async outcomeOf({ sagaId }: Correlation, correlationId: string): Promise<ReplyOutcome> {
    const known = this.streams.get(correlationId);
    const others = await this.parts.store.partialReplies({
      sagaId,
      correlationId,
      except: [...(known?.sha256s ?? [])],
      limit: 2,
    });
    const [only] = others;
    if (only === undefined) return { type: 'succeeded', output: known?.value ?? null };
    const json = known === undefined && others.length === 1 ? parseBoundedJson(only) : null;
    if (json?.ok) return { type: 'succeeded', output: partialValueOf(json.value) };
    return { type: 'errored', error: LAST_VALUE_UNKNOWN };
  }

  private forget(correlationId: string): void {
    this.bytes -= this.streams.get(correlationId)?.bytes ?? 0;
    this.streams.delete(correlationId);
  }
}

const LAST_VALUE_UNKNOWN = {
  code: 'LAST_VALUE_UNKNOWN',
  message:
    'the handler answered with a stream whose end came later than its values, and they came to ' +
    'several replicas: it must answer with one value',
};

function sha256Of(body: Buffer): string {
  return createHash('sha256').update(body).digest('hex');
}
