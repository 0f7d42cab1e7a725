import { type Clock, type ReportFault, RepeatingTask } from '#resilience';
import type { ParticipantDirectory } from '#ports';
import type { Pulse } from '../pulse/pulse.js';

export interface SendersOptions {
  readonly directory: Pick<ParticipantDirectory, 'accounts'>;
  readonly pulse: Pick<Pulse, 'onChange'>;
  readonly clock: Clock;
  readonly report: ReportFault;
  /** The prefix of the names of exchanges, queues and accounts. */
  readonly prefix: string;
  /** Accounts that are called otherwise than their participants. Default: none. */
  readonly accounts?: readonly ParticipantAccount[];
}

export interface ParticipantAccount {
  readonly participant: string;
  readonly account: string;
}

/** After a failure. */
const RETRY_MS = 10_000;
/** The pulse tells of changes; only not of those that were made with the triggers off. */
const REFRESH_MS = 300_000;

/**
 * Whose account may speak for a participant, as far as the broker vouches for the sender of a
 * message. An account belongs to the participant of its name, with or without the prefix, or to
 * those that the setting names.
 *
 * Nothing is asked of participants whose accounts say nothing: `guest` for all, or a plain service,
 * which does not name its account. Once a participant has described itself by an account of its
 * own, nobody speaks for it by another one, nor without one.
 */
export class Senders {
  /** Known participants with the account that described them; null: none of their own did. */
  private known: ReadonlyMap<string, string | null> = new Map();
  private readonly refreshing: RepeatingTask;
  private isStale = true;

  constructor(private readonly options: SendersOptions) {
    this.refreshing = new RepeatingTask(options.clock, () => this.refreshQuietly());
    options.pulse.onChange(['definitions', 'participants'], () => {
      this.isStale = true;
      this.refreshing.hurry(0);
    });
  }

  /** Resolves when it is known what the database knows. @throws StoreUnavailableError */
  async start(): Promise<void> {
    await this.refresh();
    this.refreshing.start(this.isStale ? 0 : REFRESH_MS);
  }

  stop(): Promise<void> {
    return this.refreshing.stop();
  }

  /** It described itself by an account of its own. */
  prove(participant: string, account: string): void {
    if (this.known.get(participant) === account) return;
    this.known = new Map([...this.known, [participant, account]]);
  }

  isOwn(account: string, participant: string): boolean {
    if (account === participant || account === `${this.options.prefix}-${participant}`) return true;
    const { accounts = [] } = this.options;
    return accounts.some((each) => each.account === account && each.participant === participant);
  }

  /** Why a message cannot be the participant's; null: it may be. `account` null: it says none. */
  refusal(participant: string, account: string | null): string | null {
    if (account !== null && this.isOwn(account, participant)) return null;
    const proven = this.known.get(participant) ?? null;
    const other = account === null || account === proven ? null : this.ownerOf(account);
    if (other !== null) return `${account} is the account of ${other}, not of ${participant}`;
    if (proven === null || account === proven) return null;
    const from = account === null ? 'without a user-id' : `from the account ${account}`;
    return `${participant} has the account ${proven}, and this came ${from}`;
  }

  /** null: it is no participant's account. */
  private ownerOf(account: string): string | null {
    const { prefix, accounts = [] } = this.options;
    const named = accounts.find((each) => each.account === account);
    if (named) return named.participant;
    if (this.known.has(account)) return account;
    const short = account.startsWith(`${prefix}-`) ? account.slice(prefix.length + 1) : null;
    return short !== null && this.known.has(short) ? short : null;
  }

  private async refresh(): Promise<void> {
    // a change that is told of meanwhile asks for another look
    this.isStale = false;
    this.known = await this.options.directory.accounts();
  }

  private async refreshQuietly(): Promise<number> {
    try {
      await this.refresh();
      return REFRESH_MS;
    } catch (error) {
      // What was known is known still.
      this.options.report({ during: 'look for the accounts of participants', error });
      return RETRY_MS;
    }
  }
}
