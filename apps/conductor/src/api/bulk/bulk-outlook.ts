import { createHash } from 'node:crypto';
import type { OperatorAction, SagaState } from '#engine';
import type { BulkAction, EditedRetries } from '../../workers/bulk/edited-retry.js';
import { canonicalJson, type JsonValue } from '#protocol';
import type { SagaQueries } from '#queries';
import { ApiError } from '../edge/api-error.js';
import { whyNot, type Outlook, type Previews } from '../verbs/previews.js';
import type { BulkOutlookView, BulkSampleView } from './bulk-outlook-view.js';

/** As many as a person looks at. */
const SAMPLE = 10;
/** Of all payloads that the preview of one saga of the sample shows, in characters. */
const SAMPLE_DATA_CHARS = 64 * 1024;
/** Well within the time in which a call is answered. */
const LOOK_MS = 6_000;
const AT_ONCE = 5;
/** Of commands, and of refusals: a definition has tens of them. */
const KINDS_MAX = 100;

/** What a bulk would do: by the engine itself, on the sagas as they are. Changes nothing. */
export class BulkOutlooks {
  constructor(
    private readonly sagas: SagaQueries,
    private readonly previews: Previews,
    private readonly edited: Pick<EditedRetries, 'on'>,
  ) {}

  /** The first sagas, each with its preview. */
  async sampleOf(ids: readonly string[], action: BulkAction): Promise<readonly BulkSampleView[]> {
    const sample: BulkSampleView[] = [];
    for (const sagaId of ids.slice(0, SAMPLE)) {
      const seen = await this.look(sagaId, action);
      if ('code' in seen) {
        sample.push({ sagaId, allowed: false, ...seen, preview: null });
        continue;
      }
      const options = { dataCharsMax: SAMPLE_DATA_CHARS };
      const preview = await this.previews.previewOn(seen.state, seen.action, options);
      sample.push({ sagaId, allowed: true, code: null, detail: null, preview });
    }
    return sample;
  }

  /** How many commands to whom, and refusals of which kind: of all, or until time is up. */
  async countOf(ids: readonly string[], action: BulkAction): Promise<BulkOutlookView> {
    const tally = new Tally();
    const until = performance.now() + LOOK_MS;
    for (let from = 0; from < ids.length && performance.now() < until; from += AT_ONCE) {
      const part = ids.slice(from, from + AT_ONCE);
      for (const seen of await Promise.all(part.map((id) => this.look(id, action)))) {
        tally.add(seen);
      }
    }
    return tally.view(ids.length);
  }

  private async look(sagaId: string, bulk: BulkAction): Promise<Seen> {
    const state = await this.sagas.find(sagaId);
    if (state === null) return { code: 'SAGA_NOT_FOUND', detail: 'There is no such saga.' };
    try {
      const own = await this.edited.on(state, bulk);
      if ('code' in own) return own;
      const { action } = own;
      const { foreseen } = await this.previews.look(state, action);
      return foreseen.type === 'transition' ? { state, action, foreseen } : whyNot(foreseen);
    } catch (error) {
      if (!(error instanceof ApiError) || error.code !== 'DEFINITION_NOT_FOUND') throw error;
      return { code: error.code, detail: error.message };
    }
  }
}

type Seen =
  | { readonly code: string; readonly detail: string }
  | {
      readonly state: SagaState;
      readonly action: OperatorAction;
      readonly foreseen: Extract<Outlook['foreseen'], { readonly type: 'transition' }>;
    };

/** Of what a bulk would do to these sagas, and to the first ones as they were previewed. */
export function bulkHash(
  ids: readonly string[],
  action: BulkAction,
  sample: readonly BulkSampleView[],
): string {
  const seen = sample.map(({ preview, code }) => preview?.previewHash ?? code);
  const of = { ids, action, seen } as unknown as JsonValue;
  return createHash('sha256').update(canonicalJson(of)).digest('hex');
}

type CommandKind = BulkOutlookView['commands'][number];
type RefusalKind = BulkOutlookView['refusals'][number];

class Tally {
  private looked = 0;
  private allowed = 0;
  private readonly commands = new Map<string, CommandKind>();
  private readonly refusals = new Map<string, RefusalKind>();
  private isCut = false;

  add(seen: Seen): void {
    this.looked++;
    if ('code' in seen) {
      const { code, detail } = seen;
      const known = this.refusals.get(code)?.sagas ?? 0;
      const first = this.refusals.get(code)?.detail ?? detail;
      this.keep(this.refusals, code, { code, detail: first, sagas: known + 1 });
      return;
    }
    this.allowed++;
    const { commands, held } = seen.foreseen.consequences;
    const kinds = new Set<string>();
    for (const [isHeld, list] of [
      [false, commands],
      [true, held.commands],
    ] as const) {
      for (const { participant, command, direction } of list) {
        const kind = JSON.stringify([participant, command, direction, isHeld]);
        const known = this.commands.get(kind);
        const sagas = (known?.sagas ?? 0) + (kinds.has(kind) ? 0 : 1);
        const sent = { commands: (known?.commands ?? 0) + 1, sagas };
        this.keep(this.commands, kind, { participant, command, direction, isHeld, ...sent });
        kinds.add(kind);
      }
    }
  }

  view(count: number): BulkOutlookView {
    const { looked, allowed } = this;
    return {
      looked,
      isWhole: looked === count && !this.isCut,
      allowed,
      commands: [...this.commands.values()].toSorted((a, b) => b.commands - a.commands),
      refusals: [...this.refusals.values()].toSorted((a, b) => b.sagas - a.sagas),
    };
  }

  private keep<Kind>(kinds: Map<string, Kind>, name: string, kind: Kind): void {
    if (kinds.has(name) || kinds.size < KINDS_MAX) kinds.set(name, kind);
    else this.isCut = true;
  }
}
