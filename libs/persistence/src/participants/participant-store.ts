import { participantOfCommand } from '#protocol';
import {
  CARRIED_MAX,
  type CommandDescription,
  type LiveInstances,
  type ParticipantDescription,
} from '#contracts';
import type { ParticipantDirectory } from '#ports';
import { participantIsSeen, type Seen } from '../sql/seen/seen.js';
import { IS_OPEN } from '../sql/open-statuses.js';
import { readRows, type Reader, readSizedPage, type Page } from '#database';

/** What a list shows of a command. */
export interface ListedCommand {
  readonly command: string;
  readonly hasInputSchema: boolean;
  readonly hasOutputSchema: boolean;
}

export interface DescribedCommands {
  readonly commands: readonly CommandDescription[];
  /** Commands whose schemas were not read because all of them together are too large. */
  readonly unread: readonly string[];
}

/** Total size of the schemas that one query reads. */
const SCHEMA_BYTES_MAX = 4 * 1024 * 1024;

/** A participant that described itself, or that a definition names. */
export interface ParticipantRecord {
  readonly participant: string;
  /** When its description last came; null: it never described itself. */
  readonly lastSeenAt: Date | null;
  /** null: it never described itself. */
  readonly commands: readonly ListedCommand[] | null;
  /** null: none is live. */
  readonly live: LiveInstances | null;
}

/** Descriptions of participants: one row each, with the newest one. */
export class ParticipantStore implements ParticipantDirectory {
  constructor(
    private readonly reader: Reader,
    /** For what reads many rows. */
    private readonly lists: Reader = reader,
  ) {}

  async keep(
    { participant, commands, instance = '', envelopes = 0 }: ParticipantDescription,
    sentAt: number | null,
    account: string | null,
  ): Promise<boolean> {
    const rows = await readRows(this.reader, KEEP, [
      participant,
      JSON.stringify(commands.map(toListed)),
      commands.map((described) => JSON.stringify(described)),
      sentAt === null ? null : new Date(sentAt),
      account,
      instance,
      Math.min(envelopes, CARRIED_MAX),
      INSTANCES_MAX,
    ]);
    return rows.length > 0;
  }

  async liveInstances(): Promise<ReadonlyMap<string, LiveInstances>> {
    const rows = await readRows<LiveInstances & { readonly participant: string }>(
      this.reader,
      LIVE,
      [],
    );
    return new Map(rows.map(({ participant, ...live }) => [participant, live]));
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

  /** Whose commands they are, as far as they described themselves, and which of them they have. */
  async known(commands: readonly string[]): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
    const rows = await readRows<KnownRow>(this.reader, KNOWN, [ownersOf(commands), commands]);
    return new Map(rows.map(({ participant, known }) => [participant, new Set(known)]));
  }

  /** With their schemas; those that nobody described are left out. */
  async describe(commands: readonly string[]): Promise<DescribedCommands> {
    const rows = await readRows<DescribedRow>(this.reader, DESCRIBED, [
      ownersOf(commands),
      commands,
      SCHEMA_BYTES_MAX,
    ]);
    return {
      commands: rows.flatMap(({ described }) =>
        described === null ? [] : [JSON.parse(described) as CommandDescription],
      ),
      unread: rows.filter(({ isTooMuch }) => isTooMuch).map(({ command }) => command),
    };
  }

  /**
   * By name, after `afterName`: who described itself, or is named by what may still run. `seen`: of
   * these definitions' participants; null: all.
   */
  async list(page: {
    readonly afterName: string | null;
    readonly limit: number;
    readonly seen?: Seen;
  }): Promise<Page<ParticipantRecord>> {
    const { rows, hasMore } = await readSizedPage<RecordRow>(this.lists, {
      sql: LIST,
      parameters: [page.afterName, page.limit + 1, page.seen ?? null],
      limit: page.limit,
      order: 'participant',
      bytes: 'coalesce(octet_length(commands), 0)',
    });
    return { rows: rows.map(toRecord), hasMore };
  }

  /** One of those that the list has; null: it has none of this name. */
  async find(participant: string, seen: Seen = null): Promise<ParticipantRecord | null> {
    const [row] = await readRows<RecordRow>(this.reader, FIND, [participant, seen]);
    return row === undefined ? null : toRecord(row);
  }
}

/** While they get commands they describe themselves once a minute; one may be lost. */
const IS_LIVE = `seen_at > clock_timestamp() - interval '150 seconds'`;
/** What waited on its queue for long says who was there then; smaller differences are of clocks. */
const SEEN_AT = `case when $4::timestamptz < clock_timestamp() - interval '10 minutes'
    then $4::timestamptz else clock_timestamp() end`;
