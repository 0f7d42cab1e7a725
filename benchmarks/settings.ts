/** What is measured, in one place; printed before the results. README.md lists the variables. */
export const settings = {
  /** Prefix of exchanges and queues; each contender adds its name. */
  prefix: process.env['BENCH_PREFIX'] ?? 'bench',
  /** How often the contenders take turns; medians of the rounds are shown. */
  rounds: numberOf('BENCH_ROUNDS', 3),
  /** One saga in this many is refused at its last step and compensated. */
  refuseEvery: 10,
  warmUpSeconds: numberOf('BENCH_WARM_UP_SECONDS', 5),
  seconds: numberOf('BENCH_SECONDS', 6),
  inFlight: (process.env['BENCH_IN_FLIGHT'] ?? '1,64,256').split(',').map(Number),
  calibrationSeconds: numberOf('BENCH_CALIBRATION_SECONDS', 3),
  /** Commands that a participant takes in one message; 0: each has one of its own. */
  envelopes: numberOf('BENCH_ENVELOPES', 50),
  /** Where Node writes a CPU profile of the conductor; unset: it writes none. */
  profileDir: process.env['BENCH_PROFILE_DIR'],
} as const;

/** @throws Error for anything but a number from 0 */
export function numberOf(variable: string, preset: number): number {
  const text = process.env[variable];
  if (text === undefined || text === '') return preset;
  if (!/^\d+(\.\d+)?$/.test(text)) throw new Error(`${variable} must be a number, not "${text}"`);
  return Number(text);
}

/** Three steps; the last one may refuse, and then the first two are undone. */
export const definition = {
  name: 'bench-order',
  steps: [
    step('create', 'order.create', 'order.cancel'),
    step('charge', 'payment.charge', 'payment.refund'),
    { ...step('ship', 'shipping.ship'), kind: 'pivot' },
  ],
  output: { trackingId: '${steps.ship.output.trackingId}' },
};

function step(name: string, command: string, compensation?: string): Record<string, unknown> {
  return {
    name,
    command,
    ...(compensation ? { compensation } : {}),
    input: { orderId: '${input.orderId}', amount: '${input.amount}', refuse: '${input.refuse}' },
  };
}
