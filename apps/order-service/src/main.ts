import 'reflect-metadata';
import { readPort, runServiceProcess } from '#service';
import { startOrderService } from './order-service.js';

const environment = process.env;

runServiceProcess('order', (options) =>
  startOrderService({
    ...options,
    host: environment['HOST'] || '127.0.0.1',
    port: readPort(environment, 'ORDER_SERVICE_PORT', 3001),
    conductorUrl: environment['CONDUCTOR_URL'] || 'http://127.0.0.1:3000',
    ...(environment['CONDUCTOR_API_KEY']
      ? { conductorApiKey: environment['CONDUCTOR_API_KEY'] }
      : {}),
  }),
);
