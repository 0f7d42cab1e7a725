import type { BusLogger } from '../reporting/bus-logger.js';

/** The default account of amqplib and RabbitMQ. */
const NAME_DEFAULT = 'guest';

/** The account with which connections to an address log in. */
export class Account {
  readonly name: string;
  private isAnonymous = false;

  constructor(
    url: string,
    private readonly log: BusLogger,
  ) {
    const { username } = new URL(url);
    this.name = username === '' ? NAME_DEFAULT : decodeURIComponent(username);
  }

  /** The name that the broker vouches for; null: the broker knows this account by another name. */
  get vouchedFor(): string | null {
    return this.isAnonymous ? null : this.name;
  }

  /** The broker rejected the name: some ways to log in give the account another one. */
  becomeAnonymous(): void {
    if (this.isAnonymous) return;
    this.isAnonymous = true;
    const account = this.name;
    const message = 'the broker has another name for this account: messages go without user-id';
    this.log.warn({ account }, message);
  }
}
