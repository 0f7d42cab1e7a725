import { CreatePayments0000000000401 } from './0401-create-payments.js';

/** In the order in which they run; a migration is never edited once it is released. */
export const paymentMigrations = [CreatePayments0000000000401];
