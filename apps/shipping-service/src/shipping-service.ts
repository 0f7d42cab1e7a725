import { startParticipantService, type RunningService, type ServiceOptions } from '#service';
import { shippingMigrations } from '../../../migrations/shipping/index.js';
import { GiftNote } from './gift-note.entity.js';
import { Reservation } from './reservation.entity.js';
import { Shipment } from './shipment.entity.js';
import { ShippingModule } from './shipping.module.js';

/** Handles the commands `shipping.…` until it is closed. */
export function startShippingService(service: ServiceOptions): Promise<RunningService> {
  return startParticipantService({
    participant: 'shipping',
    module: ShippingModule,
    entities: [Reservation, Shipment, GiftNote],
    migrations: shippingMigrations,
    service,
  });
}
