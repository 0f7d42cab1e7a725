import { fail, prepare } from './prepare.mjs';

const USAGE = `npm run migrate -- [APP]

Brings the tables of APP up to date, and ends: exit code 1 if they are not. APP is conductor,
order-service, payment-service or shipping-service; left out: conductor. The database is that of
DATABASE_URL, DATABASE_USER and DATABASE_PASSWORD, of a role that owns the tables. With
CONDUCTOR_RUNTIME_ROLE that role is granted what the program needs to run with
CONDUCTOR_MIGRATIONS=check.`;
const APPS = ['conductor', 'order-service', 'payment-service', 'shipping-service'];

const [app = 'conductor', ...more] = process.argv.slice(2);
if (app === '--help' || app === '-h') {
  console.log(USAGE);
  process.exit(0);
}
if (!APPS.includes(app) || more.length > 0) fail(`That cannot be understood.\n\n${USAGE}`);
prepare({ build: true, dev: false });
process.setSourceMapsEnabled(true);
await import(`../dist/apps/${app}/src/migrate.js`);
