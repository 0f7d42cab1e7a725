import { setTimeout as delay } from 'node:timers/promises';
import { actorOf, type World } from './actors.js';
import type { Arguments } from './planning/arguments.js';
import { collect, countOpen, readQueues } from './collect.js';
import type { Evidence, FaultRecord } from './judging/evidence.js';
import { CONDUCTORS } from './planning/fault-kinds.js';
import { Load } from './load.js';
import { clock, planFaults, type PlannedFault } from './planning/plan.js';
import { ReadinessWatch } from './readiness-watch.js';

export interface RunOptions {
  readonly args: Arguments;
  readonly world: World;
  readonly say: (line: string) => void;
  /** Aborted: the run ends at once, without a verdict. */
  readonly signal: AbortSignal;
}

/** Ending a fault may need the server that it broke. */
const END_TRIES = 5;
const PROGRESS_MS = 60_000;
/** After a fault that began late, the load continues undisturbed for this long. */
const QUIET_MIN_MS = 15_000;
const SETTLE_LOOK_MS = 1_000;
/** A process that is busy takes a moment to write its report. */
const REPORT_MS = 5_000;

/**
 * Runs the load with one fault after the other, then waits until everything has ended by itself.
 */
export class Run {
  private readonly load: Load;
  private readonly watch: ReadinessWatch;
  private readonly faults: FaultRecord[] = [];
  private current = 'no fault yet';
  private beganAt = 0;

  constructor(private readonly options: RunOptions) {
    const { args, world } = options;
    this.load = new Load({ urls: world.fleet.urls, seed: args.seed, rate: args.rate });
    this.watch = new ReadinessWatch(world.fleet.urls);
  }

  get answers(): ReadonlyMap<string, number> {
    return this.load.answers;
  }

  /** @throws AbortError when it was told to end before. */
  async go(): Promise<Evidence> {
    const { args, world, signal } = this.options;
    this.beganAt = Date.now();
    this.watch.begin();
    this.load.begin();
    const progress = setInterval(() => void this.tell(), PROGRESS_MS);
    try {
      for (const fault of planFaults(args)) await this.break(fault);
      await this.sleepUntil(this.beganAt + args.minutes * 60_000);
      this.load.stop();
      this.current = 'no fault any more';
      await this.settle();
    } finally {
      clearInterval(progress);
      this.watch.end();
      this.load.stop();
      if (signal.aborted) void this.load.end();
      else await this.load.end();
    }
    const { servers, fleet } = world;
    return {
      beganAt: this.beganAt,
      endedAt: Date.now(),
      starts: this.load.starts,
      faults: this.faults,
      deaths: fleet.deaths,
      looks: this.watch.looks,
      ...(await collect(servers, this.load.starts)),
    };
  }

  private async break(fault: PlannedFault): Promise<void> {
    const last = this.faults.at(-1);
    const { args } = this.options;
    const quietMs = args.quiet ? args.quiet[0] * 1000 : QUIET_MIN_MS;
    const earliest = last ? last.endedAt + quietMs : 0;
    await this.sleepUntil(Math.max(this.beganAt + fault.atS * 1_000, earliest));
    const { number, name, target, lastsS } = fault;
    this.current = `fault ${number} ${name} ${target}`;
    this.say(`${this.current} for ${lastsS} s`);
    const actor = actorOf(this.options.world, fault);
    const beganAt = Date.now();
    try {
      await actor.begin();
      await this.sleepUntil(beganAt + lastsS * 1_000);
    } finally {
      await this.insistOnEnd(() => actor.end());
    }
    this.faults.push({ ...fault, beganAt, endedAt: Date.now() });
    this.current = `quiet after ${name} ${target}`;
    this.say(this.current);
  }

  private async insistOnEnd(end: () => Promise<void>): Promise<void> {
    for (let tries = 1; ; tries++) {
      try {
        return await end();
      } catch (error) {
        if (tries === END_TRIES) throw error;
        this.say(`once more: ${error instanceof Error ? error.message : String(error)}`);
        await delay(1_000);
      }
    }
  }

  /** Until nothing is left to do, or time is up: the checker then reports what is left. */
  private async settle(): Promise<void> {
    const quietFrom = Date.now();
    const giveUpAt = quietFrom + this.options.args.settleMinutes * 60_000;
    while (Date.now() < giveUpAt && !(await this.isSettled())) {
      await this.sleepUntil(Date.now() + SETTLE_LOOK_MS);
    }
    const seconds = Math.round((Date.now() - quietFrom) / 1_000);
    if (await this.isSettled()) return this.say(`settled after ${seconds} s`);
    this.say(`not settled after ${seconds} s: each process writes a report beside its log`);
    this.options.world.fleet.report();
    await delay(REPORT_MS);
  }

  private async isSettled(): Promise<boolean> {
    const { servers } = this.options.world;
    if (this.load.pendingCount > 0) return false;
    const { sagas, rest } = await countOpen(servers);
    if (sagas + rest > 0) return false;
    if (!CONDUCTORS.every((name) => this.watch.last(name) === 'ready')) return false;
    return (await readQueues(servers)).every(({ messages }) => messages === 0);
  }

  private async tell(): Promise<void> {
    const open = await countOpen(this.options.world.servers).catch(() => null);
    const ready = CONDUCTORS.map((name) => `${name} ${this.watch.last(name)}`).join(', ');
    const asking = `${this.load.starts.length} starts, ${this.load.pendingCount} unanswered`;
    this.say(`${asking}, ${open?.sagas ?? '?'} sagas open; ${ready}; ${this.current}`);
  }

  private say(line: string): void {
    this.options.say(`${clock((Date.now() - this.beganAt) / 1_000)}  ${line}`);
  }

  private async sleepUntil(instant: number): Promise<void> {
    const { signal } = this.options;
    await delay(Math.max(0, instant - Date.now()), undefined, { signal });
  }
}
