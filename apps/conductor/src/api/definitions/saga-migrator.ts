import { checkMigration, type SagaState } from '#engine';
import { type SagaDefinition } from '#definition';
import { fingerprintOf } from '#runtime';
import { type DefinitionSource } from '#ports';
import { actStatement, type DefinitionResolver } from '#persistence';
import type { OpenSagaQueries, OtherVersionsPage } from '#queries';
import { writeRows, type Page, type Reader } from '#database';
import type { EngineHost } from '../../workers/engine-host.js';
import { isReadTrouble, readCommitted } from '../edge/after-commit.js';
import { ApiError } from '../edge/api-error.js';
import type { CallOrigin } from '../edge/request-parts.js';
import type { MigrationView, SagaMigrationView } from './migration-view.js';

export interface MigrationRequest {
  readonly definition: string;
  /** The version to migrate to. */
  readonly version: number;
  /** Migrates only sagas of these versions; null: of every other version. */
  readonly from: readonly number[] | null;
  /** The largest number of sagas to read. */
  readonly limit: number;
  /** The last saga of the previous call; null: start with the oldest. */
  readonly afterId: string | null;
  /** Reports what would happen, and changes nothing. */
  readonly isDryRun: boolean;
  /** Hashes of previews by saga: only these, and only as previewed. null: all that fit. */
  readonly confirmed: ReadonlyMap<string, string> | null;
  readonly origin: CallOrigin;
  readonly reason: string;
}

/** What was done, and where the next call continues. */
export interface MigrationResult extends Omit<MigrationView, 'next'> {
  /** The id after which the next call continues; null: there are no more. */
  readonly lastId: string | null;
}

/** How many states are in memory at a time: each may take several megabytes. */
const PORTION = 50;

/** Migrates a definition's open sagas to another version, where their history fits it. */
export class SagaMigrator {
  constructor(
    private readonly resolver: DefinitionResolver,
    private readonly definitions: DefinitionSource,
    private readonly engine: EngineHost,
    private readonly sagas: OpenSagaQueries,
    private readonly writer: Reader,
  ) {}

  /**
   * Resolves after the commits. Each saga is a transition of its own and is checked under its lock.
   * When a call fails halfway, some sagas have been migrated, and repeating the call migrates the
   * rest.
   * @throws ApiError, StoreUnavailableError
   */
  async migrate(request: MigrationRequest): Promise<MigrationResult> {
    const target = await this.targetOf(request);
    await this.checkFrom(request);
    await this.noteKey(request);
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

  /**
   * Each saga's transition is on record by itself; a key is on the record of the whole, which
   * comes first. @throws StoreContentionError it was done, or is being done, under this key
   */
  private async noteKey(request: MigrationRequest): Promise<void> {
    const { definition, version, from, isDryRun, reason, origin } = request;
    const { actor, via, credential, idempotencyKey, fingerprint, isRepeated } = origin;
    if (isDryRun || idempotencyKey === null || isRepeated === true) return;
    const { text, values } = actStatement({
      ...{ actor, via, credential, reason, idempotencyKey, fingerprint },
      action: 'migrate',
      subject: { kind: 'definition', id: definition },
      request: { toVersion: version, from: from && [...from] },
      ...{ before: null, after: null, outcome: { type: 'done' } },
    });
    await writeRows(this.writer, text, values);
  }

  /** null: it cannot be read now; the answer then reports what was done, and where to continue. */
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

  /**
   * Without this check a mistyped version would be answered as if there were nothing to migrate.
   */
  private async checkFrom({ definition, from }: MigrationRequest): Promise<void> {
    const versions = from ?? [];
    const known = await Promise.all(
      versions.map((version) => this.resolver.resolve(definition, version)),
    );
    const missing = versions.filter((_version, index) => known[index]?.type === 'unknown');
    if (missing.length === 0) return;
    const which = missing.map((version) => `${definition}@${version}`).join(', ');
    throw new ApiError(
      'DEFINITION_NOT_FOUND',
      `"from" names versions that do not exist: ${which}.`,
    );
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

  /** Decides on the saga as it is now: it may have advanced since the list was read. */
  private async operate(
    sagaId: string,
    target: SagaDefinition,
    { origin, reason, confirmed }: MigrationRequest,
  ): Promise<Pick<SagaMigrationView, 'fits' | 'reasons'>> {
    const previewHash = confirmed?.get(sagaId);
    if (confirmed !== null && previewHash === undefined) return NOT_PREVIEWED;
    const action = { name: 'migrate', toVersion: target.version } as const;
    const fingerprint = fingerprintOf({ sagaId, ...action, reason });
    const { actor, confirmedBy, via, credential } = origin;
    const second = confirmedBy === undefined ? {} : { confirmedBy };
    const by = { actor, reason, ...second, origin: { via, credential } };
    const request = { sagaId, action, target, ...by, idempotencyKey: null, fingerprint };
    const result = await this.engine.operate(
      previewHash === undefined ? request : { ...request, previewHash },
    );
    switch (result.type) {
      case 'done':
        return { fits: true, reasons: [] };
      case 'rejected':
        return { fits: false, reasons: [{ code: result.code, detail: result.detail }] };
      case 'not-found': {
        const detail = 'the saga has ended, and was deleted';
        return { fits: false, reasons: [{ code: 'SAGA_ENDED', detail }] };
      }
      case 'outdated':
        return OUTDATED;
      case 'key-reused':
        throw new Error('a migration has no idempotency key');
      default:
        return result satisfies never;
    }
  }
}

const NOT_PREVIEWED = notMoved('previewHashes has none of this saga');
const OUTDATED = notMoved('it would not do what was previewed: look at a new preview');

function notMoved(detail: string): Pick<SagaMigrationView, 'fits' | 'reasons'> {
  return { fits: false, reasons: [{ code: 'PREVIEW_OUTDATED', detail }] };
}
