import 'reflect-metadata';
import { runServiceMigration } from '#service';
import { shippingMigrations } from '../../../migrations/shipping/index.js';

await runServiceMigration('shipping', shippingMigrations);
