import { z } from 'zod';

import { AssetKind } from './asset.ts';
import { AiringId, AssetId, ChannelId, PlanId, ScheduleDayId, SeriesId } from './ids.ts';
import { DurationMsSchema, EpochMsSchema, IsoDateSchema } from './scalars.ts';
import {
  AiringMember,
  Carry,
  Lineage,
  PackageLineage,
  type Airing,
  type AiringContent,
  type ScheduleDay,
} from './schedule-day.ts';

/** A lineage as it is written down: what a package says of itself stands in it. */
export const LineageRecord = Lineage.extend({
  /** Only of an airing of a package. */
  package: PackageLineage.optional(),
});

/**
 * An airing as it is stored, hashed and told to clients. What it shows is flat here: an asset, several members or neither. Frozen days
 * and clients of years have this shape, so it changes only by addition; the station itself reads {@link Airing}.
 */
export const AiringRecord = z.object({
  id: AiringId,
  scheduleDayId: ScheduleDayId,
  channelId: ChannelId,
  broadcastDate: IsoDateSchema,
  startAt: EpochMsSchema,
  endAt: EpochMsSchema,
  /** `null`: the station's slate, when there is nothing eligible to air, or several assets, which its members name. */
  assetId: AssetId.nullable(),
  /** `package`: a package or packed shorts. */
  kind: AssetKind.or(z.enum(['slate', 'package'])),
  title: z.string(),
  episodeTitle: z.string().nullable(),
  seriesId: SeriesId.nullable(),
  seasonNumber: z.int().nullable(),
  episodeNumber: z.int().nullable(),
  year: z.int().nullable(),
  /** Length of the content itself, without breaks. */
  contentDurationMs: DurationMsSchema,
  /** Of a package or packed shorts, in air order; their lengths sum to the content. Left out for everything else. */
  members: z.array(AiringMember).min(1).optional(),
  lineage: LineageRecord,
});
export type AiringRecord = z.infer<typeof AiringRecord>;

/** What of a record says what an airing shows. */
type RecordedContent = Pick<AiringRecord, 'assetId' | 'kind' | 'members'>;

/** What is written down of an airing's content. */
export function recordOfContent(content: AiringContent): RecordedContent {
  switch (content.kind) {
    case 'asset':
      return { assetId: content.assetId, kind: content.assetKind };
    case 'package':
    case 'shorts':
      return { assetId: null, kind: 'package', members: [...content.members] };
    case 'slate':
      return { assetId: null, kind: 'slate' };
  }
}

function contentOfRecord({ assetId, kind, members, lineage }: AiringRecord): AiringContent {
  if (members) {
    const { package: chosen } = lineage;
    return chosen ? { kind: 'package', package: chosen, members } : { kind: 'shorts', members };
  }
  if (assetId === null || kind === 'slate' || kind === 'package') return { kind: 'slate' };
  return { kind: 'asset', assetId, assetKind: kind };
}

/** The airing that a record tells of. */
export function airingOfRecord(record: AiringRecord): Airing {
  const { assetId: _assetId, kind: _kind, members: _members, lineage: told, ...rest } = record;
  const { package: _package, ...lineage } = told;
  return { ...rest, content: contentOfRecord(record), lineage };
}

/** The record of an airing, or of one whose day is not whole yet; the inverse of {@link airingOfRecord}. */
export function recordOfAiring<Drafted extends Omit<Airing, 'scheduleDayId'>>({
  content,
  lineage,
  ...rest
}: Drafted): Omit<Drafted, 'content' | 'lineage'> &
  RecordedContent &
  Pick<AiringRecord, 'lineage'> {
  const isPackage = content.kind === 'package';
  return {
    ...rest,
    ...recordOfContent(content),
    lineage: isPackage ? { ...lineage, package: content.package } : lineage,
  };
}

/** A frozen day as it is told to clients; see {@link AiringRecord}. */
export const ScheduleDayRecord = z.object({
  id: ScheduleDayId,
  channelId: ChannelId,
  broadcastDate: IsoDateSchema,
  /** The winning plan; `null` when none matched and default programming filled the day. */
  planId: PlanId.nullable(),
  isManualOverride: z.boolean(),
  startAt: EpochMsSchema,
  endAt: EpochMsSchema,
  airings: z.array(AiringRecord),
  carryOut: Carry,
  /** SHA-256 of the canonical content, without ids of the run: equal inputs, equal hash. */
  contentHash: z.string(),
  frozenAt: EpochMsSchema,
  /** It airs only once it has been approved. Left out where the channel did not ask for that when it was frozen. */
  needsApproval: z.literal(true).optional(),
});
export type ScheduleDayRecord = z.infer<typeof ScheduleDayRecord>;

/** The record of a day, whole or before it is frozen. */
export function recordOfDay<Day extends Pick<ScheduleDay, 'airings'>>(
  day: Day,
): Omit<Day, 'airings'> & Pick<ScheduleDayRecord, 'airings'> {
  return { ...day, airings: day.airings.map((airing) => recordOfAiring(airing)) };
}

/** The day that a record tells of, for a client that reads it as the station does; the inverse of {@link recordOfDay}. */
export function dayOfRecord({ needsApproval, airings, ...day }: ScheduleDayRecord): ScheduleDay {
  return {
    ...day,
    airings: airings.map(airingOfRecord),
    ...(needsApproval === true ? { needsApproval } : {}),
  };
}
