import { AppError, notFound } from '#shared/errors/app-error.ts';
import type { LogBlockId } from '#shared/model/ids.ts';
import { LogBlock, type LogEvent } from '#shared/model/log.ts';
import type { OverrideRecord } from '#shared/model/schedule-day.ts';

import { readJson } from '../column-values.ts';
import { atomically, chunksOf, type Database } from '../database.ts';
import { LONGEST_AIRING_MS } from '../longest-airing.ts';
import type { LogRepository } from './log-port.ts';
import type { LogBlockRow } from '../tables/log-tables.ts';
import { appendTo } from './asset-rows.ts';
import { toOverrideRecordRow } from './schedule-rows.ts';
import { toLogBlock, toLogBlockRow, toLogEvent, toLogEventRow } from './log-rows.ts';

const ROWS_AT_ONCE = 500;

async function toBlocks(db: Database, rows: readonly LogBlockRow[]): Promise<LogBlock[]> {
  const events = new Map<LogBlockId, LogEvent[]>();
  for (const chunk of chunksOf(rows, ROWS_AT_ONCE)) {
    const eventRows = await db
      .selectFrom('log_events')
      .selectAll()
      .where(
        'block_id',
        'in',
        chunk.map((row) => row.id),
      )
      .orderBy('block_id')
      .orderBy('event_index')
      .execute();
    for (const row of eventRows) appendTo(events, row.block_id, toLogEvent(row));
  }
  return rows.map((row) => toLogBlock(row, events.get(row.id) ?? []));
}

function seamInvalid(
  field: string,
  message: string,
  block: LogBlock,
  other: LogBlockRow,
): AppError {
  return new AppError('seam-invalid', message, {
    field,
    blockId: block.id,
    storedBlockId: other.id,
    remedy: 'Read the last locked block again and expand from its end.',
  });
}

