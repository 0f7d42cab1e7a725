import {
  Body,
  Controller,
  Get,
  HttpCode,
  HttpStatus,
  Inject,
  Ip,
  Post,
  Query,
  Req,
  Res,
} from '@nestjs/common';
import { ApiExcludeEndpoint, ApiProperty, ApiSchema, ApiTags } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString } from 'class-validator';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { LOGGER } from '../../../logger-token.js';
import { Callers } from '../../edge/access/callers.js';
import { ROLES, type Identity } from '../../edge/access/identity.js';
import { NeedsNobody } from '../../edge/access/needs.js';
import {
  cookieIn,
  SESSION_COOKIE,
  sessionIn,
  setCookie,
} from '../../edge/access/sessions/session-cookie.js';
import { Sessions } from '../../edge/access/sessions/sessions.js';
import { ApiError } from '../../edge/api-error.js';
import { wantsPage } from '../../edge/access/stray-visit.js';
import { TextLength } from '../../edge/text-length.js';
import { WrongKeys } from '../../edge/wrong-keys.js';
import { DocumentedCall } from '../../openapi/documented-call.js';
import { KEPT_S, OidcLogin, whyFailed, type LoginFailure } from './oidc-login.js';

export const OIDC_LOGIN = Symbol('oidc login');
export const NEEDS_LOGIN = Symbol('needs login');

export const LOGIN_COOKIE = '__Host-conductor-login';
const KEY_CHARS_MAX = 512;

@ApiSchema({ name: 'LoginWays' })
class LoginWaysView {
  @ApiProperty({ description: 'false: whoever reaches it may do everything.' })
  readonly isNeeded!: boolean;

  @ApiProperty({
    type: 'array',
    items: { type: 'string', enum: ['key', 'oidc'] },
    description: '`key`: POST /v1/login. `oidc`: have the browser open /v1/login/oidc.',
  })
  readonly ways!: readonly string[];
}

@ApiSchema({ name: 'Login' })
class LoginView {
  @ApiProperty()
  readonly actor!: string;

  @ApiProperty({ enum: ROLES })
  readonly role!: string;
}

class LoginDto {
  @ApiProperty({ description: 'An API key, which the session then stands for.' })
  @IsString()
  @TextLength(1, KEY_CHARS_MAX)
  key!: string;
}

class OidcLoginQuery {
  /** A path of this server to come back to. Default: /. */
  @IsOptional()
  @IsString()
  to?: string;

  /** Asks at the provider who somebody is, even if the provider knows. Default: false. */
  @IsOptional()
  @IsIn(['true', 'false'])
  asAnother?: 'true' | 'false';
}

