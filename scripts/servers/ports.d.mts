/** A port of the loopback interface that nobody listens on now; `preferred` when it is free. */
export function findFreePort(preferred?: number): Promise<number>;
