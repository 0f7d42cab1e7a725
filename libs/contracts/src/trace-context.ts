/** W3C trace context: what a caller says of the trace that a saga belongs to. */
export interface TraceContext {
  /** 55 characters. */
  readonly traceparent: string;
  /** At most 512 characters; left out: it said none, or none that can be used. */
  readonly tracestate?: string;
}

/** Version, trace id, parent id and flags; a later version may say more, which is not ours. */
const TRACEPARENT = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;
const TRACEPARENT_CHARS_MAX = 512;
const TRACESTATE_CHARS_MAX = 512;
const TRACESTATE_MEMBERS_MAX = 32;
const KEY = /^(?:[a-z][a-z0-9_\-*/]{0,255}|[a-z0-9][a-z0-9_\-*/]{0,240}@[a-z][a-z0-9_\-*/]{0,13})$/;
const VALUE = /^[\x20-\x2b\x2d-\x3c\x3e-\x7e]{0,255}[\x21-\x2b\x2d-\x3c\x3e-\x7e]$/;

/**
 * Reads the two headers of a call or a message. Values that break the grammar are ignored: a trace
 * helps people, and is no reason to refuse a saga.
 */
export function readTrace(traceparent: unknown, tracestate: unknown): TraceContext | null {
  const parent = readTraceparent(traceparent);
  if (parent === null) return null;
  const state = readTracestate(tracestate);
  return state === null ? { traceparent: parent } : { traceparent: parent, tracestate: state };
}

/** The headers that say so; none without a trace. */
export function traceHeaders(trace: TraceContext | null | undefined): Record<string, string> {
  return trace ? { ...trace } : {};
}

function readTraceparent(value: unknown): string | null {
  if (typeof value !== 'string' || value.length > TRACEPARENT_CHARS_MAX) return null;
  const [, version, traceId, parentId, flags, more] = TRACEPARENT.exec(value.trim()) ?? [];
  if (traceId === undefined || parentId === undefined || version === 'ff') return null;
  if (version === '00' && more !== undefined) return null;
  if (/^0+$/.test(traceId) || /^0+$/.test(parentId)) return null;
  return `00-${traceId}-${parentId}-${flags}`;
}

function readTracestate(value: unknown): string | null {
  if (typeof value !== 'string' || value.length > TRACESTATE_CHARS_MAX) return null;
  const members = value
    .split(',')
    .map((member) => member.trim())
    .filter((member) => member !== '');
  if (members.length === 0 || members.length > TRACESTATE_MEMBERS_MAX) return null;
  const keys = members.map((member) => {
    const at = member.indexOf('=');
    const key = member.slice(0, Math.max(at, 0));
    return KEY.test(key) && VALUE.test(member.slice(at + 1)) ? key : null;
  });
  if (keys.includes(null) || new Set(keys).size < keys.length) return null;
  return members.join(',');
}
