import type { PendingInput } from '../planning/pending-input.js';
import type { InputKind } from './input-kind.js';
import { operateKind } from './operate.js';
import { parentKind } from './parent.js';
import { replyKind } from './reply.js';
import { resendKind } from './resend.js';
import { sentKind } from './sent.js';
import { signalKind } from './signal.js';
import { startKind } from './start.js';
import { timerKind } from './timer.js';

/** Does not compile while a kind of input is missing. */
const INPUT_KINDS: { readonly [Type in PendingInput['type']]: InputKind<Type> } = {
  start: startKind,
  reply: replyKind,
  signal: signalKind,
  timer: timerKind,
  sent: sentKind,
  resend: resendKind,
  operate: operateKind,
  parent: parentKind,
};

/** Looks up the kind of an input; the cast is needed because types cannot pair a union. */
export function inputKindOf({ type }: PendingInput): InputKind<PendingInput['type']> {
  return INPUT_KINDS[type] as InputKind<PendingInput['type']>;
}
