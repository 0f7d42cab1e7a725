import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { setImmediate } from 'node:timers/promises';
import { ServerConnections } from './server-connections.js';

const HEAD = 'POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n';

let server: Server;
let connections: ServerConnections;
/** The server's end of the connection that was opened last. */
let accepted: Socket;
let answering: Promise<ServerResponse>;

beforeEach(async () => {
  server = createServer();
  connections = new ServerConnections(server, { silentMs: 50, comingMs: 300 });
  answering = new Promise((resolve) => {
    server.on('request', (request, response) => {
      request.resume().on('end', () => resolve(response));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});

afterEach(() => server.closeAllConnections());

async function opened(): Promise<Socket> {
  const coming = once(server, 'connection') as Promise<[Socket]>;
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  socket.on('error', () => undefined);
  [accepted] = await coming;
  return socket;
}

/** Settles when no connection is left. */
function stop(): Promise<unknown> {
  connections.close();
  const closed = once(server, 'close');
  server.close();
  return closed;
}

describe('A server that stops', () => {
  it('given a kept connection with a request in flight, answers it and ends then', async () => {
    const socket = await opened();
    socket.write(`${HEAD}{}`);
    const response = await answering;
    const closed = stop();
    response.end('done');
    expect(await text(socket)).toMatch(/connection: close[^]*done$/);
    await closed;
  });

  it('given an answer that has begun, lets it end and ends its connection then', async () => {
    const socket = await opened();
    socket.write(`${HEAD}{}`);
    const response = await answering;
    response.write('begun, ');
    await once(socket, 'readable');
    const closed = stop();
    response.end('done');
    expect(await text(socket)).toMatch(/begun,[^]*done/);
    await closed;
  });

  it('given a connection on which nothing has come, does not wait for it', async () => {
    await opened();
    await stop();
  });

  it('given a request whose headers do not end, does not wait for it', async () => {
    const socket = await opened();
    socket.write('GET / HTTP/1.1\r\nHost: loc');
    await stop();
  });

  it('given a kept connection whose second request stays away, does not wait for it', async () => {
    const socket = await opened();
    socket.write(`${HEAD}{}`);
    (await answering).end();
    await once(socket, 'data');
    const before = accepted.bytesRead;
    socket.write('GET / HTTP/1.1\r\nHost: loc');
    while (accepted.bytesRead === before) await setImmediate();
    await stop();
  });

  it('given a body that does not end, waits a while and not for its timeout', async () => {
    const asked = once(server, 'request');
    const socket = await opened();
    socket.write(`${HEAD}{`);
    await asked;
    await stop();
  });

  it('given a body that comes late, answers it', async () => {
    const asked = once(server, 'request');
    const socket = await opened();
    socket.write(`${HEAD}{`);
    await asked;
    const closed = stop();
    socket.write('}');
    (await answering).end('done');
    expect(await text(socket)).toMatch(/done$/);
    await closed;
  });

  it('given an answer that takes longer than all that is waited for, gives it', async () => {
    const hurried = await opened();
    hurried.write(HEAD);
    const socket = await opened();
    socket.write(`${HEAD}{}`);
    const response = await answering;
    const closed = stop();
    await once(hurried, 'close');
    response.end('done');
    expect(await text(socket)).toMatch(/done$/);
    await closed;
  });
});