/** Names of processes are chosen by senders. Of more the oldest are forgotten. */
const INSTANCES_MAX = 200;

/**
 * A description older than the stored one only updates when the participant was seen. Times have
 * whole seconds: within one second the later arrival counts. A description with a verified account
 * replaces any other, and none without replaces it.
 */
const KEEP = `
  with kept as (
  insert into participant_description as known
    (participant, commands, described, sent_at, account)
  values ($1, $2, $3, least($4::timestamptz, date_trunc('second', clock_timestamp())), $5)
  on conflict (participant) do update set
    (commands, described) = (
      select newer.commands, newer.described
        from (values (excluded.commands, excluded.described, true),
                     (known.commands, known.described, false))
               as newer (commands, described, is_new)
       where is_new = (excluded.sent_at >= known.sent_at
                       or (known.account is null and excluded.account is not null))),
    sent_at = greatest(excluded.sent_at, known.sent_at),
    last_seen_at = excluded.last_seen_at,
    account = excluded.account
   where known.account is null or excluded.account is not null
  returning participant),
  gone as (
    delete from participant_instance
     where participant = (select participant from kept) and instance <> $6
       and instance not in (
         select instance from participant_instance
          where participant = $1 and ${IS_LIVE} order by seen_at desc limit $8))
  insert into participant_instance (participant, instance, envelopes, seen_at)
  select participant, $6, $7, ${SEEN_AT} from kept
  on conflict (participant, instance) do update set
    envelopes = excluded.envelopes, seen_at = excluded.seen_at
  returning participant`;

const LIVE = `
  select participant, count(*)::int as count, min(envelopes) as envelopes
    from participant_instance where ${IS_LIVE} group by participant`;

/** By definitions that take sagas, or have some that have not ended. */
const NAMED = `
  select distinct split_part(command.name, '.', 1) collate "C" as participant
    from saga_definition definition,
         jsonb_array_elements_text(definition.commands) as command (name)
   where definition.retired_at is null
      or exists (select from saga
                  where ${IS_OPEN}
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

const RECORDS = `
  select participant, described.commands, described.last_seen_at, live.count, live.envelopes
    from (select participant from participant_description union ${NAMED}) as named
    left join participant_description described using (participant)
    left join (${LIVE}) as live using (participant)`;

const LIST = `
  ${RECORDS}
   where ($1::text is null or participant > $1 collate "C")
     and ($3::text[] is null or ${participantIsSeen('participant', '$3::text[]')})
   order by participant limit $2::int`;

const FIND = `
  ${RECORDS}
   where participant = $1 collate "C"
     and ($2::text[] is null or ${participantIsSeen('participant', '$2::text[]')})`;

/** Each entry of "commands" is small, whatever the schemas are. */
const KNOWN = `
  select participant, array(
           select entry ->> 'command' from json_array_elements(commands::json) as entry
            where entry ->> 'command' = any($2)) as known
    from participant_description where participant = any($1)`;

/** The first commands up to the byte limit; of the others, only the names. */
const DESCRIBED = `
  with wanted as (
    select participant, place::int, entry.value ->> 'command' as command
      from participant_description,
           json_array_elements(commands::json) with ordinality as entry (value, place)
     where participant = any($1) and entry.value ->> 'command' = any($2)),
  sized as (
    select wanted.*, sum(coalesce(octet_length(described[place]), 0))
             over (order by participant, place rows unbounded preceding) as bytes
      from wanted join participant_description using (participant))
  select command, bytes > $3 as "isTooMuch",
         case when bytes <= $3 then described[place] end as described
    from sized join participant_description using (participant)
   order by participant, place`;

interface KnownRow {
  readonly participant: string;
  readonly known: readonly string[];
}

interface DescribedRow {
  readonly command: string;
  readonly isTooMuch: boolean;
  readonly described: string | null;
}

interface RecordRow {
  readonly participant: string;
  readonly commands: string | null;
  readonly last_seen_at: Date | null;
  readonly count: number | null;
  readonly envelopes: number | null;
}

function ownersOf(commands: readonly string[]): readonly string[] {
  return [...new Set(commands.flatMap((command) => participantOfCommand(command) ?? []))];
}

function toListed({ command, inputSchema, outputSchema }: CommandDescription): ListedCommand {
  const hasInputSchema = inputSchema !== undefined;
  return { command, hasInputSchema, hasOutputSchema: outputSchema !== undefined };
}

function toRecord(row: RecordRow): ParticipantRecord {
  const { participant, commands, last_seen_at, count, envelopes } = row;
  return {
    participant,
    lastSeenAt: last_seen_at,
    commands: commands === null ? null : (JSON.parse(commands) as readonly ListedCommand[]),
    live: count === null ? null : { count, envelopes: envelopes ?? 0 },
  };
}
