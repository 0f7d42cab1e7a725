import { CARRIED_DEFAULT, CARRIED_MAX } from '#contracts';
import { PARTICIPANT_NAME } from '#protocol';
import { ParticipantMisconfiguredError } from './participant-misconfigured-error.js';

/** What may be said of the duties of any participant, whatever it is written with. */
export interface DutyOptions {
  /**
   * The first part of the names of exchanges and queues. Default `conductor`, as in the conductor.
   */
  readonly prefix?: string;
  /**
   * How many commands the conductor may put into one message. Below 2: none, and each has a message
   * of its own. At most 200. Default 50.
   */
  readonly envelopes?: number;
  /**
   * How many commands are taken from the broker at a time: 32 messages at first, and with more, as
   * many commands in each. Default: 32 messages of `envelopes` commands, so 1,600.
   */
  readonly prefetch?: number;
  /** How many commands are in a transaction at a time, each with one connection. */
  readonly concurrency?: number;
  /**
   * How long the inbox keeps rows. Must exceed the longest saga that may still undo. Default 30.
   */
  readonly retentionDays?: number;
  /** Older actions are refused, `COMMAND_TOO_OLD`. Less than `retentionDays`. Default 14. */
  readonly commandMaxAgeDays?: number;
  /**
   * Longest wait for a row lock, including that of another delivery of the same key. Default 5,000.
   */
  readonly lockTimeoutMs?: number;
  /** Longest single statement. Default 15,000. */
  readonly statementTimeoutMs?: number;
  /**
   * Longest pause between a handler's statements, after which its transaction ends. Default 30,000.
   */
  readonly idleTransactionTimeoutMs?: number;
  /**
   * How long a handler may run. After that it loses
   * its slot, its transaction is rolled back, and the answer is `errored`, `HANDLER_TIMED_OUT`.
   * Never more than twice the timeout of the command's step, but at least 10 seconds. Default
   * 60,000.
   */
  readonly handlerTimeoutMs?: number;
  /** How long `close` waits for commands in flight. Default 10,000. */
  readonly closeTimeoutMs?: number;
}

/** `prefetch` is in messages here, each with at most `envelopes` commands. */
export type DutySettings = Required<DutyOptions>;

/** Fewer messages at a time would keep slots idle while replies are being confirmed. */
const PREFETCH_MESSAGES = 32;

/**
 * With the defaults; that of `concurrency` is given.
 *
 * @throws ParticipantMisconfiguredError
 */
export function dutySettings(
  participant: string,
  options: DutyOptions,
  defaults: Required<Pick<DutyOptions, 'concurrency'>>,
): DutySettings {
  const settings: DutySettings = {
    prefix: options.prefix ?? 'conductor',
    ...intakeOf(options),
    concurrency: options.concurrency ?? defaults.concurrency,
    retentionDays: options.retentionDays ?? 30,
    commandMaxAgeDays: options.commandMaxAgeDays ?? 14,
    lockTimeoutMs: options.lockTimeoutMs ?? 5_000,
    statementTimeoutMs: options.statementTimeoutMs ?? 15_000,
    idleTransactionTimeoutMs: options.idleTransactionTimeoutMs ?? 30_000,
    handlerTimeoutMs: options.handlerTimeoutMs ?? 60_000,
    closeTimeoutMs: options.closeTimeoutMs ?? 10_000,
  };
  assert(
    PARTICIPANT_NAME.test(participant),
    `"${participant}" is no participant's name: write what its commands begin with, up to 63 ` +
      'small letters, digits and "-", a letter first, such as "payment"',
  );
  for (const name of POSITIVE) assert(settings[name] > 0, `${name} has to be positive`);
  const { envelopes = 0 } = options;
  const isCount = Number.isInteger(envelopes) && envelopes >= 0 && envelopes <= CARRIED_MAX;
  assert(isCount, `envelopes has to be a whole number from 0 to ${CARRIED_MAX}`);
  assert(
    settings.commandMaxAgeDays < settings.retentionDays,
    'commandMaxAgeDays has to be less than retentionDays: else a late command finds no inbox row',
  );
  return settings;
}

/**
 * The broker counts messages: of a given number of commands, so many messages as keep the slots
 * busy, and the rest of it as commands in each.
 */
function intakeOf({
  envelopes = CARRIED_DEFAULT,
  prefetch,
}: DutyOptions): Pick<DutySettings, 'prefetch' | 'envelopes'> {
  const commands = prefetch ?? PREFETCH_MESSAGES * Math.max(1, envelopes);
  const messages = Math.min(commands, PREFETCH_MESSAGES);
  const inEach = Math.max(1, Math.min(envelopes, Math.floor(commands / messages)));
  return { prefetch: Math.floor(commands / inEach), envelopes: inEach };
}

const POSITIVE = [
  'prefetch',
  'concurrency',
  'retentionDays',
  'commandMaxAgeDays',
  'lockTimeoutMs',
  'statementTimeoutMs',
  'idleTransactionTimeoutMs',
  'handlerTimeoutMs',
  'closeTimeoutMs',
] as const;

function assert(condition: boolean, message: string): void {
  if (!condition) throw new ParticipantMisconfiguredError(message);
}
