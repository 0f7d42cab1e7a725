#!/usr/bin/env node
import 'reflect-metadata';
import { live } from '../lifetime.js';
import { readOptions } from './options.js';
import { readServerSettings, startServer } from './server.js';

/** The conductor with its console and without the demo: the command `conductor-server`. */
const read = readOptions(process.argv.slice(2), process.env);
if (read.kind === 'answer') {
  const stream = read.exitCode === 0 ? process.stdout : process.stderr;
  stream.write(`${read.text}\n`);
  process.exitCode = read.exitCode;
} else if (read.kind === 'migrate') {
  // a program of its own, which runs when it is loaded
  await import('../../../conductor/src/migrate.js');
} else {
  await live({ readSettings: () => readServerSettings(read.environment), start: startServer });
}
