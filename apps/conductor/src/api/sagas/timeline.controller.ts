import { Controller, Get, Headers, Param, Query, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Timeline } from '#engine';
import { HistoryQueries, SagaQueries, type RecordedTransition } from '#queries';
import { Needs } from '../edge/access/needs.js';
import { wantsText } from '../edge/forms/accepted-form.js';
import { ApiError } from '../edge/api-error.js';
import { Cursors } from '../edge/cursor.js';
import { type Caller, FromCaller, readId } from '../edge/request-parts.js';
import { MarkedDefinitions } from '../masking/marked-definitions.js';
import { hideFrom } from '../masking/mask-hook.js';
import { asSeen } from '../masking/own-words.js';
import { DocumentedCall, SagaIdParam } from '../openapi/documented-call.js';
import { HistoryPages } from './history-pages.js';
import type { HistoryItem } from './history-view.js';
import { HistoryQuery } from './saga.dto.js';
import { TimelinePage, toTimelineEntry } from './timeline-view.js';

/** A page looks back this far for the beginnings of what ends in it. */
const EARLIER_MAX = 200;

/** Tells people what happened to a saga. */
@ApiTags('Sagas')
@ApiBearerAuth()
@Controller('v1/sagas')
export class TimelineController {
  private readonly pages: HistoryPages;

  constructor(
    private readonly histories: HistoryQueries,
    private readonly sagas: SagaQueries,
    private readonly marked: MarkedDefinitions,
    cursors: Cursors,
  ) {
    this.pages = new HistoryPages(histories, cursors);
  }

  @Get(':id/timeline')
  @Needs('viewer', 'saga')
  @SagaIdParam()
  @DocumentedCall({
    id: 'getSagaTimeline',
    summary: 'What happened to a saga, for people',
    description:
      'In order, a line for each event that means something to a person; `limit` counts ' +
      'transitions, as in the history. With `Accept: text/plain` the lines alone, for a terminal.',
    answers: { 200: TimelinePage },
    alsoAsText: true,
    problems: ['SAGA_NOT_FOUND', 'VALIDATION_FAILED', 'CURSOR_INVALID'],
  })
  async timeline(
    @Param('id') idText: string,
    @Query() query: HistoryQuery,
    @Headers('accept') accept: string | undefined,
    @FromCaller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<TimelinePage | string> {
    const id = readId(idText, 'SAGA_NOT_FOUND');
    const page = await this.pages.read('timeline', id, query);
    const [startedAt, earlier] = await Promise.all([
      this.histories.startOf(id),
      this.histories.transitionsUpTo(id, { version: page.afterVersion, limit: EARLIER_MAX }),
    ]);
    if (startedAt === null) throw new ApiError('SAGA_NOT_FOUND', `There is no saga ${id}.`);
    const context = { startedAt: startedAt.getTime(), earlier: earlier.map(toEarlier) };
    const happenings = await this.asTold(id, page.items.map(toHappening), caller);
    const entries = Timeline.timelineOf(happenings, context);
    void reply.header('vary', 'accept');
    if (!wantsText(accept)) {
      return { items: entries.map((entry) => asSeen(toTimelineEntry(entry))), next: page.next };
    }
    void reply.type('text/plain; charset=utf-8');
    const lines = Timeline.linesOf(entries, context.startedAt);
    return page.next === null ? `${lines}\n` : `${lines}\n  … more with cursor=${page.next}\n`;
  }

  /** Lines are made of what the caller may see, so that they say all of that. */
  private async asTold(
    id: string,
    happenings: readonly Timeline.Happening[],
    caller: Caller,
  ): Promise<readonly Timeline.Happening[]> {
    if (caller.role !== 'viewer' || this.marked.isEmpty) return happenings;
    const definition = await this.sagas.definitionOf(id);
    return hideFrom(caller, this.marked, definition?.name ?? '', happenings) as typeof happenings;
  }
}

function toHappening({ version, at, input, events, ignored }: HistoryItem): Timeline.Happening {
  return { version, at: at.getTime(), input, events, ignored };
}

function toEarlier(transition: RecordedTransition): Timeline.Happening {
  return toHappening({ ...transition, ignored: null });
}
