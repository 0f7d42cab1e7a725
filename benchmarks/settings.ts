/** What is measured, in one place; printed before the results. */
export const settings = {
  /** Prefix of exchanges and queues; each contender has its own. */
  prefix: process.env['BENCH_PREFIX'] ?? 'bench',
  /** How often the contenders take turns; the results are those of the median round. */
  rounds: Number(process.env['BENCH_ROUNDS'] ?? 3),
  /** One saga in this many is refused at its last step and compensated. */
  refuseEvery: 10,
  warmUpSeconds: Number(process.env['BENCH_WARM_UP_SECONDS'] ?? 5),
  closedLoopSeconds: Number(process.env['BENCH_SECONDS'] ?? 6),
  inFlight: (process.env['BENCH_IN_FLIGHT'] ?? '1,64,256').split(',').map(Number),
  openLoop: { perSecond: 200, seconds: Number(process.env['BENCH_SECONDS'] ?? 6) },
  calibrationSeconds: 3,
  /** Where Node writes a CPU profile of the conductor; unset: it writes none. */
  profileDir: process.env['BENCH_PROFILE_DIR'],
} as const;

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
