import { randomBytes } from 'node:crypto';
import type { Logger } from 'pino';
import { sharedSetting } from '#database';
import { accessStores } from '#persistence';
import type { ReportFault } from '#resilience';
import { FloodGuard } from '#messaging';
import { SagaQueries } from '#queries';
import { OidcLogin } from './api/access/login/oidc-login.js';
import { Callers } from './api/edge/access/callers.js';
import type { DefinitionOf } from './api/edge/access/definition-scope.js';
import { FourEyes } from './api/edge/access/four-eyes.js';
import { KeyDirectory } from './api/edge/access/key-directory.js';
import { OwnCalls } from './api/edge/access/own-calls.js';
import { BearerTokens } from './api/edge/access/oidc/bearer-tokens.js';
import { Sessions } from './api/edge/access/sessions/sessions.js';
import { SettingKeys } from './api/edge/access/setting-keys.js';
import { RouteTable } from './api/edge/route-table.js';
import { WrongKeys } from './api/edge/wrong-keys.js';
import { MarkedDefinitions } from './api/masking/marked-definitions.js';
import { needsLogin, type ConductorConfig } from './config.js';
import type { OidcConfig } from './settings/oidc-config.js';
import type { ConductorDatabase } from './database.js';
import type { EngineHost } from './workers/engine-host.js';

/** What decides who may call what. */
export interface Access {
  readonly routes: RouteTable;
  readonly settingKeys: SettingKeys;
  readonly keyStore: accessStores.KeyStore;
  readonly keys: KeyDirectory;
  readonly callers: Callers;
  readonly ownCalls: OwnCalls;
  readonly fourEyes: FourEyes;
  readonly sessions: Sessions;
  readonly sessionStore: accessStores.SessionStore;
  readonly wrongKeys: WrongKeys;
  readonly oidcLogin: OidcLogin | null;
  readonly needsLogin: boolean;
  readonly definitionOf: DefinitionOf;
  readonly marked: MarkedDefinitions;
  /** To be called once the pulse can be listened to. */
  follow(pulse: Pick<EngineHost, 'onCatalogChange'>): void;
  close(): Promise<void>;
}

/** Resolves when the keys, and what is sensitive, are known. @throws StoreUnavailableError */
export async function openAccess(parts: {
  readonly config: ConductorConfig;
  readonly database: ConductorDatabase;
  readonly logger: Logger;
}): Promise<Access> {
  const { config, database } = parts;
  const log = new FloodGuard(parts.logger);
  const report: ReportFault = ({ during, error }) =>
    log.warn({ err: error, during }, 'what decides about callers is not read');
  const settingKeys = new SettingKeys(config.apiKeys);
  const keyStore = new accessStores.KeyStore(database.storePool);
  const keys = new KeyDirectory({ store: keyStore, report });
  const marked = new MarkedDefinitions({
    store: new accessStores.SensitiveMarks(database.lookups),
    report,
  });
  await Promise.all([keys.start(), marked.start()]);
  const sessionStore = new accessStores.SessionStore(database.storePool);
  const sessions = new Sessions({ store: sessionStore, keys, settingKeys });
  const { oidc = null } = config;
  const isLoginNeeded = needsLogin(config);
  const tokens = oidc && new BearerTokens(oidc);
  const sagas = new SagaQueries(database.lookups);
  const ownCalls = new OwnCalls();
  return {
    routes: new RouteTable(),
    settingKeys,
    keyStore,
    keys,
    callers: new Callers({
      ...{ settingKeys, keys, tokens, sessions, ownCalls },
      needsLogin: isLoginNeeded,
    }),
    ownCalls,
    fourEyes: new FourEyes(config.fourEyes?.list ?? []),
    sessions,
    sessionStore,
    wrongKeys: new WrongKeys(parts.logger),
    oidcLogin: oidc && (await openOidcLogin(oidc, database)),
    needsLogin: isLoginNeeded,
    definitionOf: (id) => sagas.definitionOf(id),
    marked,
    follow: (pulse) => {
      pulse.onCatalogChange(['keys'], () => keys.hurry());
      pulse.onCatalogChange(['definitions'], () => marked.hurry());
    },
    close: async () => {
      await Promise.all([keys.stop(), marked.stop()]);
    },
  };
}

/** null: it is not known where browsers come back to. */
async function openOidcLogin(
  oidc: OidcConfig,
  { lookups }: ConductorDatabase,
): Promise<OidcLogin | null> {
  const { publicUrl } = oidc;
  if (publicUrl === null) return null;
  const secret = await sharedSetting(lookups, 'login-secret', () =>
    randomBytes(32).toString('base64url'),
  );
  return new OidcLogin({ ...oidc, publicUrl }, Buffer.from(secret, 'base64url'));
}
