import type { BusLogger } from '../reporting/bus-logger.js';

/** amqplib's own, and RabbitMQ's. */
const NAME_DEFAULT = 'guest';

/** The account that connections to an address log in with. */
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

  /** Whom the broker vouches for; null: it knows this account under another name. */
  get vouchedFor(): string | null {
    return this.isAnonymous ? null : this.name;
  }

  /** The broker did not believe the name: with some ways to log in it has another one. */
  becomeAnonymous(): void {
    if (this.isAnonymous) return;
    this.isAnonymous = true;
    const account = this.name;
    const message = 'the broker has another name for this account: messages go without user-id';
    this.log.warn({ account }, message);
  }
}
