import { StopSignals } from '#process';

// before anything large is loaded, which takes a second: a signal in between must not be ignored
const signals = new StopSignals();
const { runServiceProcess } = await import('#service');
const { startShippingService } = await import('./shipping-service.js');
runServiceProcess('shipping', startShippingService, signals);
