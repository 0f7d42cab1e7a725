import type { ActGiven } from '../../acting/as-text/copy-act';
import type { Caller } from '../../acting/as-text/curl-of-call';
import type { BackButton } from '../../acting/back/done-act';
import { TakeBack } from '../../acting/back/take-back';
import type { components } from '../../api/schema';
import { callOf, cliOfGroup, GROUP_READS } from './group-calls';
import { wayBack, type WayBack } from './way-back';

type Group = components['schemas']['FailureGroup'];

/** What leads a group back to how it was before the act of this name. */
export function takeBackLife(name: string, before: Group) {
  return (after: Group, { reason }: ActGiven): BackButton | null => {
    const way = wayBack(before.life, after.life);
    if (way === null) return null;
    return (
      <TakeBack
        {...{ done: name, reason, tells: way.tells }}
        by="acknowledgeFailureGroup"
        reads={GROUP_READS}
        call={(client, given) => send(client, way, callOf(after, given))}
        cli={() => cliOfGroup(way.verb, after, optionsOf(way))}
      />
    );
  };
}

function send(client: Caller, way: WayBack, { params, said }: ReturnType<typeof callOf>) {
  switch (way.verb) {
    case 'reopen':
      return client.POST('/v1/admin/failures/{fingerprint}/reopen', { params, body: said });
    case 'acknowledge': {
      const body = { ...said, ...way.more };
      return client.POST('/v1/admin/failures/{fingerprint}/acknowledge', { params, body });
    }
    case 'resolve': {
      const body = { ...said, ...way.more };
      return client.POST('/v1/admin/failures/{fingerprint}/resolve', { params, body });
    }
  }
  return way satisfies never;
}

function optionsOf(way: WayBack): Readonly<Record<string, string | undefined>> {
  switch (way.verb) {
    case 'reopen':
      return {};
    case 'acknowledge':
      return { ...way.more };
    case 'resolve':
      return { 'in-version': textOf(way.more.inVersion), note: way.more.note };
  }
  return way satisfies never;
}

function textOf(value: number | undefined): string | undefined {
  return value === undefined ? undefined : String(value);
}
