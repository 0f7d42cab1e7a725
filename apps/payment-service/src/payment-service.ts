import { startParticipantService, type RunningService, type ServiceOptions } from '#service';
import { paymentMigrations } from '../../../migrations/payment/index.js';
import { Capture } from './capture.entity.js';
import { CardAuthorization } from './card-authorization.entity.js';
import { PaymentModule } from './payment.module.js';
import { Refund } from './refund.entity.js';

/** Handles the commands `payment.…` until it is closed. */
export function startPaymentService(service: ServiceOptions): Promise<RunningService> {
  return startParticipantService({
    participant: 'payment',
    module: PaymentModule,
    entities: [CardAuthorization, Capture, Refund],
    migrations: paymentMigrations,
    service,
  });
}
