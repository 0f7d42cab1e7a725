import { StopSignals } from '#process';

// before anything large is loaded, which takes a second: a signal sent meanwhile must not be lost
const signals = new StopSignals();
const { readPort, runServiceProcess } = await import('#service');
const { startOrderService } = await import('./order-service.js');

const environment = process.env;
const apiKey = environment['CONDUCTOR_API_KEY'];

runServiceProcess(
  'order',
  (options) =>
    startOrderService({
      ...options,
      host: environment['HOST'] || '127.0.0.1',
      port: readPort(environment, 'ORDER_SERVICE_PORT', 3001),
      conductorUrl: environment['CONDUCTOR_URL'] || 'http://127.0.0.1:3000',
      ...(apiKey ? { conductorApiKey: apiKey } : {}),
    }),
  signals,
);
