/**
 * The benchmark's saga written by hand: all that an engine for this one saga needs. Pure.
 */
export interface BaselineSaga {
  readonly id: string;
  readonly version: number;
  readonly status: 'running' | 'compensating' | 'completed' | 'compensated';
  /** The only message whose reply counts; empty once the saga has ended. */
  readonly awaits: string;
  readonly input: unknown;
}

export interface BaselineCommand {
  readonly messageId: string;
  readonly sagaId: string;
  readonly participant: string;
  readonly pattern: string;
  readonly step: string;
  readonly direction: 'execute' | 'compensate';
  readonly data: unknown;
}

const FORWARD = ['order.create', 'payment.charge', 'shipping.ship'];
const BACKWARD = ['order.cancel', 'payment.refund'];

export interface BaselineTransition {
  readonly saga: BaselineSaga;
  readonly command: BaselineCommand | null;
}

export function startSaga(id: string, input: unknown): BaselineTransition {
  const saga = { id, version: 1, status: 'running', awaits: '', input } as const;
  return issue(saga, 0, 'execute');
}

/** null: it is not the reply that the saga waits for. */
export function applyReply(
  saga: BaselineSaga,
  messageId: string,
  outcome: string,
): BaselineTransition | null {
  if (saga.awaits !== messageId) return null;
  const [, step = '0', direction] = messageId.split('/');
  const at = Number(step);
  const next = { ...saga, version: saga.version + 1 };
  if (direction === 'execute' && outcome === 'succeeded') {
    if (at + 1 < FORWARD.length) return issue(next, at + 1, 'execute');
    return { saga: { ...next, status: 'completed', awaits: '' }, command: null };
  }
  if (at > 0) return issue({ ...next, status: 'compensating' }, at - 1, 'compensate');
  return { saga: { ...next, status: 'compensated', awaits: '' }, command: null };
}

function issue(
  saga: BaselineSaga,
  step: number,
  direction: 'execute' | 'compensate',
): BaselineTransition {
  const pattern = (direction === 'execute' ? FORWARD : BACKWARD)[step] ?? '';
  const messageId = `${saga.id}/${step}/${direction}`;
  const command = {
    messageId,
    sagaId: saga.id,
    participant: pattern.split('.')[0] ?? '',
    pattern,
    step: pattern.split('.')[1] ?? '',
    direction,
    data: saga.input,
  };
  return { saga: { ...saga, awaits: messageId }, command };
}