/** Refuses a block that does not lie cleanly between its stored neighbours, in time, pictures and media sequence. */
async function refuseBadSeams(db: Database, block: LogBlock): Promise<void> {
  const stored = db.selectFrom('log_blocks').selectAll().where('channel_id', '=', block.channelId);
  const before = await stored
    .where('start_at', '<', block.endAt)
    .orderBy('start_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  const after = await stored
    .where('start_at', '>=', block.endAt)
    .orderBy('start_at')
    .limit(1)
    .executeTakeFirst();
  if (before && before.end_at > block.startAt) {
    throw seamInvalid('startAt', 'A log block overlaps a locked one.', block, before);
  }
  const pairs: [LogBlockRow | undefined, boolean, boolean][] = [
    [
      before,
      before !== undefined &&
        before.first_media_sequence + before.media_segment_count > block.firstMediaSequence,
      before !== undefined && before.first_frame + before.frame_count > block.firstFrame,
    ],
    [
      after,
      after !== undefined &&
        block.firstMediaSequence + block.mediaSegmentCount > after.first_media_sequence,
      after !== undefined && block.firstFrame + block.frameCount > after.first_frame,
    ],
  ];
  for (const [neighbour, isSequenceBroken, areFramesBroken] of pairs) {
    if (neighbour && isSequenceBroken) {
      const message = 'Media sequence numbers would run backwards.';
      throw seamInvalid('firstMediaSequence', message, block, neighbour);
    }
    if (neighbour && areFramesBroken) {
      throw seamInvalid('firstFrame', 'Frame numbers would run backwards.', block, neighbour);
    }
  }
}

/** First the record, so that no artifact exists without it (INV-OVERRIDE-RECORD-PRECEDES-ARTIFACT-001). */
async function keepSuperseded(
  trx: Database,
  blocks: readonly LogBlock[],
  record: OverrideRecord,
): Promise<void> {
  await trx.insertInto('override_records').values(toOverrideRecordRow(record)).execute();
  for (const block of blocks) {
    await trx
      .insertInto('superseded_log_blocks')
      .values({
        channel_id: block.channelId,
        start_at: block.startAt,
        override_record_id: record.id,
        superseded_at: record.createdAt,
        block: JSON.stringify(block),
      })
      .execute();
  }
}

/** The frozen day that a block was expanded from; the live one where its id has come again. */
async function generationOf(db: Database, block: LogBlock): Promise<number> {
  const day = await db
    .selectFrom('schedule_days')
    .select('generation')
    .where('id', '=', block.scheduleDayId)
    .orderBy('generation', 'desc')
    .executeTakeFirst();
  if (!day) throw notFound('schedule day', block.scheduleDayId);
  return day.generation;
}

async function appendBlocks(trx: Database, blocks: readonly LogBlock[]): Promise<void> {
  for (const block of blocks) {
    await refuseBadSeams(trx, block);
    const row = toLogBlockRow(block, await generationOf(trx, block));
    await trx.insertInto('log_blocks').values(row).execute();
    for (const events of chunksOf(block.events, ROWS_AT_ONCE)) {
      await trx
        .insertInto('log_events')
        .values(events.map((event) => toLogEventRow(event, block)))
        .execute();
    }
  }
}

export function createLogRepository(db: Database): LogRepository {
  return {
    async blocksIn(channelId, window) {
      const rows = await db
        .selectFrom('log_blocks')
        .selectAll()
        .where('channel_id', '=', channelId)
        .where('start_at', '<', window.endAt)
        .where('start_at', '>', window.startAt - LONGEST_AIRING_MS)
        .where('end_at', '>', window.startAt)
        .orderBy('start_at')
        .execute();
      return toBlocks(db, rows);
    },

    outlinesIn: (channelId, window) =>
      db
        .selectFrom('log_blocks')
        .select(['id', 'start_at as startAt', 'end_at as endAt'])
        .select(['first_media_sequence as firstMediaSequence'])
        .select(['media_segment_count as mediaSegmentCount'])
        .where('channel_id', '=', channelId)
        .where('start_at', '<', window.endAt)
        .where('start_at', '>', window.startAt - LONGEST_AIRING_MS)
        .where('end_at', '>', window.startAt)
        .orderBy('start_at')
        .execute(),

    async latest(channelId) {
      const rows = await db
        .selectFrom('log_blocks')
        .selectAll()
        .where('channel_id', '=', channelId)
        .orderBy('start_at', 'desc')
        .limit(1)
        .execute();
      const [block] = await toBlocks(db, rows);
      return block ?? null;
    },

    async discontinuitiesUntil(channelId, at) {
      const row = await db
        .selectFrom((from) =>
          from
            .selectFrom('log_blocks')
            .select((eb) => [
              ...(['first_frame', 'first_media_sequence'] as const),
              eb.fn
                .agg<number | null>('lag', [eb('first_frame', '+', eb.ref('frame_count'))])
                .over((over) => over.orderBy('start_at'))
                .as('expected_frame'),
              eb.fn
                .agg<number | null>('lag', [
                  eb('first_media_sequence', '+', eb.ref('media_segment_count')),
                ])
                .over((over) => over.orderBy('start_at'))
                .as('expected_number'),
            ])
            .where('channel_id', '=', channelId)
            .where('start_at', '<=', at)
            .as('blocks'),
        )
        .select((eb) => eb.fn.countAll<number>().as('count'))
        .where((eb) =>
          eb.or([
            eb('expected_frame', '<>', eb.ref('first_frame')),
            eb('expected_number', '<>', eb.ref('first_media_sequence')),
          ]),
        )
        .executeTakeFirstOrThrow();
      return row.count;
    },

    append: (blocks) => atomically(db, (trx) => appendBlocks(trx, blocks)),

    async replaceFrom(channelId, fromAt, blocks, record) {
      await atomically(db, async (trx) => {
        const rows = await trx
          .selectFrom('log_blocks')
          .selectAll()
          .where('channel_id', '=', channelId)
          .where('start_at', '>=', fromAt)
          .orderBy('start_at')
          .execute();
        if (record) await keepSuperseded(trx, await toBlocks(trx, rows), record);
        await trx
          .deleteFrom('log_blocks')
          .where('channel_id', '=', channelId)
          .where('start_at', '>=', fromAt)
          .execute();
        await appendBlocks(trx, blocks);
      });
    },

    async superseded(channelId) {
      const rows = await db
        .selectFrom('superseded_log_blocks')
        .selectAll()
        .where('channel_id', '=', channelId)
        .orderBy('id')
        .execute();
      return rows.map((row) => ({
        block: readJson(LogBlock, row.block, 'superseded_log_blocks.block'),
        recordId: row.override_record_id,
        supersededAt: row.superseded_at,
      }));
    },

    async blockOfEvent(eventId) {
      const rows = await db
        .selectFrom('log_blocks')
        .innerJoin('log_events', 'log_events.block_id', 'log_blocks.id')
        .selectAll('log_blocks')
        .where('log_events.id', '=', eventId)
        .execute();
      const [block] = await toBlocks(db, rows);
      return block ?? null;
    },

    async interstitialsIn(channelId, window) {
      const rows = await db
        .selectFrom('log_blocks')
        .innerJoin('log_events', 'log_events.block_id', 'log_blocks.id')
        .select(['log_events.asset_id as assetId', 'log_events.start_at as startAt'])
        .where('log_blocks.channel_id', '=', channelId)
        .where('log_blocks.start_at', '<', window.endAt)
        .where('log_blocks.start_at', '>', window.startAt - LONGEST_AIRING_MS)
        .where('log_blocks.end_at', '>', window.startAt)
        .where('log_events.kind', '=', 'interstitial')
        .where('log_events.start_at', '>=', window.startAt)
        .where('log_events.start_at', '<', window.endAt)
        .orderBy('log_events.start_at')
        .execute();
      return rows.flatMap(({ assetId, startAt }) =>
        assetId === null ? [] : [{ assetId, startAt }],
      );
    },
  };
}
