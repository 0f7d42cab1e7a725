import { StopSignals } from '#process';

// before anything large is loaded, which takes a second: a signal sent meanwhile must not be lost
const signals = new StopSignals();
const { runConductor } = await import('./conductor-process.js');
await runConductor(signals);
