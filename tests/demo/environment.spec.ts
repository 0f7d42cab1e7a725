import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/* `npm run demo` touches no installation but its own. */

function tourEnvironment(environment: Record<string, string>) {
  const program =
    `import { tourEnvironment } from './scripts/demo/environment.mjs';` +
    `console.log(JSON.stringify(tourEnvironment(${JSON.stringify(environment)}, '/checkout')))`;
  const args = ['--input-type=module', '--eval', program];
  return JSON.parse(spawnSync(process.execPath, args, { encoding: 'utf8' }).stdout) as unknown;
}

describe('npm run demo', () => {
  it('leaves out what leads to an installation, and names it', () => {
    const tour = tourEnvironment({
      CONDUCTOR_DATA_DIR: '/srv/conductor',
      DATABASE_URL: 'postgres://u@db/conductor',
      AMQP_URL: 'amqp://u@broker',
      ORDER_DATABASE_URL: 'postgres://u@db/orders',
      CONDUCTOR_API_KEYS: 'ops:0123456789abcdef',
      PORT: '4000',
    });

    expect(tour).toEqual({
      env: {
        PORT: '4000',
        CONDUCTOR_DATA_DIR: join('/checkout', '.conductor-demo'),
        CONDUCTOR_FIRST_ORDERS: 'off',
      },
      ignored: [
        'CONDUCTOR_DATA_DIR',
        'DATABASE_URL',
        'ORDER_DATABASE_URL',
        'AMQP_URL',
        'CONDUCTOR_API_KEYS',
      ],
    });
  });

  it('says nothing where nothing is set', () => {
    expect(tourEnvironment({ PORT: '4000' })).toMatchObject({ ignored: [] });
  });
});
