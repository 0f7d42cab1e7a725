import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Http2ServerRequest, Http2ServerResponse } from 'node:http2';
import { loadInstalled } from './installed.js';

/** What is used of `@restatedev/restate-sdk`. */
export interface RestateSdk {
  service<T>(definition: { readonly name: string; readonly handlers: T }): Service<T>;
  createEndpointHandler(options: { readonly services: readonly unknown[] }): {
    (request: IncomingMessage, response: ServerResponse): void;
    (request: Http2ServerRequest, response: Http2ServerResponse): void;
  };
  /** Is not tried again: a no. */
  readonly TerminalError: new (message: string) => Error;
}

export interface Service<T> {
  readonly name: string;
  /** Only for the types of calls. */
  readonly handlers?: T;
}

export interface Context {
  run<R>(name: string, action: () => R): Promise<R>;
  serviceClient<T>(service: Service<T>): Client<T>;
}

type Client<T> = {
  [K in keyof T]: T[K] extends (context: Context, input: infer I) => Promise<infer R>
    ? (input: I) => Promise<R>
    : never;
};

export function loadRestate(): RestateSdk {
  provideWithResolvers();
  return loadInstalled('@restatedev/restate-sdk') as RestateSdk;
}

/** The SDK calls it, and Node 20 does not have it. */
function provideWithResolvers(): void {
  if ('withResolvers' in Promise) return;
  Object.assign(Promise, {
    withResolvers() {
      let settle = {};
      const promise = new Promise((resolve, reject) => (settle = { resolve, reject }));
      return { promise, ...settle };
    },
  });
}
