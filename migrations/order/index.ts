import { CreateOrders0000000000301 } from './0301-create-orders.js';

/** In the order in which they run; a migration is never edited once it is released. */
export const orderMigrations = [CreateOrders0000000000301];
