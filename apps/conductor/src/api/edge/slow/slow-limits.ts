/** How long a slow client is waited for. */
export interface SlowLimits {
  /** The whole request must arrive within this time; `?wait=` counts from then on. */
  readonly requestMs: number;
  readonly headersMs: number;
  /** Between two requests on a connection. */
  readonly keepAliveMs: number;
  /** How often it is looked who is late. */
  readonly checkMs: number;
}

export const SLOW_MAX: SlowLimits = {
  ...{ requestMs: 30_000, headersMs: 10_000, keepAliveMs: 65_000, checkMs: 5_000 },
};

/** As the server takes them. */
export function slowOptions({ requestMs, headersMs, keepAliveMs, checkMs }: SlowLimits) {
  return {
    requestTimeout: requestMs,
    keepAliveTimeout: keepAliveMs,
    http: {
      headersTimeout: headersMs,
      connectionsCheckingInterval: checkMs,
      // Node answers a missing Host itself, without a reason: see ForeignRequests.
      requireHostHeader: false,
    },
  };
}
