import { previewOf, type Preview } from '../../../acting/acts';
import type { Approval } from '../../../acting/do-act';
import { api, dataOf } from '../../../api/client';
import type { components } from '../../../api/schema';

export type Migration = components['schemas']['Migration'];

/** As many as people look through before they confirm; the next ones come after them. */
const AT_ONCE = 20;
const LOOK = 'a look at what would move';

export interface SeenMigration {
  readonly migration: Migration;
  /** By id, of those that fit. */
  readonly previews: ReadonlyMap<string, Preview>;
}

/** The oldest sagas after `cursor`, and the version that they are to go on by. */
export interface Asked {
  readonly name: string;
  readonly target: number;
  readonly cursor: string | null;
}

/** Which of them fit, and what each of these would do. */
export async function lookAt(asked: Asked): Promise<SeenMigration> {
  const migration = (await migrate(asked, { dryRun: 'true' }, { reason: LOOK })) as Migration;
  const fitting = migration.sagas.filter(({ fits }) => fits);
  const previews = await Promise.all(
    fitting.map(async ({ id }) => {
      const act = { verb: 'migrate' as const, toVersion: asked.target };
      return [id, await previewOf(id, act)] as const;
    }),
  );
  return { migration, previews: new Map(previews) };
}

/** Moves exactly those that were seen to fit; or asks a second person to. */
export function move(
  asked: Asked,
  { reason, seen }: { readonly reason: string; readonly seen: SeenMigration | undefined },
): Promise<Migration | Approval> {
  const hashes = [...(seen?.previews ?? [])].map(([id, { previewHash }]) => [id, previewHash]);
  return migrate(asked, {}, { reason, previewHashes: Object.fromEntries(hashes) });
}

async function migrate(
  { name, target, cursor }: Asked,
  query: { readonly dryRun?: 'true' },
  body: { readonly reason: string; readonly previewHashes?: Record<string, string> },
): Promise<Migration | Approval> {
  const after = cursor === null ? {} : { cursor };
  const params = { path: { name, version: target }, query: { ...query, ...after } };
  const path = '/v1/definitions/{name}/versions/{version}/migrate';
  return dataOf(api.POST(path, { params, body: { ...body, limit: AT_ONCE } }));
}
