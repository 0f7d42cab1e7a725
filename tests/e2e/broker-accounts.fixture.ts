import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, type Channel, type ChannelModel } from 'amqplib';
import { startKeeper, type Keeper } from '#servers/keeper';
import { startRabbit, type RabbitServer } from '#servers/rabbitmq';

export const VHOST = 'conductor';
export const PREFIX = 'conductor';
const ACCOUNTS = ['conductor', 'order', 'payment', 'shipping'];

/** What became of what an account tried: the broker's reply code, or what it gave. */
export type Tried<Result> = { readonly refused: number } | { readonly gave: Result };

/** A broker of its own, with the accounts that the script makes. */
export class BrokerAccounts {
  private readonly connections: ChannelModel[] = [];

  private constructor(
    private readonly server: RabbitServer,
    private readonly keeper: Keeper,
  ) {}

  static async start(): Promise<BrokerAccounts> {
    const keeper = startKeeper();
    const dir = mkdtempSync(join(tmpdir(), 'conductor-accounts-'));
    chmodSync(dir, 0o755);
    const accounts = new BrokerAccounts(await startRabbit({ dir, keeper }), keeper);
    accounts.control(['add_vhost', VHOST]);
    accounts.setAccounts(['payment', 'shipping', String.raw`order=order\..*`]);
    return accounts;
  }

  /** `deploy/rabbitmq/set-accounts.sh`; passwords are the accounts' names. */
  setAccounts(participants: readonly string[], settings: Record<string, string> = {}): void {
    const { command, env } = this.server.control;
    const passwords = ACCOUNTS.map((name) => [`${name.toUpperCase()}_PASSWORD`, name]);
    const script = ['deploy/rabbitmq/set-accounts.sh', ...participants];
    const { status, stderr } = spawnSync('sh', script, {
      env: {
        ...env,
        ...Object.fromEntries(passwords),
        ...settings,
        RABBITMQCTL: command.join(' '),
      },
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(`set-accounts.sh: ${stderr}`);
  }

  /** `deploy/rabbitmq/set-policy.sh` */
  setPolicy(settings: Record<string, string> = {}): void {
    const { command, env } = this.server.control;
    const { status, stderr } = spawnSync('sh', ['deploy/rabbitmq/set-policy.sh'], {
      env: { ...env, ...settings, RABBITMQCTL: command.join(' ') },
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(`set-policy.sh: ${stderr}`);
  }

  /** Gives what `rabbitmqctl` says. */
  control(args: readonly string[], input?: string): string {
    const { command, env } = this.server.control;
    const [file = '', ...own] = command;
    const { status, stdout, stderr } = spawnSync(file, [...own, ...args], {
      env: { ...env },
      encoding: 'utf8',
      ...(input === undefined ? {} : { input }),
    });
    if (status !== 0) throw new Error(`rabbitmqctl ${args.join(' ')}: ${stderr}`);
    return stdout;
  }

  urlOf(account: string, vhost = VHOST): string {
    const url = new URL(this.server.url);
    url.username = account;
    url.password = account;
    url.pathname = `/${vhost}`;
    return url.href;
  }

  /** Tries something on a channel of its own; whatever the broker refuses closes it. */
  async try<Result>(
    account: string,
    work: (channel: Channel) => Promise<Result>,
  ): Promise<Tried<Result>> {
    const connection = await connect(this.urlOf(account));
    const channel = await connection.createConfirmChannel();
    const refused = new Promise<Tried<Result>>((resolve) => {
      const onError = (error: Error): void =>
        resolve({ refused: Number(Reflect.get(error, 'code')) });
      channel.on('error', onError);
      connection.on('error', onError);
    });
    const done = work(channel).then(
      async (gave): Promise<Tried<Result>> => {
        await channel.waitForConfirms();
        return { gave };
      },
      // Its reason is the channel's error.
      () => refused,
    );
    const result = await Promise.race([done, refused]);
    await connection.close().catch(() => null);
    return result;
  }

  async open(account: string): Promise<Channel> {
    const connection = await connect(this.urlOf(account));
    this.connections.push(connection);
    return connection.createChannel();
  }

  async end(): Promise<void> {
    for (const connection of this.connections) await connection.close();
    await this.keeper.end();
  }
}
