import type { Fleet } from './fleet.js';
import { ALL, type FaultName } from './planning/fault-kinds.js';
import { type PlannedFault, delayMsOf } from './planning/plan.js';
import { DATABASES, type Servers } from './servers.js';

/** What a run can break. */
export interface World {
  readonly seed: number;
  readonly servers: Servers;
  readonly fleet: Fleet;
}

export interface Actor {
  begin(): Promise<void>;
  end(): Promise<void>;
}

type Act = (world: World, fault: PlannedFault) => void | Promise<unknown>;

/** How each kind of fault begins and ends. */
const ACTS: Readonly<Record<FaultName, readonly [begin: Act, end: Act]>> = {
  'conductor-kill': killed(),
  'conductor-pause': paused(),
  'participant-kill': killed(),
  'participant-pause': paused(),
  'pg-stop': [({ servers }) => servers.postgres.stop(), startPostgres],
  'pg-crash': [({ servers }) => servers.postgres.crash(), startPostgres],
  'pg-freeze': [
    ({ servers }) => servers.postgres.freeze(),
    ({ servers }) => servers.postgres.thaw(),
  ],
  'pg-read-only-database': [
    ({ servers }, { target }) => servers.postgres.makeDatabasesReadOnly(databasesOf(target)),
    ({ servers }, { target }) => servers.postgres.makeDatabasesWritable(databasesOf(target)),
  ],
  'pg-read-only-server': [
    ({ servers }) => servers.postgres.makeServerReadOnly(),
    ({ servers }) => servers.postgres.makeServerWritable(),
  ],
  'broker-stop': [ctl('stop_app'), ctl('start_app')],
  'broker-crash': [
    ({ servers }) => servers.rabbit.signal('SIGKILL'),
    ({ servers }) => servers.rabbit.start(),
  ],
  'broker-freeze': [
    ({ servers }) => servers.rabbit.signal('SIGSTOP'),
    ({ servers }) => servers.rabbit.signal('SIGCONT'),
  ],
  'broker-alarm': [
    ctl('set_vm_memory_high_watermark', 'absolute', '1MB'),
    ctl('set_vm_memory_high_watermark', '0.4'),
  ],
  'broker-password': [
    inTurn(ctl('change_password', 'guest', 'another'), ctl('close_all_connections', 'password')),
    ctl('change_password', 'guest', 'guest'),
  ],
  'broker-permissions': [
    inTurn(
      ctl('set_permissions', 'guest', '^$', '^$', '^$'),
      ctl('close_all_connections', 'permissions'),
    ),
    ctl('set_permissions', 'guest', '.*', '.*', '.*'),
  ],
  'broker-wipe': [inTurn(ctl('stop_app'), ctl('reset')), ctl('start_app')],
  'pg-link-freeze': frozen('pg'),
  'pg-link-cut': cut('pg'),
  'pg-link-delay': delayed('pg'),
  'pg-link-half-open': halfOpen('pg'),
  'broker-link-freeze': frozen('broker'),
  'broker-link-cut': cut('broker'),
  'broker-link-delay': delayed('broker'),
  'broker-link-half-open': halfOpen('broker'),
};

export function actorOf(world: World, fault: PlannedFault): Actor {
  const [begin, end] = ACTS[fault.name];
  return {
    begin: async () => void (await begin(world, fault)),
    end: async () => void (await end(world, fault)),
  };
}

function killed(): [Act, Act] {
  return [
    ({ fleet }, { target }) => fleet.process(target).kill(),
    ({ fleet }, { target }) => fleet.process(target).start(),
  ];
}

function paused(): [Act, Act] {
  return [
    ({ fleet }, { target }) => fleet.process(target).pause(),
    ({ fleet }, { target }) => fleet.process(target).resume(),
  ];
}

function startPostgres({ servers }: World): Promise<void> {
  return servers.postgres.start();
}

function databasesOf(target: string): readonly string[] {
  return target === ALL ? DATABASES : [target];
}

function ctl(...args: string[]): Act {
  return ({ servers }) => servers.rabbit.ctl(...args);
}

function inTurn(...acts: Act[]): Act {
  return async (world, fault) => {
    for (const act of acts) await act(world, fault);
  };
}

type LinkAct = (
  link: ReturnType<Fleet['linksOf']>[number],
  world: World,
  fault: PlannedFault,
) => void;

function onLinks(server: 'pg' | 'broker', act: (...args: Parameters<LinkAct>) => unknown): Act {
  return async (world, fault) => {
    const links = world.fleet.linksOf(fault.target, server);
    await Promise.all(links.map((link) => act(link, world, fault)));
  };
}

function frozen(server: 'pg' | 'broker'): [Act, Act] {
  return [onLinks(server, (link) => link.pause()), onLinks(server, (link) => link.resume())];
}

function cut(server: 'pg' | 'broker'): [Act, Act] {
  const begin = async (link: Parameters<LinkAct>[0]): Promise<void> => {
    await link.shut();
    link.cut();
  };
  return [onLinks(server, begin), onLinks(server, (link) => link.open())];
}

function delayed(server: 'pg' | 'broker'): [Act, Act] {
  return [
    onLinks(server, (link, { seed }, fault) => link.delay(delayMsOf(seed, fault))),
    onLinks(server, (link) => link.delay(0)),
  ];
}

/** Nothing is repaired at the end: who did not notice the fault still has no answers. */
function halfOpen(server: 'pg' | 'broker'): [Act, Act] {
  return [onLinks(server, (link) => link.swallowAnswers()), () => {}];
}
