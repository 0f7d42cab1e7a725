export { Backoff, backoffMs, growingMs, waitBeforeRetry } from './backoff.js';
export type { BackoffBounds } from './backoff.js';
export type { Clock } from './clock.js';
export type { Fault, ReportFault } from './fault-report.js';
export { retryForever } from './retry-forever.js';
export { RepeatingTask } from './repeating-task.js';
export { systemClock } from './system-clock.js';
export { waitAtMost, withinLimit } from './time-limit.js';
