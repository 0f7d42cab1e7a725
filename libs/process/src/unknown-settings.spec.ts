import { readFileSync } from 'node:fs';
import { unknownSettings, unknownSettingsText } from './unknown-settings.js';

describe('Settings that nothing reads', () => {
  it('are named', () => {
    const environment = { CONDUCTOR_PREFX: 'x', CONDUCTOR_APIKEYS: 'y', CONDUCTOR_PREFIX: 'z' };
    expect(unknownSettingsText(environment)).toBe(
      'nothing reads CONDUCTOR_APIKEYS, CONDUCTOR_PREFX: is the name misspelt?',
    );
  });

  it('are named where a file is given for what cannot stand in one', () => {
    const environment = { PORT_FILE: '/x', CONDUCTOR_PREFIX_FILE: '/y', AMQP_USER_FILE: '/z' };
    expect(unknownSettingsText(environment)).toBe(
      'nothing reads PORT_FILE, CONDUCTOR_PREFIX_FILE: only secrets and logins may stand in files',
    );
    expect(unknownSettingsText({ AMQP_USER_FILE: '/z' })).toBeNull();
  });

  it('are none of the documented ones, nor what an orchestrator sets by itself', () => {
    const documents = ['docs/OPERATIONS.md', '.env.example', 'docker-compose.yml'];
    const text = documents.map((path) => readFileSync(path, 'utf8')).join('\n');
    const documented = text.match(/CONDUCTOR_[A-Z_]+[A-Z]/g) ?? [];
    const links = ['CONDUCTOR_SERVICE_HOST', 'CONDUCTOR_PORT_3000_TCP_ADDR', 'CONDUCTOR_WEB_PORT'];
    const names = [...documented, ...links];

    expect(documented.length).toBeGreaterThan(10);
    expect(unknownSettings(Object.fromEntries(names.map((name) => [name, '']))).sort()).toEqual([]);
  });
});
