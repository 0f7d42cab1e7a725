/** A server-sent event as it goes over the wire. JSON has no line breaks of its own. */
export function eventText(event: {
  readonly name: string;
  readonly data: unknown;
  /** What a client sends back to go on after this event. Left out: it keeps the one it has. */
  readonly id?: string;
}): string {
  const id = event.id === undefined ? '' : `id: ${event.id}\n`;
  return `${id}event: ${event.name}\ndata: ${JSON.stringify(event.data)}\n\n`;
}

/** Keeps proxies from closing the connection; clients do not show it, and take the id. */
export function beatText(id?: string): string {
  return id === undefined ? ': beat\n\n' : `: beat\nid: ${id}\n\n`;
}

/** How long a client waits before it connects again. */
export function retryText(retryMs: number): string {
  return `retry: ${Math.round(retryMs)}\n\n`;
}
