import { LOOPS } from './step-loop.js';

/** Fields that mean something only where a command is sent. */
export const COMMAND_FIELDS = ['input', 'compensation', 'timeout', 'retry', ...LOOPS];
