import { Body, Controller, Get, HttpCode, HttpStatus, Param, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiParam, ApiTags } from '@nestjs/swagger';
import { accessStores } from '#persistence';
import { parseDuration, parseInstant, type JsonValue } from '#protocol';
import { KeyDirectory } from '../edge/access/key-directory.js';
import { KEY_ID, makeKey } from '../edge/access/key-text.js';
import { Act } from '../edge/access/acts.js';
import { Needs } from '../edge/access/needs.js';
import { SettingKeys } from '../edge/access/setting-keys.js';
import { ApiError } from '../edge/api-error.js';
import { Cursors } from '../edge/cursor.js';
import { PageQuery } from '../edge/page-query.js';
import type { ProblemCode } from '../edge/problems.js';
import { FromCaller, type Caller } from '../edge/request-parts.js';
import { DocumentedCall } from '../openapi/documented-call.js';
import { MakeKeyDto, RevokeKeyDto, RotateKeyDto } from './key.dto.js';
import { KeyPage, KeyView, MadeKeyView, toKeyView } from './key-view.js';

const OVERLAP_DEFAULT_MS = 3_600_000;
const OVERLAP_MAX_MS = 7 * 24 * 3_600_000;
const CHANGE_PROBLEMS: readonly ProblemCode[] = [
  'VALIDATION_FAILED',
  'BODY_TOO_LARGE',
  'CONTENT_TYPE_UNSUPPORTED',
];
const KeyIdParam = () =>
  ApiParam({ name: 'id', schema: { type: 'string' }, description: 'The id of a key.' });

/** API keys. Their secrets are shown once, and are stored nowhere. */
@ApiTags('Access')
@ApiBearerAuth()
@Controller('v1/admin/keys')
export class KeyController {
  constructor(
    private readonly store: accessStores.KeyStore,
    private readonly directory: KeyDirectory,
    private readonly settingKeys: SettingKeys,
    private readonly cursors: Cursors,
  ) {}

  @Post()
  @Needs('admin')
  @Act('make-key', 'secret')
  @DocumentedCall({
    id: 'makeApiKey',
    summary: 'Make an API key',
    description:
      'A name is free once its key was revoked, has expired or was rotated. The same call again ' +
      'makes no second key: the name is taken.',
    answers: { 201: MadeKeyView },
    problems: [...CHANGE_PROBLEMS, 'KEY_NAME_TAKEN', 'TOO_MANY_KEYS'],
  })
  async make(@Body() body: MakeKeyDto, @FromCaller() caller: Caller): Promise<MadeKeyView> {
    const { name, role, definitions = null } = body;
    if (role === 'admin' && definitions !== null) {
      throw invalid('/definitions', 'scope', 'an admin has all definitions: leave it out');
    }
    if (this.settingKeys.holderOf(name) !== null) throw toError({ type: 'name-taken' }, name);
    const { id, secretHash, text } = makeKey();
    const key = { id, name, role, definitions, secretHash, expiresAt: readExpiry(body.expiresAt) };
    const change = await this.store.add(key, actOf(caller, body));
    return { ...toKeyView(await this.done(change, name)), key: text };
  }

  @Get()
  @Needs('admin')
  @DocumentedCall({
    id: 'listApiKeys',
    summary: 'List API keys by id, without their secrets',
    description: 'Keys that ended are in it for 90 days; keys of the settings are not.',
    answers: { 200: KeyPage },
    problems: ['VALIDATION_FAILED', 'CURSOR_INVALID'],
  })
  async list(@Query() query: PageQuery): Promise<KeyPage> {
    const list = this.cursors.open('keys', query, [KEY_ID]);
    const rows = await this.store.list({ afterId: list.after, limit: list.limit + 1 });
    return list.ofRows(rows, { toItem: toKeyView, toParts: ({ id }) => [id] });
  }

  @Get(':id')
  @Needs('admin')
  @KeyIdParam()
  @DocumentedCall({
    id: 'getApiKey',
    summary: 'Show an API key, without its secret',
    answers: { 200: KeyView },
    problems: ['KEY_NOT_FOUND'],
  })
  async show(@Param('id') id: string): Promise<KeyView> {
    const found = KEY_ID.test(id) ? await this.store.find(id) : null;
    if (found === null) throw toError({ type: 'not-found' }, id);
    return toKeyView(found);
  }

