/** Milliseconds. */
export interface TimeLimits {
  /** For all headers to arrive. */
  readonly headers: number;
  /** For the whole request to arrive: who sends a byte now and then holds no connection. */
  readonly request: number;
  /** How often the two above are looked at. */
  readonly check: number;
  /** For an answer to be made. */
  readonly operation: number;
  /** Without a byte in either direction. */
  readonly idle: number;
  /** Between two requests; longer than load balancers keep theirs. */
  readonly keepAlive: number;
  /** For running requests to be finished when the server stops. */
  readonly shutdown: number;
}

export const TIME_LIMITS: TimeLimits = {
  headers: 10_000,
  request: 30_000,
  check: 5_000,
  operation: 30_000,
  idle: 120_000,
  keepAlive: 72_000,
  shutdown: 10_000,
};
