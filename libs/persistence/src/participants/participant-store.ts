import type { CommandDescription, ParticipantDescription } from '#contracts';
import type { ParticipantDirectory } from '#saga-runtime';
import { readRows, type Reader } from '../queries/read-rows.js';

/** A participant that described itself, or that a definition names. */
export interface ParticipantRecord {
  readonly participant: string;
  /** When its description last came; null: it never described itself. */
  readonly lastSeenAt: Date | null;
  /** null: it never described itself. */
  readonly commands: readonly CommandDescription[] | null;
}

/** What participants say of themselves: one row for each, the newest description. */
export class ParticipantStore implements ParticipantDirectory {
  constructor(
    private readonly reader: Reader,
    /** For what reads many rows. */
    private readonly lists: Reader = reader,
  ) {}

  async keep(
    { participant, commands }: ParticipantDescription,
    sentAt: number | null,
    account: string | null,
  ): Promise<boolean> {
    const rows = await readRows(this.reader, KEEP, [
      participant,
      JSON.stringify(commands),
      sentAt === null ? null : new Date(sentAt),
      account,
    ]);
    return rows.length > 0;
  }

  async accounts(): Promise<ReadonlyMap<string, string | null>> {
    const rows = await readRows<{ readonly participant: string; readonly account: string | null }>(
      this.reader,
      ACCOUNTS,
      [],
    );
    return new Map(rows.map(({ participant, account }) => [participant, account]));
  }

  async named(): Promise<readonly string[]> {
    const rows = await readRows<{ readonly participant: string }>(this.reader, NAMED, []);
    return rows.map(({ participant }) => participant);
  }

  async find(
    participants: readonly string[],
  ): Promise<ReadonlyMap<string, ParticipantDescription>> {
    if (participants.length === 0) return new Map();
    const rows = await readRows<DescriptionRow>(
      this.reader,
      `select participant, commands from participant_description where participant = any($1)`,
      [participants],
    );
    return new Map(
      rows.map(({ participant, commands }) => [
        participant,
        { participant, commands: toCommands(commands) },
      ]),
    );
  }

  /** By name, after `afterName`: who described itself, or is named by what may still run. */
  async list(page: {
    readonly afterName: string | null;
    readonly limit: number;
  }): Promise<readonly ParticipantRecord[]> {
    const rows = await readRows<RecordRow>(this.lists, LIST, [page.afterName, page.limit]);
    return rows.map(({ participant, commands, last_seen_at: lastSeenAt }) => ({
      participant,
      lastSeenAt,
      commands: commands === null ? null : toCommands(commands),
    }));
  }
}

/**
 * A description that was overtaken on its way changes nothing but that it was seen. A message's
 * time is in whole seconds, and so is ours: within one the later arrival counts. One that an
 * account vouches for is overtaken by none that does not, and takes the place of any.
 */
const KEEP = `
  insert into participant_description as known (participant, commands, sent_at, account)
  values ($1, $2, least($3::timestamptz, date_trunc('second', clock_timestamp())), $4)
  on conflict (participant) do update set
    commands = case when excluded.sent_at >= known.sent_at
                      or (known.account is null and excluded.account is not null)
                 then excluded.commands else known.commands end,
    sent_at = greatest(excluded.sent_at, known.sent_at),
    last_seen_at = excluded.last_seen_at,
    account = excluded.account
   where known.account is null or excluded.account is not null
  returning participant`;

/** By definitions that take sagas, or have some that have not ended. */
const NAMED = `
  select distinct split_part(command.name, '.', 1) collate "C" as participant
    from saga_definition definition,
         jsonb_array_elements_text(definition.commands) as command (name)
   where definition.retired_at is null
      or exists (select from saga
                  where status in ('running', 'compensating', 'stuck')
                    and definition_name = definition.name
                    and definition_version = definition.version)`;

const ACCOUNTS = `
  select participant, described.account
    from (
      select participant from participant_description
      union
      select split_part(command.name, '.', 1) collate "C"
        from saga_definition, jsonb_array_elements_text(commands) as command (name)
    ) as named
    left join participant_description described using (participant)`;

const LIST = `
  select participant, described.commands, described.last_seen_at
    from (select participant from participant_description union ${NAMED}) as named
    left join participant_description described using (participant)
   where $1::text is null or participant > $1 collate "C"
   order by participant limit $2`;

interface DescriptionRow {
  readonly participant: string;
  readonly commands: string;
}

interface RecordRow {
  readonly participant: string;
  readonly commands: string | null;
  readonly last_seen_at: Date | null;
}

function toCommands(text: string): readonly CommandDescription[] {
  return JSON.parse(text) as readonly CommandDescription[];
}
