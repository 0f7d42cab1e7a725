import { createServer } from 'node:net';

/** A port of the loopback interface that nobody listens on now; `preferred` when it is free. */
export async function findFreePort(preferred) {
  if (preferred && (await isPortFree(preferred))) return preferred;
  return listenOnce(0);
}

export async function isPortFree(port, host = '127.0.0.1') {
  return listenOnce(port, host).then(
    () => true,
    () => false,
  );
}

function listenOnce(port, host = '127.0.0.1') {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(port, host, () => {
      const { port: bound } = server.address();
      server.close(() => resolve(bound));
    });
  });
}
