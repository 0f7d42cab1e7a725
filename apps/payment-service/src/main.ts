import 'reflect-metadata';
import { runServiceProcess } from '#service';
import { startPaymentService } from './payment-service.js';

runServiceProcess('payment', startPaymentService);
