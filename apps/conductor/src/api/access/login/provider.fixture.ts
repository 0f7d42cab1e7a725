import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider from 'oidc-provider';
import type { GroupGrant, OidcConfig } from '../../../settings/oidc-config.js';

const CLIENT = { id: 'conductor', secret: 'a-secret-of-thirty-two-characters' };
const TTL_S = 600;

interface Person {
  readonly groups: readonly string[];
  readonly email: string;
}

interface ProviderOptions {
  /** Where browsers reach the conductor. */
  readonly publicUrl: string;
  /** By their subject. */
  readonly people: Readonly<Record<string, Person>>;
  /** false: whoever comes is the first of them, at once. */
  readonly asks: boolean;
}

type Exchange = Parameters<Provider['interactionDetails']>;

/** A real OpenID provider, in this process. Its site is another one than that of 127.0.0.1. */
export class TestProvider {
  private constructor(
    readonly issuer: string,
    private readonly server: Server,
    private readonly provider: Provider,
    private readonly options: ProviderOptions,
  ) {
    const callback = provider.callback();
    server.on('request', (request, response) => {
      if (request.url?.startsWith('/interaction/') !== true) {
        return void callback(request, response);
      }
      void this.interact(request, response);
    });
  }

  static async start(options: ProviderOptions): Promise<TestProvider> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const issuer = `http://localhost:${(server.address() as AddressInfo).port}`;
    const provider = new Provider(issuer, {
      clients: [
        {
          client_id: CLIENT.id,
          client_secret: CLIENT.secret,
          redirect_uris: [`${options.publicUrl}/v1/login/oidc/callback`],
        },
      ],
      pkce: { required: () => true },
      ttl: { Interaction: TTL_S, Session: TTL_S, Grant: TTL_S, AccessToken: TTL_S, IdToken: TTL_S },
      claims: { openid: ['sub', 'groups'], email: ['email', 'email_verified'], profile: [] },
      conformIdTokenClaims: false,
      findAccount: (_context, id) => ({
        accountId: id,
        claims: () => ({ sub: id, ...options.people[id], email_verified: true }),
      }),
      features: { devInteractions: { enabled: false } },
      interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
    });
    return new TestProvider(issuer, server, provider, options);
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  private async interact(...[request, response]: Exchange): Promise<void> {
    const { prompt, params, session } = await this.provider.interactionDetails(request, response);
    const [, , uid, chosen] = request.url?.split('/') ?? [];
    if (prompt.name === 'login') {
      const person = this.options.asks ? chosen : Object.keys(this.options.people)[0];
      if (person === undefined) {
        response.setHeader('content-type', 'text/html');
        return void response.end(this.page(uid ?? ''));
      }
      const result =
        person === 'nobody' ? { error: 'access_denied' } : { login: { accountId: person } };
      return this.provider.interactionFinished(request, response, result);
    }
    const grant = new this.provider.Grant({
      accountId: String(session?.accountId),
      clientId: String(params['client_id']),
    });
    grant.addOIDCScope('openid email profile');
    const consent = { grantId: await grant.save() };
    return this.provider.interactionFinished(request, response, { consent });
  }

  /** Asks who somebody is. */
  private page(uid: string): string {
    const ways = [...Object.keys(this.options.people), 'nobody'].map((person) => {
      const form = `<form method="post" action="/interaction/${uid}/${person}">`;
      return `${form}<button>I am ${person}</button></form>`;
    });
    return `<!doctype html><title>Provider</title><h1>Who are you?</h1>${ways.join('')}`;
  }
}

/** The settings of a conductor whose people are at a provider. */
export function clientOf(
  issuer: string,
  publicUrl: string,
  grants: readonly GroupGrant[],
): OidcConfig & { readonly publicUrl: URL } {
  return {
    ...{ issuer, audience: CLIENT.id, clientId: CLIENT.id, clientSecret: CLIENT.secret },
    ...{ groupsClaim: 'groups', nameClaim: null, grants, publicUrl: new URL(publicUrl) },
  };
}
