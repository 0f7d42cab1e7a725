import {
  listenForCommands,
  openServiceDatabase,
  POOL_SIZE_DEFAULT,
  type RunningService,
  type ServiceOptions,
} from '#service';
import { paymentMigrations } from '../../../migrations/payment/index.js';
import { Capture } from './capture.entity.js';
import { CardAuthorization } from './card-authorization.entity.js';
import { PaymentModule } from './payment.module.js';
import { Refund } from './refund.entity.js';

/** Handles the commands `payment.…` until it is closed. */
export async function startPaymentService(options: ServiceOptions): Promise<RunningService> {
  const dataSource = await openServiceDatabase({
    databaseUrl: options.databaseUrl,
    applicationName: 'payment-service',
    poolSize: options.poolSize ?? POOL_SIZE_DEFAULT,
    entities: [CardAuthorization, Capture, Refund],
    migrations: paymentMigrations,
  });
  const listener = await listenForCommands({
    participant: 'payment',
    module: PaymentModule,
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
