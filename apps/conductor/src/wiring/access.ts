import { accessStores } from '#persistence';
import { KeyController } from '../api/access/key.controller.js';
import { LoginController, NEEDS_LOGIN, OIDC_LOGIN } from '../api/access/login/login.controller.js';
import { SessionController } from '../api/access/login/session.controller.js';
import { MeController } from '../api/access/me.controller.js';
import { Callers } from '../api/edge/access/callers.js';
import { KeyDirectory } from '../api/edge/access/key-directory.js';
import { Sessions } from '../api/edge/access/sessions/sessions.js';
import { SettingKeys } from '../api/edge/access/setting-keys.js';
import { WrongKeys } from '../api/edge/wrong-keys.js';
import { MarkedDefinitions } from '../api/masking/marked-definitions.js';
import { RouteTable } from '../api/edge/route-table.js';
import type { Feature } from './feature.js';
import type { ConductorParts } from './parts.js';

/** Who callers are, and the keys by which they show it. */
export function access({ access: parts }: ConductorParts): Feature {
  return {
    controllers: [KeyController, MeController, LoginController, SessionController],
    providers: [
      { provide: accessStores.KeyStore, useValue: parts.keyStore },
      { provide: KeyDirectory, useValue: parts.keys },
      { provide: SettingKeys, useValue: parts.settingKeys },
      { provide: Callers, useValue: parts.callers },
      { provide: Sessions, useValue: parts.sessions },
      { provide: accessStores.SessionStore, useValue: parts.sessionStore },
      { provide: WrongKeys, useValue: parts.wrongKeys },
      { provide: OIDC_LOGIN, useValue: parts.oidcLogin },
      { provide: NEEDS_LOGIN, useValue: parts.needsLogin },
      { provide: MarkedDefinitions, useValue: parts.marked },
      { provide: RouteTable, useValue: parts.routes },
    ],
  };
}
