import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import pg from 'pg';
import { migrateConductorDatabase } from '#persistence';
import { createTestDatabase, type TestDatabase } from '#testing-internal';

/** The very file that users get. */
const GRANTS = readFileSync('deploy/postgres/grants.sql', 'utf8');

/** A database whose tables belong to one role, and a role without DDL that works with them. */
export class TwoRoles {
  private constructor(
    readonly database: TestDatabase,
    readonly owner: string,
    readonly runtime: string,
    private readonly isOwned: boolean,
  ) {}

  /** @param given a database that the caller drops; left out: one of its own */
  static async make(given?: TestDatabase): Promise<TwoRoles> {
    const database = given ?? (await createTestDatabase());
    const id = randomUUID().replaceAll('-', '').slice(0, 12);
    const roles = new TwoRoles(database, `owner_${id}`, `runtime_${id}`, given === undefined);
    const name = new URL(database.url).pathname.slice(1);
    await roles.asAdmin(
      `create role ${roles.owner} login password 'owner'`,
      `create role ${roles.runtime} login password 'runtime'`,
      `alter database ${name} owner to ${roles.owner}`,
      `revoke all on database ${name} from public`,
      `grant connect on database ${name} to ${roles.runtime}`,
    );
    return roles;
  }

  get ownerUrl(): string {
    return this.urlOf(this.owner, 'owner');
  }

  get runtimeUrl(): string {
    return this.urlOf(this.runtime, 'runtime');
  }

  /** Runs the file of grants as the owner, as docs/DEPLOYMENT.md says. */
  async grant(): Promise<void> {
    const client = new pg.Client({
      connectionString: this.ownerUrl,
      options: `-c conductor.runtime_role=${this.runtime}`,
    });
    await client.connect();
    await client.query(GRANTS).finally(() => client.end());
  }

  async asAdmin(...statements: readonly string[]): Promise<void> {
    const client = new pg.Client({ connectionString: this.database.url });
    await client.connect();
    try {
      for (const statement of statements) await client.query(statement);
    } finally {
      await client.end();
    }
  }

  async drop(): Promise<void> {
    await this.asAdmin(
      `reassign owned by ${this.owner} to current_user`,
      `drop owned by ${this.owner}, ${this.runtime}`,
      `drop role ${this.owner}, ${this.runtime}`,
    );
    if (this.isOwned) await this.database.drop();
  }

  private urlOf(role: string, password: string): string {
    const url = new URL(this.database.url);
    url.username = role;
    url.password = password;
    return url.href;
  }
}

/** Migrates as the owner, and gives the address for a role without DDL. */
export async function asRuntimeRole(database: TestDatabase): Promise<string> {
  const roles = await TwoRoles.make(database);
  await migrateConductorDatabase(roles.ownerUrl);
  await roles.grant();
  return roles.runtimeUrl;
}
