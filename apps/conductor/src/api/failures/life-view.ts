import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import type { Life, LifeStatus } from '#failures';
import { membersOf, Nullable } from '../openapi/fields.js';
import { instant, integer, text } from '../openapi/schema-parts.js';

export const LIFE_STATUSES = membersOf<LifeStatus>({
  new: true,
  acknowledged: true,
  muted: true,
  resolved: true,
  regressed: true,
});

/** What people made of a group. */
@ApiSchema({ name: 'FailureLife' })
export class LifeView {
  @ApiProperty({
    enum: LIFE_STATUSES,
    description:
      '`new`: nobody has done anything. `acknowledged`: somebody looks after it. `muted`: nobody ' +
      'is told of it for a while. `resolved`: it is mended. `regressed`: it came again after that.',
  })
  readonly status!: LifeStatus;

  @Nullable(instant, 'Since when; null: it is new.')
  readonly at!: string | null;

  @Nullable(text('Who said so.'))
  readonly by!: string | null;

  @Nullable(text('Who looks after it.'))
  readonly owner!: string | null;

  @Nullable({ type: 'string' })
  readonly note!: string | null;

  @Nullable(instant, 'When it is muted no more; null: no time ends it.')
  readonly mutedUntil!: string | null;

  @Nullable(integer, 'After how many more sagas it is muted no more; null: no number ends it.')
  readonly mutedForSagas!: number | null;

  @Nullable(integer, 'The first version of the definition without it; null: all that run.')
  readonly resolvedInVersion!: number | null;

  @Nullable(instant, 'Of what regressed: when it had been resolved.')
  readonly resolvedAt!: string | null;
}

const NOTHING: Omit<LifeView, 'status'> = {
  at: null,
  by: null,
  owner: null,
  note: null,
  mutedUntil: null,
  mutedForSagas: null,
  resolvedInVersion: null,
  resolvedAt: null,
};

export function toLifeView(life: Life): LifeView {
  const { status } = life;
  switch (life.status) {
    case 'new':
      return { ...NOTHING, status };
    case 'acknowledged':
      return { ...NOTHING, status, ...who(life), owner: life.owner, note: life.note };
    case 'muted':
      return {
        ...NOTHING,
        ...ownerOf(life.before),
        status,
        ...who(life),
        mutedUntil: life.until === null ? null : iso(life.until),
        mutedForSagas: life.sagas,
      };
    case 'resolved':
      return {
        ...NOTHING,
        status,
        ...who(life),
        note: life.note,
        resolvedInVersion: life.inVersion,
        resolvedAt: iso(life.at),
      };
    case 'regressed': {
      const { by, at, inVersion, note } = life.resolved;
      const resolved = { by, note, resolvedInVersion: inVersion, resolvedAt: iso(at) };
      return { ...NOTHING, status, at: iso(life.at), ...resolved };
    }
  }
  return life satisfies never;
}

function who({ by, at }: { readonly by: string; readonly at: number }) {
  return { by, at: iso(at) };
}

function ownerOf(life: Life) {
  return life.status === 'acknowledged' ? { owner: life.owner, note: life.note } : {};
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
