import type { MigrationInterface, QueryRunner } from 'typeorm';

interface Described {
  readonly command: string;
  readonly inputSchema?: unknown;
  readonly outputSchema?: unknown;
}

/**
 * Schemas apart from what lists show of commands. One description after the other: together they
 * may have half a gigabyte.
 */
export class DescribeCommandsApart0000000000125 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- JSON of each command with its schemas, in the order of "commands", which has none of them
      alter table participant_description add column described text[] not null default '{}'
    `);
    const found = (await runner.query(
      'select participant from participant_description',
    )) as readonly { readonly participant: string }[];
    for (const { participant } of found) await takeApart(runner, participant);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      update participant_description set commands = '[' || array_to_string(described, ',') || ']';
      alter table participant_description drop column described
    `);
  }
}

async function takeApart(runner: QueryRunner, participant: string): Promise<void> {
  const [row] = (await runner.query(
    'select commands from participant_description where participant = $1',
    [participant],
  )) as readonly { readonly commands: string }[];
  const described = JSON.parse(row?.commands ?? '[]') as readonly Described[];
  const listed = described.map(({ command, inputSchema, outputSchema }) => ({
    command,
    hasInputSchema: inputSchema !== undefined,
    hasOutputSchema: outputSchema !== undefined,
  }));
  await runner.query(
    'update participant_description set commands = $2, described = $3 where participant = $1',
    [participant, JSON.stringify(listed), described.map((each) => JSON.stringify(each))],
  );
}
