import { parseCommand } from '#contracts';
import { operators, type Command, type OperatorAction } from '#engine';
import { previewHash } from '#preview';
import type { PipelineBench } from '#testing-internal';
import type { SagaRun } from '#testing-sagas';
import { wireMessage } from '../outbox/wire-message.js';

/* What a preview says and what leaves, in one form. */

const WIRE = { prefix: 'conductor', secret: 's' };

export type Preview = Extract<ReturnType<typeof previewOn>, { type: 'preview' }>;

export function previewOn(run: SagaRun, action: OperatorAction, at: number) {
  const input = { type: 'operator', at, action, actor: '', reason: '' } as const;
  const foreseen = operators.foresee(run, input);
  if (foreseen.type !== 'transition') return { type: 'refused' } as const;
  const { consequences } = foreseen;
  return { type: 'preview', consequences, hash: previewHash(consequences) } as const;
}

/** What a preview shows of what leaves, readable and without instants. */
export function shown({ consequences }: Preview): readonly string[] {
  const { commands, notices } = consequences;
  const sent = commands.map(commandText);
  const told = notices.map((notice) =>
    notice.type === 'child-report' ? text(notice.outcome) : eventText(notice.event, notice.data),
  );
  return [...sent, ...told].toSorted();
}

export function commandText(sent: Command): string {
  const { step, iteration, direction, attempt, participant, command, data, child } = sent;
  const to = child === undefined ? participant : child.definition;
  return text({ step, iteration, direction, attempt, to, command, data });
}

/** What left: commands as the participant reads them on its queue. */
export function left(bench: PipelineBench): readonly string[] {
  const messages = [...bench.relay.messages, ...bench.store.outbox.messages()];
  const byId = new Map(messages.map((message) => [message.messageId, message]));
  const texts = [...byId.values()].map((message) => {
    if (message.type === 'child-report') return text(message.outcome);
    if (message.type !== 'command') return eventText(message.event, message.data);
    const { step, iteration, direction, attempt } = message;
    const about = { step, iteration, direction, attempt };
    if (message.child !== undefined) {
      const { command, data, child } = message;
      return text({ ...about, to: child.definition, command, data });
    }
    const { body, properties, routingKey } = wireMessage(message, { ...WIRE, at: bench.at });
    const headers = properties.headers ?? {};
    const read = parseCommand({ body, properties: { ...properties, headers } });
    if (!read.ok) throw new Error(read.detail);
    const { pattern, data } = read.command;
    return text({ ...about, to: routingKey, command: pattern, data });
  });
  return texts.toSorted();
}

export function orderIn({ relay }: PipelineBench): readonly string[] {
  return relay.published.filter(isForQueue).map(({ messageId }) => messageId);
}

export function orderOf({ consequences }: Preview): readonly string[] {
  return consequences.commands.filter(isForQueue).map(({ messageId }) => messageId);
}

function isForQueue({ child }: Command): boolean {
  return child === undefined;
}

function eventText(event: string, data: unknown): string {
  const { at: _at, waiting: _waiting, ...lasting } = { ...(data as Record<string, unknown>) };
  return text({ event, data: lasting });
}

export function text(value: unknown): string {
  return JSON.stringify(value, (_key, each: unknown) =>
    each !== null && typeof each === 'object' && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : each,
  );
}