/** Sessions of browsers, by a cookie that no script can read. */
@ApiTags('Access')
@Controller('v1')
export class LoginController {
  constructor(
    private readonly callers: Callers,
    private readonly sessions: Sessions,
    private readonly wrongKeys: WrongKeys,
    @Inject(OIDC_LOGIN) private readonly oidc: OidcLogin | null,
    @Inject(NEEDS_LOGIN) private readonly isNeeded: boolean,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  @Get('login')
  @NeedsNobody()
  @DocumentedCall({
    id: 'getLoginWays',
    summary: 'How a person can log in',
    answers: { 200: LoginWaysView },
  })
  show(): LoginWaysView {
    return { isNeeded: this.isNeeded, ways: this.oidc === null ? ['key'] : ['key', 'oidc'] };
  }

  @Post('login')
  @NeedsNobody()
  @HttpCode(HttpStatus.OK)
  @DocumentedCall({
    id: 'logIn',
    summary: 'Begin a session with an API key',
    description:
      'Sets a cookie that stands for the key for eight hours, or until it ends. What changes ' +
      'something then needs a header Conductor-Client, and a page of this address.',
    answers: { 200: LoginView },
    problems: [
      'UNAUTHENTICATED',
      'TOO_MANY_WRONG_KEYS',
      'VALIDATION_FAILED',
      'BODY_TOO_LARGE',
      'CONTENT_TYPE_UNSUPPORTED',
    ],
  })
  async logIn(
    @Body() { key }: LoginDto,
    @Ip() address: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<LoginView> {
    const identity = this.callers.byKey(key);
    if (identity === null) throw this.wrongKeys.answer(address);
    return this.open(identity, reply);
  }

  /** For the browser itself, which is sent on: no call of a program. */
  @Get('login/oidc')
  @NeedsNobody()
  @ApiExcludeEndpoint()
  async beginOidc(
    @Query() { to, asAnother }: OidcLoginQuery,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const oidc = this.provider();
    try {
      const { location, kept } = await oidc.begin(to, asAnother === 'true');
      void reply.header('set-cookie', setCookie(LOGIN_COOKIE, kept, KEPT_S));
      await reply.redirect(location, HttpStatus.FOUND);
    } catch (error) {
      await this.leadBack(oidc.placeIn(to), error, request, reply);
    }
  }

  /** Where the provider sends the browser back. */
  @Get('login/oidc/callback')
  @NeedsNobody()
  @ApiExcludeEndpoint()
  async finishOidc(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const oidc = this.provider();
    const [, query = ''] = request.url.split('?');
    const kept = cookieIn(request.headers.cookie, LOGIN_COOKIE);
    try {
      const { identity, to } = await oidc.finish(query, kept);
      await this.open(identity, reply);
      void reply.header('set-cookie', setCookie(LOGIN_COOKIE, null, 0));
      await reply.redirect(to, HttpStatus.FOUND);
    } catch (error) {
      // what the browser keeps stays: whoever sent it here may not end a login that is under way
      await this.leadBack(await oidc.placeOf(kept), error, request, reply);
    }
  }

  @Post('logout')
  @NeedsNobody()
  @HttpCode(HttpStatus.OK)
  @DocumentedCall({
    id: 'logOut',
    summary: 'End the session of the cookie, on every replica within five seconds',
    answers: { 200: LoginWaysView },
    problems: ['BODY_TOO_LARGE', 'CONTENT_TYPE_UNSUPPORTED'],
  })
  async logOut(
    @Req() { headers, ip }: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<LoginWaysView> {
    const session = sessionIn(headers.cookie);
    if (session !== null && !this.wrongKeys.isOver(ip)) {
      if (!(await this.sessions.end(session))) this.wrongKeys.answer(ip);
    }
    void reply.header('set-cookie', setCookie(SESSION_COOKIE, null, 0));
    return this.show();
  }

  private async open(identity: Identity, reply: FastifyReply): Promise<LoginView> {
    const { text, maxAgeS } = await this.sessions.open(identity);
    void reply.header('set-cookie', setCookie(SESSION_COOKIE, text, maxAgeS));
    const { actor, role, credential } = identity;
    this.logger.info({ actor, role, credential }, 'logged in');
    return { actor, role };
  }

  /** A person gets the page where the login was asked for, which says why it failed. */
  private async leadBack(
    place: string,
    error: unknown,
    { headers }: FastifyRequest,
    reply: FastifyReply,
  ): Promise<void> {
    const why = whyFailed(error);
    if (why === null || !wantsPage(headers)) throw error;
    const { detail } = error as ApiError;
    this.logger.info({ why, detail }, 'a login at the provider failed');
    await reply.redirect(withFailure(place, why), HttpStatus.FOUND);
  }

  private provider(): OidcLogin {
    if (this.oidc !== null) return this.oidc;
    throw new ApiError('ROUTE_NOT_FOUND', 'No OpenID provider is set: see CONDUCTOR_OIDC_ISSUER.');
  }
}

/** The query stays as it is written: filters are read as they stand there. */
function withFailure(place: string, why: LoginFailure): string {
  const [path = '', ...hash] = place.split('#');
  return [`${path}${path.includes('?') ? '&' : '?'}login-failed=${why}`, ...hash].join('#');
}
