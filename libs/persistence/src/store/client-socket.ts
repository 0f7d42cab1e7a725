import type { ClientBase } from 'pg';

interface Corkable {
  cork(): void;
  uncork(): void;
}

/**
 * The socket of a client, to hold back what is written until it can go out in one piece: each write
 * wakes the server up. Not part of the client's documented face; null when it is not where it was,
 * and then everything works as well, a little slower.
 */
export function clientSocket(client: ClientBase): Corkable | null {
  const { connection } = client as { connection?: { stream?: Partial<Corkable> } };
  const stream = connection?.stream;
  return stream?.cork && stream.uncork ? (stream as Corkable) : null;
}
