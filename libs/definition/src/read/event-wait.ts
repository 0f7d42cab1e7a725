import { MESSAGE_NAME } from '#protocol';
import { expression, text } from '../language/field.js';
import { readEventName } from './event-name.js';
import type { Fields } from './fields.js';

/** What a `wait` for an event says; what is wrong was reported, and is null. */
export interface EventWaitDocument {
  readonly event: string | null;
  /** Not compiled yet. */
  readonly key: string | null;
  readonly eventKey: string | null;
  /** null: any event with the key. */
  readonly where: string | null;
}

/** Fields that mean nothing without an event. */
export const EVENT_PARTS = ['key', 'eventKey', 'where'] as const;

export const EVENT_WAIT_FIELDS = {
  event: text('The event of a service whose data becomes the output of the step.', {
    pattern: MESSAGE_NAME,
    example: 'payment.settled',
  }),
  key: text('The saga waits for events with this key.', {
    example: '${steps.pay.output.paymentId}',
  }),
  eventKey: text("An event's key. Sees the event as `data`, and nothing else.", {
    example: '${data.paymentId}',
  }),
  where: expression(
    'Which of the events with the key are taken. Sees the event as `data`.',
    "${data.status == 'OK'}",
  ),
};

/** Reads the fields of a `wait` that names an event. */
export function readEventWait(wait: Fields): EventWaitDocument {
  return {
    event: readEventName(wait),
    key: wait.require('key') ? (wait.text('key') ?? null) : null,
    eventKey: wait.require('eventKey') ? (wait.text('eventKey') ?? null) : null,
    where: wait.text('where') ?? null,
  };
}
