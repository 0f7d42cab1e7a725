import 'reflect-metadata';
import { runServiceMigration } from '#service';
import { orderMigrations } from '../../../migrations/order/index.js';

await runServiceMigration('order', orderMigrations);
