import { WIRE_FORM } from '#contracts';
import type { JsonObject } from '#protocol';
import { named, type MessageKind } from './message-kind.js';
import { replyKinds } from './reply-kinds.js';
import { Samples, SAMPLE_SAGA, sampleOf } from './samples.js';

/** All kinds, by the name that each has in an AsyncAPI document. */
export function messageKinds(prefix: string): Readonly<Record<string, MessageKind>> {
  const samples = new Samples(prefix);
  return {
    ...commandKinds(samples),
    ...replyKinds(samples),
    ...eventKinds(samples),
    ...toldKinds(samples),
    ...intakeKinds(samples),
    ...INNER,
  };
}

function commandKinds(samples: Samples): Readonly<Record<string, MessageKind>> {
  return {
    command: {
      title: 'Command',
      summary: 'Asks a participant to do something, to undo it, or to say what became of it',
      payload: 'Command',
      headers: 'CommandHeaders',
      properties: 'CommandProperties',
      samples: [
        named('execute', 'Do it', sampleOf(samples.command())),
        named('compensate', 'Undo it', sampleOf(samples.compensation())),
        named('inquire', 'What became of it?', sampleOf(samples.inquiry())),
        named('fenced', 'Of a saga that holds a lock', sampleOf(samples.fenced())),
        named('slip', 'On a routing slip', sampleOf(samples.onSlip())),
        named('forwarded', 'Sent on by the participant before', sampleOf(samples.forwarded())),
      ],
    },
    commandEnvelope: {
      title: 'Envelope of commands',
      summary: 'Several commands in one message, for participants that take them',
      payload: 'CommandEnvelope',
      headers: null,
      properties: 'CommandEnvelopeProperties',
      contentType: WIRE_FORM.commandsType,
      samples: [named('commands', 'Two commands', sampleOf(samples.commandEnvelope()))],
    },
  };
}

function eventKinds(samples: Samples): Readonly<Record<string, MessageKind>> {
  const error = { code: 'CARD_DECLINED', message: 'the bank said no' };
  const life: readonly (readonly [string, JsonObject])[] = [
    ['started', {}],
    ['completed', { output: { trackingId: 't-1' } }],
    ['compensated', { error }],
    ['stuck', { error, waiting: WAITING }],
    ['abandoned', { error }],
  ];
  const own = { headers: 'EventHeaders', properties: 'EventProperties' } as const;
  return {
    lifeCycleEvent: {
      title: 'Life-cycle event',
      summary: 'A saga started, completed, was compensated, is stuck or was abandoned',
      payload: 'LifeCycleEvent',
      ...own,
      samples: life.map(([what, more]) =>
        named(what, `A saga: ${what}`, sampleOf(samples.lifeCycle(what, more))),
      ),
    },
    domainEvent: {
      title: 'Event of a step, or of an event outbox',
      summary: 'Something that happened, for whoever listens',
      payload: 'DomainEvent',
      ...own,
      samples: [
        named(
          'published',
          'By a step of a saga',
          sampleOf(samples.event('order.priced', { total: 40 })),
        ),
        named(
          'placed',
          'By a service',
          sampleOf(samples.event('order.placed', { orderId: 'o-1001' }, 'order')),
        ),
      ],
    },
    foreignEvent: {
      title: 'Event of a service without the library',
      summary: 'A packet, or any JSON: the routing key says what it is',
      payload: 'ForeignEvent',
      headers: 'IntakeHeaders',
      properties: 'ForeignEventProperties',
      samples: [
        named('bare', 'The data alone', {
          headers: {},
          properties: {},
          payload: { orderId: 'o-1001' },
        }),
      ],
    },
  };
}

function toldKinds(samples: Samples): Readonly<Record<string, MessageKind>> {
  const own = { headers: 'EventHeaders', properties: 'EventProperties' } as const;
  return {
    auditEvent: {
      title: 'Record of the audit log',
      summary: 'Somebody acted, or was refused',
      payload: 'AuditEvent',
      ...own,
      samples: [named('recorded', 'A retry', sampleOf(samples.event('audit.recorded', AUDIT)))],
    },
    alertEvent: {
      title: 'Alert',
      summary: 'Something is wrong, or over',
      payload: 'AlertEvent',
      ...own,
      samples: [],
    },
  };
}

function intakeKinds(samples: Samples): Readonly<Record<string, MessageKind>> {
  const start = { definition: 'order-fulfilment', key: 'o-1001', input: { orderId: 'o-1001' } };
  const signal = { sagaId: SAMPLE_SAGA, name: 'approval', payload: { approved: true } };
  const own = { headers: 'IntakeHeaders', properties: 'IntakeProperties' } as const;
  return {
    start: {
      title: 'Start of a saga',
      summary: 'Starts a saga',
      payload: 'Start',
      ...own,
      samples: [
        named(
          'start',
          'Of the newest version',
          sampleOf(samples.intake(WIRE_FORM.startPattern, start)),
        ),
      ],
    },
    signal: {
      title: 'Signal to a saga',
      summary: 'Gives a saga a signal',
      payload: 'Signal',
      ...own,
      samples: [
        named('signal', 'An approval', sampleOf(samples.intake(WIRE_FORM.signalPattern, signal))),
      ],
    },
    description: {
      title: 'Description of a participant',
      summary: 'Which commands a participant takes',
      payload: 'Description',
      ...own,
      samples: [named('description', 'Two commands', sampleOf(samples.description()))],
    },
  };
}

const WAITING = {
  code: 'stuck',
  text: 'authorizePayment cannot be undone: CARD_DECLINED',
  since: '2026-05-04T10:11:12.000Z',
  until: null,
  on: [],
};

const AUDIT = {
  id: '5f0c0000-0000-4000-8000-000000000001',
  seq: 4711,
  hash: '9c1185a5c5e9fc54612808977ee8f548b2258d31',
  at: '2026-05-04T10:11:12.000Z',
  ...{ actor: 'ann', via: 'console', credential: 'setting:ann', action: 'retry' },
  subject: { kind: 'saga', id: SAMPLE_SAGA },
  ...{ reason: 'the bank is back', outcome: 'done', refusal: null, times: 1 },
  ...{ previewHash: null, operationId: null },
  before: { status: 'stuck', version: 9 },
  after: { status: 'running', version: 10 },
};

const INNER: Readonly<Record<string, MessageKind>> = {
  deadCommand: {
    title: 'Command that was set aside',
    summary: 'A participant could not read it, or its reply has no queue',
    payload: 'DeadCommand',
    headers: 'DeadCommandHeaders',
    properties: 'DeadCommandProperties',
    samples: [],
  },
  hint: {
    title: 'Hint between replicas',
    summary: 'Not for services',
    payload: 'Hint',
    headers: null,
    properties: 'HintProperties',
    samples: [],
  },
};
