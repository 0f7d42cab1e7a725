import {
  listenForCommands,
  openServiceDatabase,
  POOL_SIZE_DEFAULT,
  type RunningService,
  type ServiceOptions,
} from '#service';
import { shippingMigrations } from '../../../migrations/shipping/index.js';
import { GiftNote } from './gift-note.entity.js';
import { Reservation } from './reservation.entity.js';
import { Shipment } from './shipment.entity.js';
import { ShippingModule } from './shipping.module.js';

/** Handles the commands `shipping.…` until it is closed. */
export async function startShippingService(options: ServiceOptions): Promise<RunningService> {
  const dataSource = await openServiceDatabase({
    databaseUrl: options.databaseUrl,
    applicationName: 'shipping-service',
    poolSize: options.poolSize ?? POOL_SIZE_DEFAULT,
    entities: [Reservation, Shipment, GiftNote],
    migrations: shippingMigrations,
  });
  const listener = await listenForCommands({
    participant: 'shipping',
    module: ShippingModule,
    dataSource,
    service: options,
  }).catch(async (error: unknown) => {
    await dataSource.destroy();
    throw error;
  });
  return {
    url: null,
    close: async () => {
      await listener.close();
      await dataSource.destroy();
    },
  };
}
