import { StopSignals } from '#process';

// before anything large is loaded, which takes a second: a signal sent meanwhile must not be lost
const signals = new StopSignals();
const { runServiceProcess } = await import('#service');
const { startOrderService } = await import('./order-service.js');
const { readOrderSettings } = await import('./settings.js');

runServiceProcess(
  'order',
  // async: a setting that is wrong is reported as any other fault of the start
  async (options, values) => startOrderService({ ...options, ...readOrderSettings(values) }),
  signals,
);
