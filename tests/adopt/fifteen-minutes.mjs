import assert from 'node:assert/strict';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { Program, run, until } from './processes.mjs';
import { readGettingStarted } from './document.mjs';

const AT_REST = ['completed', 'compensated', 'stuck', 'abandoned'];

/**
 * All that docs/GETTING-STARTED.md has from its second chapter on, with one adapter, in a folder of
 * its own. Throws where something is not as the document says.
 *
 * - `adapter`: a row of the table of adapters, with its `name`
 * - `lap(what)`: called after each chapter
 * - `conductor`: `{ url, kill() }`; `kill` ends it with SIGKILL and starts it again
 */
export async function spendFifteenMinutes({ adapter, servers, conductor, packs, lap }) {
  const folder = join(servers.folder, adapter.name);
  const { files, runs } = readGettingStarted();
  const env = {
    ...process.env,
    AMQP_URL: servers.amqpUrl,
    SEATS_DATABASE_URL: await makeDatabase(servers.databaseUrl, `seats_${adapter.name}`),
    WALLET_DATABASE_URL: await makeDatabase(servers.databaseUrl, `wallet_${adapter.name}`),
  };
  mkdirSync(folder);
  const npm = (...args) => run('npm', [...args, '--no-audit', '--no-fund'], { cwd: folder });
  npm('init', '-y');
  // no package of ours needs a script of its own, and none of the others may download for long
  npm('install', '--ignore-scripts', 'pg', 'amqplib', ...adapter.packages, ...packs);
  const own = Object.entries(adapter.files ?? {});
  for (const [name, text] of [...files, ...own]) writeFileSync(join(folder, name), text);
  const { made } = adapter;
  if (made) run(process.execPath, made.args, { cwd: folder, env: { ...env, ...made.env } });
  lap('install');
  if (adapter.database) writeFileSync(join(folder, 'database.mjs'), adapter.database);

  const project = new Project({ folder, env, runs, conductor, name: adapter.name });
  try {
    await project.goThrough(lap);
  } finally {
    await project.end();
  }
}

class Project {
  #programs = [];

  constructor(given) {
    Object.assign(this, given);
  }

  async goThrough(lap) {
    writeFileSync(join(this.folder, 'paper'), '');
    await this.#start('seats');
    const wallet = await this.#start('wallet');
    lap('start two services');
    this.#type('test');
    this.#type('post');
    lap('test and post');
    assert.match(this.#type('success'), /"status":"completed"[^]*saga completed/);
    const first = await this.#rests('first');
    assert.equal(first.status, 'completed');
    assert.deepEqual(first.output, { ticket: 'ticket for A1' });
    lap('success');
    assert.match(this.#type('refusal'), /"status":"compensated"[^]*saga compensated/);
    const second = await this.#rests('second');
    assert.equal(second.status, 'compensated');
    assert.equal(second.error.code, 'NOT_ENOUGH_MONEY');
    assert.deepEqual(await this.#freeSeats(), ['A2', 'A3', 'A4', 'A5']);
    lap('refusal');
    await this.#killed(wallet);
    lap('kill -9');
    await this.#stuck();
    lap('stuck and settled');
    assert.deepEqual(await this.#freeSeats(), ['A2', 'A5']);
    assert.equal(await this.#balance(), 40);
  }

  /** The wallet between taking the money and committing it; and the conductor. */
  async #killed(wallet) {
    await wallet.end();
    const slow = await this.#start('wallet', { SLOW_MS: '20000' });
    this.#type('killed');
    await slow.said('took 10');
    await slow.end('SIGKILL');
    // a machine that stood still for longer than it is slow lets it commit
    assert.equal(await this.#balance(), 60, `the wallet committed:\n${slow.output}`);
    await this.conductor.kill();
    await this.#start('wallet');
    assert.equal((await this.#rests('third')).status, 'completed');
    assert.equal(await this.#balance(), 50);
  }

  async #stuck() {
    this.#type('stuck');
    assert.ok(!existsSync(join(this.folder, 'paper')));
    const fourth = await this.#rests('fourth');
    assert.equal(fourth.status, 'stuck');
    assert.match(this.#type('settled'), /"status":"completed"/);
  }

  /** What a reader pastes, with the address and the keys of this run, and what it prints. Every answer is a success. */
  #type(name) {
    const text = this.runs.get(name);
    assert.ok(text, `the document has no lines "${name}"`);
    const here = text
      .replace('http://localhost:3000', this.conductor.url)
      .replace(/("key": "|key=)(\w+)/g, `$1$2-${this.name}`)
      .replaceAll('curl -s ', 'curl -sS --fail-with-body ');
    const prelude = `C=${this.conductor.url}; J='content-type: application/json'\n`;
    return run('bash', ['-e', '-o', 'pipefail', '-c', prelude + here], {
      cwd: this.folder,
      env: this.env,
    });
  }

  async #start(name, env = {}) {
    const program = new Program(process.execPath, [`${name}.mjs`], {
      cwd: this.folder,
      env: { ...this.env, ...env },
    });
    this.#programs.push(program);
    await program.said(`${name}: ready`);
    return program;
  }

  async #saga(key) {
    const list = await this.#get(`/v1/sagas?key=${key}-${this.name}`);
    assert.equal(list.items.length, 1);
    return this.#get(`/v1/sagas/${list.items[0].id}`);
  }

  #rests(key) {
    return until(`the saga ${key} is at rest`, async () => {
      const saga = await this.#saga(key);
      return AT_REST.includes(saga.status) && saga;
    });
  }

  async #get(path) {
    const answer = await fetch(this.conductor.url + path);
    assert.equal(answer.status, 200, path);
    return answer.json();
  }

  async #freeSeats() {
    const sql = 'select name from seat where held_by is null order by name';
    const rows = await query(this.env.SEATS_DATABASE_URL, sql);
    return rows.map(({ name }) => name);
  }

  async #balance() {
    const [{ balance }] = await query(this.env.WALLET_DATABASE_URL, 'select balance from wallet');
    return balance;
  }

  async end() {
    for (const program of this.#programs) await program.end();
  }
}

async function makeDatabase(url, name) {
  await query(url, `create database ${name}`);
  const made = new URL(url);
  made.pathname = `/${name}`;
  return made.href;
}

async function query(url, text) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}
