import { createServer, request, type Server } from 'node:http';

/** A proxy that takes the prefix away, as most do. */
export async function prefixed(prefix: string, url: () => string): Promise<Server> {
  const server = createServer((incoming, outgoing) => {
    const { method, headers } = incoming;
    const path = incoming.url?.slice(prefix.length) || '/';
    const passed = request(`${url()}${path}`, { method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    incoming.pipe(passed);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}
