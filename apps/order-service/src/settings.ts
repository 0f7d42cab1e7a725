import type { SettingValues } from '#process';
import { readPort } from '#service';
import type { OrderServiceOptions } from './order-service.js';

/** What the order service reads beside what every service does. */
export type OrderSettings = Pick<
  OrderServiceOptions,
  'host' | 'port' | 'conductorUrl' | 'conductorApiKey'
>;

/**
 * Reads `HOST` (127.0.0.1), `ORDER_SERVICE_PORT` (3001), `CONDUCTOR_URL` (http://127.0.0.1:3000)
 * and `CONDUCTOR_API_KEY` (none).
 *
 * @throws SettingError
 */
export function readOrderSettings(values: SettingValues): OrderSettings {
  const apiKey = values.CONDUCTOR_API_KEY;
  return {
    host: values.HOST ?? '127.0.0.1',
    port: readPort(values, 'ORDER_SERVICE_PORT', 3001),
    conductorUrl: values.CONDUCTOR_URL ?? 'http://127.0.0.1:3000',
    ...(apiKey === undefined ? {} : { conductorApiKey: apiKey }),
  };
}
