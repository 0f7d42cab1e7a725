import { conductorNames, type OutgoingMessage } from '#bus';
import {
  commandMessage,
  descriptionMessage,
  eventMessage,
  nextOnSlip,
  packCommands,
  packReplies,
  parseCommand,
  replyMessage,
  type OutgoingCommand,
  type ReplyOutcome,
} from '#contracts';
import type { JsonObject, JsonValue } from '#protocol';

/** A message as its receiver gets it. */
export interface Sample {
  readonly headers: JsonObject;
  readonly properties: JsonObject;
  readonly payload: JsonValue;
}

const AT = Date.UTC(2026, 4, 4, 10, 11, 12);
const SAGA = '01940000-0000-7000-8000-000000000001';
const TRACE = { traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' };
const CUSTOMER = { orderId: 'o-1001', amount: 40 };

/** What the code itself sends, for one order: the examples of all documents. */
export class Samples {
  constructor(private readonly prefix: string) {}

  command(more: Partial<OutgoingCommand> = {}): OutgoingMessage {
    const { step = 'authorizePayment', direction = 'execute' } = more;
    return commandMessage(
      {
        messageId: `${SAGA}/${step}/0/${direction}/1`,
        sagaId: SAGA,
        definition: { name: 'order-fulfilment', version: 3 },
        step,
        iteration: 0,
        direction,
        attempt: 1,
        participant: 'payment',
        command: 'payment.authorize',
        data: CUSTOMER,
        firstIssuedAt: AT,
        dueAt: AT + 30_000,
        ...more,
      },
      {
        prefix: this.prefix,
        secret: 'the secret of this installation',
        at: AT,
        replyTo: `${this.prefix}.replies.0`,
        trace: TRACE,
      },
    );
  }

  compensation(): OutgoingMessage {
    return this.command({ direction: 'compensate', command: 'payment.void' });
  }

  inquiry(): OutgoingMessage {
    return this.command({ direction: 'inquire' });
  }

  fenced(): OutgoingMessage {
    return this.command({ fencing: [{ key: 'order:o-1001', token: 42 }] });
  }

  /** With the command for the next step, and that which undoes this one. */
  onSlip(): OutgoingMessage {
    const address = { messageId: 'm', correlationId: 'c', iteration: 0, attempt: 1 };
    const ship = { ...address, step: 'ship', participant: 'shipping', command: 'shipping.ship' };
    const undo = { ...address, step: 'authorizePayment', participant: 'payment' };
    return this.command({
      slip: {
        next: [
          {
            ...ship,
            timeoutMs: 30_000,
            data: { orderId: 'o-1001', authorizationId: null },
            fill: [
              { at: ['authorizationId'], step: 'authorizePayment', path: ['authorizationId'] },
            ],
            isPastPivot: false,
            undo: { ...ship, command: 'shipping.cancel', timeoutMs: 30_000, input: null },
          },
        ],
        back: [],
        undo: {
          ...undo,
          command: 'payment.void',
          timeoutMs: 30_000,
          data: CUSTOMER,
          firstIssuedAt: AT,
        },
        trail: [],
      },
    });
  }

  /** What the participant of `onSlip` sends on. */
  forwarded(): OutgoingMessage {
    const check = parseCommand(delivered(this.onSlip()));
    if (!check.ok) throw new Error(check.detail);
    const outcome = { type: 'succeeded', output: { authorizationId: 'a-1' } } as const;
    const options = { prefix: this.prefix, appId: 'payment', at: AT };
    const next = nextOnSlip(check.command, outcome, options);
    if (next === null) throw new Error('nothing follows');
    return next;
  }

  /** What an envelope carries besides. */
  private deposit(): OutgoingMessage {
    return this.command({ step: 'authorizeDeposit', data: { orderId: 'o-1001', amount: 10 } });
  }

  commandEnvelope(): OutgoingMessage {
    return firstOf(packCommands([this.command(), this.deposit()], () => 50));
  }

  reply(outcome: ReplyOutcome, command = this.command()): OutgoingMessage {
    const { messageId = '', correlationId = '', replyTo = '' } = command.properties;
    const of = { messageId, correlationId, replyTo };
    return replyMessage(of, outcome, { appId: 'payment', at: AT, ...TRACE });
  }

  replyEnvelope(): OutgoingMessage {
    const replies = [
      this.reply({ type: 'succeeded', output: { authorizationId: 'a-1' } }),
      this.reply(
        { type: 'refused', error: { code: 'CARD_DECLINED', message: 'no' } },
        this.deposit(),
      ),
    ];
    return firstOf(packReplies(replies, 50));
  }

  event(event: string, data: JsonValue, appId = 'conductor'): OutgoingMessage {
    const messageId = appId === 'conductor' ? `${SAGA}/7/${event.split('.')[1]}` : 'e-1';
    const origin = appId === 'conductor' ? { origin: SAGA } : {};
    const options = { prefix: this.prefix, appId, at: AT, trace: TRACE };
    return eventMessage({ messageId, event, data, ...origin }, options);
  }

  lifeCycle(what: string, more: JsonObject): OutgoingMessage {
    return this.event(`saga.${what}.order-fulfilment`, {
      sagaId: SAGA,
      definition: 'order-fulfilment',
      definitionVersion: 3,
      key: 'o-1001',
      status: what === 'started' ? 'running' : what,
      at: new Date(AT).toISOString(),
      ...more,
    });
  }

  description(): OutgoingMessage {
    const input = { type: 'object', required: ['amount'] };
    const commands = [
      { command: 'payment.authorize', inputSchema: input, outputSchema: { type: 'object' } },
      { command: 'payment.void' },
    ];
    const own = { envelopes: 50, instance: 'payment-1' };
    return descriptionMessage(
      { participant: 'payment', commands, ...own },
      { prefix: this.prefix, at: AT },
    );
  }

  intake(pattern: string, data: JsonObject): OutgoingMessage {
    return {
      exchange: '',
      routingKey: conductorNames(this.prefix).intakeQueue,
      body: Buffer.from(JSON.stringify({ pattern, data })),
      properties: { messageId: `${pattern}-o-1001`, headers: TRACE },
    };
  }
}

export const SAMPLE_SAGA = SAGA;

/** With what every bus adds. */
export function sampleOf({ body, properties }: OutgoingMessage): Sample {
  const { headers = {}, ...own } = properties;
  return {
    headers: { ...headers },
    properties: { contentType: 'application/json', deliveryMode: 2, ...own },
    payload: JSON.parse(body.toString()) as JsonValue,
  };
}

function delivered({ body, properties }: OutgoingMessage): Parameters<typeof parseCommand>[0] {
  return { body, properties: { ...properties, headers: properties.headers ?? {} } };
}

function firstOf(parcels: readonly { readonly message: OutgoingMessage }[]): OutgoingMessage {
  const [parcel] = parcels;
  if (parcel === undefined) throw new Error('nothing was packed');
  return parcel.message;
}
