import { CREATE } from '../create/create-command.js';
import { DOCTOR } from '../doctor/doctor-command.js';
import type { CommandSpec } from '../spec/command-spec.js';
import { VERIFY } from '../verify/verify-command.js';

/** What stands on its own, without a noun. */
export const LOCAL: readonly CommandSpec[] = [DOCTOR, VERIFY, CREATE];
