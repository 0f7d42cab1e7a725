import 'reflect-metadata';
import { runServiceMigration } from '#service';
import { paymentMigrations } from '../../../migrations/payment/index.js';

await runServiceMigration('payment', paymentMigrations);
