import type { ServerResponse } from 'node:http';
import type { FastifyReply } from 'fastify';
import type { Wire } from '#live';

/**
 * The client's connection, for events: the headers of every answer go out now, and the framework
 * has no part in what follows. null: the client has gone, or was answered already.
 */
export function openWire(reply: FastifyReply): Wire | null {
  const { raw } = reply;
  if (reply.sent || raw.destroyed || raw.socket === null || raw.socket.destroyed) return null;
  reply.hijack();
  for (const [name, value] of Object.entries(reply.getHeaders())) {
    if (value !== undefined) raw.setHeader(name, value);
  }
  raw.setHeader('content-type', 'text/event-stream; charset=utf-8');
  // a proxy that gathers what it gets would tell nothing
  raw.setHeader('x-accel-buffering', 'no');
  raw.writeHead(200);
  raw.flushHeaders();
  // an event is small, and waits for no other
  raw.socket.setNoDelay(true);
  return {
    write: (chunk) => void raw.write(chunk),
    get kept() {
      return raw.writableLength;
    },
    onDrain: (listener) => {
      if (raw.writableLength === 0) listener();
      else raw.once('drain', listener);
    },
    onClose: (listener) => void raw.once('close', listener),
    end: (withinMs) => endWithin(raw, withinMs),
  };
}

/** A client that does not read its last words does not keep them here for ever. */
function endWithin(raw: ServerResponse, withinMs: number): void {
  const timer = setTimeout(() => raw.destroy(), withinMs);
  raw.once('close', () => clearTimeout(timer));
  raw.end();
}
