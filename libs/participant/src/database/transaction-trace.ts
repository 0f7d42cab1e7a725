import { readTrace, type TraceContext } from '#contracts';
import type { QueryRunner } from 'typeorm';

/** The traces of commands whose handlers are running, by their manager's connection. */
const traces = new WeakMap<QueryRunner, TraceContext>();

/** What is published on the runner's transaction belongs to the command's trace, if it has one. */
export function noteTrace(
  runner: QueryRunner,
  { traceparent, tracestate }: Readonly<Record<'traceparent' | 'tracestate', string | null>>,
): void {
  const trace = readTrace(traceparent, tracestate);
  if (trace !== null) traces.set(runner, trace);
}

/** null: it is no command's transaction, or the command has no trace. */
export function traceOf(runner: QueryRunner): TraceContext | null {
  return traces.get(runner) ?? null;
}