  @Post(':id/revoke')
  @Needs('admin')
  @Act('revoke-key')
  @KeyIdParam()
  @HttpCode(HttpStatus.OK)
  @DocumentedCall({
    id: 'revokeApiKey',
    summary: 'End an API key now, on every replica within five seconds',
    description: 'The same call again gives the key as it is.',
    answers: { 200: KeyView },
    problems: [...CHANGE_PROBLEMS, 'KEY_NOT_FOUND'],
  })
  async revoke(
    @Param('id') id: string,
    @Body() body: RevokeKeyDto,
    @FromCaller() caller: Caller,
  ): Promise<KeyView> {
    const change = await this.change(id, (known) => this.store.revoke(known, actOf(caller, body)));
    return change.type === 'ended' ? this.show(id) : toKeyView(await this.done(change, id));
  }

  @Post(':id/rotate')
  @Needs('admin')
  @Act('rotate-key', 'secret')
  @KeyIdParam()
  @DocumentedCall({
    id: 'rotateApiKey',
    summary: 'Make the key that replaces another one',
    description:
      'It has the same name, role, definitions and, unless another one is given, expiry; ' +
      'both are valid for the overlap.',
    answers: { 201: MadeKeyView },
    problems: [...CHANGE_PROBLEMS, 'KEY_NOT_FOUND', 'KEY_ENDED'],
  })
  async rotate(
    @Param('id') id: string,
    @Body() body: RotateKeyDto,
    @FromCaller() caller: Caller,
  ): Promise<MadeKeyView> {
    const { text, ...made } = makeKey();
    const { expiresAt, overlap } = body;
    const next = {
      ...made,
      ...(expiresAt !== undefined && { expiresAt: readExpiry(expiresAt ?? undefined) }),
      overlapMs: readOverlap(overlap),
    };
    const change = await this.change(id, (known) =>
      this.store.rotate(known, next, actOf(caller, body)),
    );
    return { ...toKeyView(await this.done(change, id)), key: text };
  }

  private async change(
    id: string,
    act: (id: string) => Promise<accessStores.KeyChange>,
  ): Promise<accessStores.KeyChange> {
    return KEY_ID.test(id) ? act(id) : { type: 'not-found' };
  }

  /** This replica knows of the change when it has answered; the others within seconds. */
  private async done(
    change: accessStores.KeyChange,
    what: string,
  ): Promise<accessStores.KeyRecord> {
    if (change.type !== 'done') throw toError(change, what);
    this.directory.hurry();
    await this.directory.load().catch(() => undefined); // the pulse has it read again
    return change.key;
  }
}

function actOf(
  caller: Caller,
  { reason, ...request }: { readonly reason: string },
): accessStores.KeyAct {
  const { actor, credential, via, idempotencyKey, fingerprint } = caller;
  const by = { actor, credential, via, idempotencyKey, fingerprint };
  return { ...by, reason, request: request as JsonValue };
}

function toError(
  { type }: Exclude<accessStores.KeyChange, { type: 'done' }>,
  what: string,
): ApiError {
  switch (type) {
    case 'not-found':
      return new ApiError('KEY_NOT_FOUND', `There is no key ${what}.`);
    case 'name-taken':
      return new ApiError('KEY_NAME_TAKEN', `${what} has a key: rotate it, or revoke it first.`);
    case 'ended':
      return new ApiError('KEY_ENDED', 'It was revoked or rotated, or has expired.');
    case 'too-many':
      return new ApiError('TOO_MANY_KEYS', 'Revoke keys that nobody uses: see lastUsedAt.');
  }
}

/** @throws ApiError VALIDATION_FAILED */
function readExpiry(text: string | undefined): Date | null {
  if (text === undefined) return null;
  const at = parseInstant(text);
  if (at !== null && Number(at) > Date.now()) return new Date(at);
  throw invalid('/expiresAt', 'instant', 'expiresAt must be an instant that is to come');
}

/** @throws ApiError VALIDATION_FAILED */
function readOverlap(text: string | undefined): number {
  if (text === undefined) return OVERLAP_DEFAULT_MS;
  const overlapMs = text === '0s' ? 0 : parseDuration(text);
  if (overlapMs !== null && overlapMs <= OVERLAP_MAX_MS) return overlapMs;
  throw invalid('/overlap', 'duration', 'overlap must be a duration of at most 7d, such as 24h');
}

function invalid(path: string, rule: string, message: string): ApiError {
  return new ApiError('VALIDATION_FAILED', message, { errors: [{ path, rule, message }] });
}
