import { fail, prepare } from './prepare.mjs';

/** One app alone, for the distributed form: `node scripts/start-app.mjs conductor`. */
const APPS = ['conductor', 'order-service', 'payment-service', 'shipping-service'];

const [app] = process.argv.slice(2);
if (!APPS.includes(app)) fail(`Which app? One of ${APPS.join(', ')}.`);
for (const name of ['DATABASE_URL', 'AMQP_URL']) {
  if (!process.env[name]) {
    fail(`${name} is not set: "npm run start:…" is one part of a distributed installation.
To run everything in one process on an embedded database: npm start`);
  }
}
prepare({ build: true });
process.setSourceMapsEnabled(true);
await import(`../dist/apps/${app}/src/main.js`);
