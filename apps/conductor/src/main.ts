import { StopSignals } from '#process';

// before anything large is loaded, which takes a second: a signal in between must not be ignored
const signals = new StopSignals();
const { runConductor } = await import('./conductor-process.js');
await runConductor(signals);
