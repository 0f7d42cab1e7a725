import { checkMigration, type SagaState } from '#engine';
import { type SagaDefinition } from '#definition';
import { fingerprintOf } from '#runtime';
import { type DefinitionSource } from '#ports';
import type { DefinitionResolver } from '#persistence';
import type { OpenSagaQueries, OtherVersionsPage } from '#queries';
import type { Page } from '#database';
import type { EngineHost } from '../../workers/engine-host.js';
import { isReadTrouble, readCommitted } from '../edge/after-commit.js';
import { ApiError } from '../edge/api-error.js';
import type { MigrationView, SagaMigrationView } from './migration-view.js';

export interface MigrationRequest {
  readonly definition: string;
  /** The version to go on by. */
  readonly version: number;
  /** Only sagas of these versions; null: of all others. */
  readonly from: readonly number[] | null;
  /** Sagas to look at, at most. */
  readonly limit: number;
  /** The last saga that was looked at; null: the oldest ones first. */
  readonly afterId: string | null;
  /** Says what would happen, and changes nothing. */
  readonly isDryRun: boolean;
  readonly actor: string;
  readonly reason: string;
}

/** What was done, and where to go on. */
export interface MigrationResult extends Omit<MigrationView, 'next'> {
  /** The id to go on after; null: these were the last. */
  readonly lastId: string | null;
}

/** States in memory at once: each may have megabytes. */
const PORTION = 50;

/** Takes open sagas of a definition to another version of it, those whose past fits. */
export class SagaMigrator {
  constructor(
    private readonly resolver: DefinitionResolver,
    private readonly definitions: DefinitionSource,
    private readonly engine: EngineHost,
    private readonly sagas: OpenSagaQueries,
  ) {}

  /**
   * Returns after the commits. Each saga is a transition of its own, checked under its lock: a call
   * that fails half way has moved some, and the same call again moves the rest.
   * @throws ApiError, StoreUnavailableError
   */
  async migrate(request: MigrationRequest): Promise<MigrationResult> {
    const target = await this.targetOf(request);
    await this.checkFrom(request);
    const sagas: SagaMigrationView[] = [];
    let { afterId } = request;
    let hasMore = true;
    while (hasMore && sagas.length < request.limit) {
      const size = Math.min(PORTION, request.limit - sagas.length);
      const page = await this.read({ ...request, afterId, limit: size }, sagas.length > 0);
      if (page === null) break;
      const { rows: portion } = page;
      hasMore = page.hasMore;
      const moving = portion.map((each) => this.move(each, target, request));
      const moved = () => Promise.all(moving);
      sagas.push(...(await (request.isDryRun ? moved() : readCommitted(moved))));
      afterId = portion.at(-1)?.id ?? afterId;
    }
    const fitting = sagas.filter(({ fits }) => fits).length;
    return {
      dryRun: request.isDryRun,
      version: target.version,
      migrated: request.isDryRun ? 0 : fitting,
      fitting,
      notFitting: sagas.length - fitting,
      sagas,
      lastId: hasMore ? afterId : null,
    };
  }

  /** null: it cannot be read now, and what was done before is to be told: the caller goes on. */
  private async read(
    page: OtherVersionsPage,
    wasAnyMoved: boolean,
  ): Promise<Page<SagaState> | null> {
    try {
      return await this.sagas.ofOtherVersions(page);
    } catch (error) {
      if (wasAnyMoved && isReadTrouble(error)) return null;
      throw error;
    }
  }

  private async targetOf({ definition, version }: MigrationRequest): Promise<SagaDefinition> {
    const resolution = await this.resolver.resolve(definition, version);
    if (resolution.type === 'retired') {
      throw new ApiError('DEFINITION_RETIRED', `${definition}@${version} takes no more sagas.`);
    }
    const target =
      resolution.type === 'unknown' ? null : await this.definitions.load(definition, version);
    if (target !== null) return target;
    throw new ApiError('DEFINITION_NOT_FOUND', `There is no definition ${definition}@${version}.`);
  }

  /** Else a typing error is answered as if there were nothing to move. */
  private async checkFrom({ definition, from }: MigrationRequest): Promise<void> {
    const versions = from ?? [];
    const known = await Promise.all(
      versions.map((version) => this.resolver.resolve(definition, version)),
    );
    const missing = versions.filter((_version, index) => known[index]?.type === 'unknown');
    if (missing.length === 0) return;
    const which = missing.map((version) => `${definition}@${version}`).join(', ');
    throw new ApiError('DEFINITION_NOT_FOUND', `"from" names what is not there: ${which}.`);
  }

  private async move(
    state: SagaState,
    target: SagaDefinition,
    request: MigrationRequest,
  ): Promise<SagaMigrationView> {
    const { name, version: fromVersion } = state.definition;
    const from = await this.definitions.load(name, fromVersion);
    if (from === null) throw new Error(`saga ${state.id} runs by ${name}@${fromVersion}, unknown`);
    const check = checkMigration(state, from, target);
    const about = { id: state.id, fromVersion };
    if (!check.fits) return { ...about, ...check };
    if (request.isDryRun) return { ...about, fits: true, reasons: [] };
    return { ...about, ...(await this.operate(state.id, target, request)) };
  }

  /** What it is now decides: it may have moved on since it was read. */
  private async operate(
    sagaId: string,
    target: SagaDefinition,
    { actor, reason }: MigrationRequest,
  ): Promise<Pick<SagaMigrationView, 'fits' | 'reasons'>> {
    const action = { name: 'migrate', toVersion: target.version } as const;
    const fingerprint = fingerprintOf({ sagaId, ...action, reason });
    const request = { sagaId, action, target, actor, reason, idempotencyKey: null, fingerprint };
    const result = await this.engine.operate(request);
    switch (result.type) {
      case 'done':
        return { fits: true, reasons: [] };
      case 'rejected':
        return { fits: false, reasons: [{ code: result.code, detail: result.detail }] };
      case 'not-found': {
        const detail = 'the saga has ended, and was deleted';
        return { fits: false, reasons: [{ code: 'SAGA_ENDED', detail }] };
      }
      case 'key-reused':
        throw new Error('a migration has no idempotency key');
      default:
        return result satisfies never;
    }
  }
}
