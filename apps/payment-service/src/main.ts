import { StopSignals } from '#process';

// before anything large is loaded, which takes a second: a signal sent meanwhile must not be lost
const signals = new StopSignals();
const { runServiceProcess } = await import('#service');
const { startPaymentService } = await import('./payment-service.js');
runServiceProcess('payment', startPaymentService, signals);
