import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import type { accessStores } from '#persistence';
import { viaOf } from '../edge/request-parts.js';
import type { Identity } from '../edge/access/identity.js';
import type { ApiKey } from '../../settings/key-config.js';

const READING: ReadonlySet<string> = new Set(['GET', 'HEAD']);
const MINUTE_MS = 60_000;
const TEXT_MAX = 256;
/** There are fewer routes; each key may read each of them. */
const READ_ROUTES_MAX = 1000;
/** Who reads of it in the log wants to know that it is no typing error. */
const REASON = 'a key for emergencies was used';

export interface BreakGlassParts {
  readonly uses: Pick<accessStores.BreakGlassUses, 'note'>;
  readonly logger: Logger;
  /** Told the name of the key with each use; 0 uses: there is such a key. */
  readonly onUse: (keyName: string, uses: number) => void;
  /** In ms. Default: the clock. */
  readonly now?: () => number;
}

/**
 * Notes each use of a key for emergencies before anything is done with it: what cannot be noted is
 * not done. Without such keys there is no hook.
 */
export function watchBreakGlass(
  fastify: FastifyInstance,
  glass: BreakGlass,
  keys: readonly ApiKey[],
): void {
  const names = keys.flatMap(({ name, breakGlass }) => (breakGlass === true ? [name] : []));
  if (names.length === 0) return;
  glass.expect(names);
  fastify.addHook('onRequest', async (request) => {
    const caller = request.identity as Identity | undefined;
    if (caller?.breakGlass === true) await glass.note(request);
  });
}

/** Uses of keys for emergencies, in the audit log and for alerts. */
export class BreakGlass {
  /** Reads of this minute that are noted, by key and route. */
  private read = new Set<string>();
  private minute = 0;

  constructor(private readonly parts: BreakGlassParts) {}

  expect(keyNames: readonly string[]): void {
    for (const name of keyNames) this.parts.onUse(name, 0);
  }

  /** Every act; of reads the first of a route in a minute. @throws StoreUnavailableError */
  async note(request: FastifyRequest): Promise<void> {
    const { method, identity, ip } = request;
    const { actor: keyName, credential } = identity;
    const route = `${method} ${request.routeOptions.url ?? '(none)'}`;
    this.parts.onUse(keyName, 1);
    if (READING.has(method) && this.wasRead(`${keyName} ${route}`)) return;
    this.parts.logger.warn({ key: keyName, route, address: ip }, REASON);
    const path = (request.url.split('?')[0] ?? '').slice(0, TEXT_MAX);
    const agent = String(request.headers['user-agent'] ?? '').slice(0, TEXT_MAX);
    try {
      await this.parts.uses.note(
        { keyName, route, address: ip },
        {
          ...{ actor: keyName, credential, via: viaOf(request) },
          action: 'use-break-glass',
          subject: { kind: 'key', id: keyName },
          reason: REASON,
          request: { method, path, address: ip, userAgent: agent },
          ...{ before: null, after: null, outcome: { type: 'done' } },
        },
      );
    } catch (error) {
      this.read.delete(`${keyName} ${route}`);
      throw error;
    }
  }

  private wasRead(what: string): boolean {
    const minute = Math.floor((this.parts.now ?? Date.now)() / MINUTE_MS);
    if (minute !== this.minute || this.read.size >= READ_ROUTES_MAX) this.read = new Set();
    this.minute = minute;
    if (this.read.has(what)) return true;
    this.read.add(what);
    return false;
  }
}
