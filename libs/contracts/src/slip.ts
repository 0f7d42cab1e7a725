import { isObject, type JsonObject, type JsonValue } from '#protocol';

/*
 * A routing slip, as a command carries it beside its pattern and data: the commands that follow it,
 * those that undo what is behind it, and what its stations answered so far. Every station has its
 * own signed correlation id, so that its participant's reply can be checked like any other.
 */
export interface WireSlip {
  /** The following commands, in order. */
  readonly next: readonly WireStation[];
  /** The compensations, newest first. Empty past the pivot, where nothing can be undone. */
  readonly back: readonly WireUndo[];
  /** Undoes the command that carries the slip; null: nothing is to be undone. */
  readonly undo: WireUndo | null;
  /** What the stations before this one answered, since the conductor sent a command itself. */
  readonly trail: readonly WireTrailEntry[];
}

export interface WireAddress {
  readonly messageId: string;
  readonly correlationId: string;
  readonly step: string;
  readonly iteration: number;
  readonly attempt: number;
  readonly participant: string;
  /** The pattern: `payment.authorize`. */
  readonly command: string;
  readonly timeoutMs: number;
}

/** Data but for outputs that are not known yet. */
export interface WireInput {
  readonly data: JsonValue;
  /** Into `data`, at the keys `at`, goes what `step` gave at `path`. */
  readonly fill: readonly {
    readonly at: readonly string[];
    readonly step: string;
    readonly path: readonly string[];
  }[];
}

export interface WireStation extends WireAddress, WireInput {
  readonly isPastPivot: boolean;
  /** `input` null: the station's own data. `undo` null: nothing is to be undone. */
  readonly undo: (WireAddress & { readonly input: WireInput | null }) | null;
}

export interface WireUndo extends WireAddress {
  readonly data: JsonValue;
  /** In ms since the epoch. */
  readonly firstIssuedAt: number;
}

/** A reply's body, with the step that gave it; its correlation id says all else. */
export interface WireTrailEntry {
  readonly correlationId: string;
  readonly step: string;
  readonly reply: JsonObject;
}

/** null: there is none, or it is not one. Then the command is an ordinary one. */
export function readSlip(value: JsonValue | undefined): WireSlip | null {
  if (!isObject(value)) return null;
  const { next, back, undo, trail } = value as Record<string, JsonValue | undefined>;
  const isSlip =
    isListOf(next, isStation) &&
    isListOf(back, isUndo) &&
    (undo === null || isUndo(undo)) &&
    isListOf(trail, isTrailEntry);
  return isSlip ? (value as unknown as WireSlip) : null;
}

export function isTrailEntry(value: JsonValue | undefined): boolean {
  if (!isObject(value)) return false;
  return isText(value['correlationId']) && isText(value['step']) && isObject(value['reply']);
}

export function isListOf(
  value: JsonValue | undefined,
  isItem: (item: JsonValue) => boolean,
): value is readonly JsonValue[] {
  return Array.isArray(value) && (value as readonly JsonValue[]).every(isItem);
}

function isAddress(value: JsonValue | undefined): value is JsonObject {
  if (!isObject(value)) return false;
  const texts = ['messageId', 'correlationId', 'step', 'participant', 'command'];
  const counts = ['iteration', 'attempt', 'timeoutMs'];
  return texts.every((name) => isText(value[name])) && counts.every((name) => isCount(value[name]));
}

function isStation(value: JsonValue): boolean {
  if (!isAddress(value) || !isInput(value) || typeof value['isPastPivot'] !== 'boolean')
    return false;
  const undo = value['undo'];
  if (undo === null) return true;
  return isAddress(undo) && (undo['input'] === null || isInput(undo['input']));
}

function isUndo(value: JsonValue | undefined): boolean {
  return isAddress(value) && value['data'] !== undefined && isCount(value['firstIssuedAt']);
}

function isInput(value: JsonValue | undefined): boolean {
  if (!isObject(value) || value['data'] === undefined) return false;
  return isListOf(value['fill'], (fill) => {
    if (!isObject(fill) || !isText(fill['step'])) return false;
    return isListOf(fill['at'], isKey) && isListOf(fill['path'], isKey);
  });
}

function isKey(value: JsonValue): boolean {
  return typeof value === 'string';
}

function isText(value: JsonValue | undefined): value is string {
  return typeof value === 'string' && value !== '';
}

function isCount(value: JsonValue | undefined): boolean {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}
