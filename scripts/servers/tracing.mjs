import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/**
 * Has a broker of ours copy every message, for the tests that hold them to their schemas.
 * `control`: how its `rabbitmqctl` is run. Rejects when it copies none: what is not looked at must
 * not pass.
 */
export async function traceMessages({ command, env }) {
  const [program, ...args] = command;
  try {
    await promisify(execFile)(program, [...args, 'trace_on'], { env });
  } catch (error) {
    throw new Error(
      'The RabbitMQ of the tests copies no messages (`rabbitmqctl trace_on` failed), so that ' +
        'nobody would hold them to their schemas. Mend that, or leave it out: LIVE_MESSAGES=off.\n' +
        error.message,
      { cause: error },
    );
  }
}
