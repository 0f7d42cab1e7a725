import { type SqlClient } from '#transactions';
import type { Writable } from 'node:stream';

/** A `pg` client that can write the next statement before the last one is answered. */
interface PipelineClient extends SqlClient {
  pipeline: boolean;
  readonly connection: { readonly stream: Pick<Writable, 'cork' | 'uncork'> };
}

/** A deferred statement failed: what followed it on the line has no meaning. */
export class DeferredStatementError extends Error {
  readonly code = 'DEFERRED_STATEMENT_FAILED';
  constructor(cause: unknown) {
    super('a statement of the library failed, and with it the transaction', { cause });
  }
}

const SAVEPOINT = 'savepoint conductor_handler';

/**
 * The statements of one connection, in their order. One whose answer nobody needs waits for the
 * next and goes out in its trip. Each is a message of its own, and so the next one's text, values,
 * result and error are what they are without it. Commands that share a transaction share this.
 */
export class StatementLine {
  private deferred: string[] = [];
  /** A savepoint is there, or is deferred. */
  private hasSavepoint = false;

  constructor(private readonly client: SqlClient) {}

  /** For one statement or several, without values, whose answers say nothing. */
  defer(text: string): void {
    this.deferred.push(text);
  }

  /** The one savepoint of a handler, instead of that of the handler before it. */
  deferSavepoint(): void {
    if (this.isSavepointDeferred) return;
    this.releaseSavepoint();
    this.defer(SAVEPOINT);
    this.hasSavepoint = true;
  }

  /** Nothing was sent since it was deferred: there is nothing to undo. */
  get isSavepointDeferred(): boolean {
    return this.deferred.at(-1) === SAVEPOINT;
  }

  /** What follows is not of the handler any more. */
  releaseSavepoint(): void {
    if (!this.hasSavepoint) return;
    this.hasSavepoint = false;
    if (this.isSavepointDeferred) this.deferred.pop();
    else this.defer(`release ${SAVEPOINT}`);
  }

  /** It was released otherwise. */
  forgetSavepoint(): void {
    this.hasSavepoint = false;
  }

  /** In a trip of its own, if it is more than one. @throws DeferredStatementError */
  async flush(): Promise<void> {
    const text = this.takeDeferred();
    if (text === null) return;
    await this.client.query(text).catch((error: unknown) => {
      throw new DeferredStatementError(error);
    });
  }

  /**
   * In one trip with what is deferred, or in a trip before. Gives the answer of the last one.
   *
   * @throws DeferredStatementError, or what the first of `sends` that fails throws
   */
  async send<Result>(sends: readonly (() => Promise<Result>)[]): Promise<Result> {
    const { client } = this;
    const [only] = sends;
    if (this.deferred.length === 0 && sends.length === 1 && only) return only();
    if (canPipeline(client)) return this.sendTogether(client, sends);
    await this.flush();
    let result: Result | undefined;
    for (const send of sends) result = await send();
    return result as Result;
  }

  private async sendTogether<Result>(
    client: PipelineClient,
    sends: readonly (() => Promise<Result>)[],
  ): Promise<Result> {
    const { pipeline: usual } = client;
    const { stream } = client.connection;
    client.pipeline = true;
    stream.cork();
    try {
      const flushed = this.flush();
      const answers = sends.map(async (send) => send());
      stream.uncork();
      // all of them, so that none is under way when the client sends one by one again
      await Promise.allSettled([flushed, ...answers]);
      await flushed;
      return (await Promise.all(answers)).at(-1) as Result;
    } finally {
      client.pipeline = usual;
    }
  }

  private takeDeferred(): string | null {
    if (this.deferred.length === 0) return null;
    const text = this.deferred.join('; ');
    this.deferred = [];
    return text;
  }
}

/** The client of `pg` itself: another one may know nothing of it, or mean something else by it. */
function canPipeline(client: SqlClient): client is PipelineClient {
  const { pipeline, connection } = client as Partial<PipelineClient>;
  return typeof pipeline === 'boolean' && typeof connection === 'object';
}
