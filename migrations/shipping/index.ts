import { CreateStock0000000000501 } from './0501-create-stock.js';
import { CreateShipments0000000000502 } from './0502-create-shipments.js';

/** In the order in which they run; a migration is never edited once it is released. */
export const shippingMigrations = [CreateStock0000000000501, CreateShipments0000000000502];
