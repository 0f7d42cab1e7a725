import { definitionAsyncApi } from '#asyncapi';
import { compileDefinition } from '#definition';
import type { DefinitionStore, ParticipantStore } from '#persistence';
import type { JsonObject } from '#protocol';
import { ApiError } from '../edge/api-error.js';
import { commandsOf } from './participant-warnings.js';

/** What participants of a definition have to know of its messages. */
export class MessageContracts {
  constructor(
    private readonly parts: {
      readonly definitions: DefinitionStore;
      readonly participants: ParticipantStore;
      /** The first part of the names on the broker. */
      readonly prefix: string;
    },
  ) {}

  /**
   * The AsyncAPI document of a version, with the inputs and outputs that its participants have
   * described; schemas of more than 4 MiB together are not all there.
   *
   * @throws ApiError DEFINITION_NOT_FOUND
   */
  async of(name: string, version: number): Promise<JsonObject> {
    const { definitions, participants, prefix } = this.parts;
    const stored = await definitions.find(name, version);
    if (stored === null) {
      throw new ApiError('DEFINITION_NOT_FOUND', `There is no version ${version} of ${name}.`);
    }
    const result = compileDefinition(stored.document, version, { isStored: true });
    if (!result.ok) throw new Error(`${name}@${version} does not compile any more`);
    const { definition } = result;
    const { commands } = await participants.describe(commandsOf(definition));
    const described = new Map(commands.map((each) => [each.command, each]));
    const document = stored.document as JsonObject;
    return definitionAsyncApi({ prefix, definition, document, described });
  }
}
