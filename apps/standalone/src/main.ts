import 'reflect-metadata';
import { live } from './lifetime.js';
import { describeReady } from './ready-text.js';
import { readSettings } from './settings.js';
import { startStandalone } from './standalone.js';

await live({
  readSettings: () => readSettings(process.env),
  start: async (settings, logger, parts) => {
    const running = await startStandalone(settings, logger, parts);
    return { text: describeReady(running), lost: running.lost };
  },
});
