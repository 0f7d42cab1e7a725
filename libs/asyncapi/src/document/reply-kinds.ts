import { WIRE_FORM } from '#contracts';
import type { JsonValue } from '#protocol';
import { named, type MessageKind } from './message-kind.js';
import { sampleOf, type Sample, type Samples } from './samples.js';

type Named = readonly [name: string, summary: string, sample: Sample];

const ERROR = { code: 'PROVIDER_DOWN', message: 'the bank does not answer' };
const DECLINED = { code: 'CARD_DECLINED', message: 'the bank said no' };
const FENCED = { code: 'FENCED', message: 'it was compensated or given up' };

export function replyKinds(samples: Samples): Readonly<Record<string, MessageKind>> {
  const all = [...ownReplies(samples), ...nestReplies(samples)];
  return {
    reply: {
      title: 'Reply',
      summary: 'What a participant answers to one command',
      payload: 'Reply',
      headers: 'ReplyHeaders',
      properties: 'ReplyProperties',
      samples: all.map(([name, summary, sample]) => named(name, summary, sample)),
    },
    replyEnvelope: {
      title: 'Envelope of replies',
      summary: 'Several replies in one message',
      payload: 'ReplyEnvelope',
      headers: null,
      properties: 'ReplyEnvelopeProperties',
      contentType: WIRE_FORM.repliesType,
      samples: [named('replies', 'Two replies', sampleOf(samples.replyEnvelope()))],
    },
    partialReply: {
      title: 'A value of a NestJS stream',
      summary: 'Set aside; the last value counts',
      payload: 'PartialReply',
      headers: 'ReplyHeaders',
      properties: 'ReplyProperties',
      samples: [named('partial', 'Not the last value', nestSample(samples, { response: 1 }))],
    },
  };
}

function ownReplies(samples: Samples): readonly Named[] {
  const undone = { result: 'undone' };
  const nothing = { result: 'nothing-to-undo' };
  const undo = samples.compensation();
  const of = (...given: Parameters<Samples['reply']>) => sampleOf(samples.reply(...given));
  return [
    ['succeeded', 'Done', of({ type: 'succeeded', output: { authorizationId: 'a-1' } })],
    ['refused', 'A business no: final', of({ type: 'refused', error: DECLINED })],
    [
      'errored',
      'A technical no: try again',
      of({ type: 'errored', error: ERROR, retryAfterMs: 5000 }),
    ],
    ['undone', 'A compensation is done', of({ type: 'succeeded', output: undone }, undo)],
    [
      'nothing-to-undo',
      'The action never ran, and will not',
      of({ type: 'succeeded', output: nothing }, undo),
    ],
    ['fenced', 'The action came after its compensation', of({ type: 'refused', error: FENCED })],
  ];
}

function nestReplies(samples: Samples): readonly Named[] {
  const of = (packet: JsonValue) => nestSample(samples, packet);
  const refusal = { refused: true, ...DECLINED };
  const failure = { status: 'error', message: 'Internal server error' };
  return [
    [
      'nest-response',
      'A NestJS handler returned a value',
      of({ response: { authorizationId: 'a-1' }, isDisposed: true }),
    ],
    ['nest-nothing', 'A NestJS handler returned nothing', of({ isDisposed: true })],
    ['nest-refused', 'A NestJS handler refused', of({ err: refusal, isDisposed: true })],
    ['nest-error', 'A NestJS handler failed', of({ err: failure, isDisposed: true })],
  ];
}

function nestSample(samples: Samples, payload: JsonValue): Sample {
  const { correlationId = '' } = samples.command().properties;
  return { headers: {}, properties: { correlationId }, payload };
}
