import 'reflect-metadata';
import { runServiceProcess } from '#service';
import { startShippingService } from './shipping-service.js';

runServiceProcess('shipping', startShippingService);
