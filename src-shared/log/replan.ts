import { AppError } from '../errors/app-error.ts';
import type { Channel } from '../model/channel.ts';
import type { LogBlock, LogBlockChange, LogEvent, LogLine } from '../model/log.ts';
import type { Airing } from '../model/schedule-day.ts';
import { canonicalJson } from '../model/seed.ts';
import type { Catalog } from '../planning/choose/catalog.ts';
import type { ChannelTime } from '../time/broadcast-day.ts';
import { contains, type Interval } from '../time/interval.ts';
import type { EpochMs } from '../time/units.ts';
import { addPlay, copyHistory, type InterstitialHistory } from '../traffic/play-history.ts';
import { expandAirings, type DraftBlock, type DraftEvent } from './expand.ts';
import { lockBlocks } from './lock.ts';
import { draftEventsOf, draftEventsUntil, isChangedByHand, isUpToDate } from './redraft.ts';

export interface ReplanInput {
  readonly channel: Channel;
  /** The end of the stored log, from some block on, in order and without a hole; at least one. */
  readonly blocks: readonly LogBlock[];
  /** What is to air from the start of the first block on, in order and without a hole. */
  readonly airings: readonly Airing[];
  readonly catalog: Catalog;
  /** Interstitials before the first block. */
  readonly history: InterstitialHistory;
  /** Blocks that start before stay; the airing on the air may end earlier than it did. */
  readonly keptUntil: EpochMs;
  /** Only blocks that start in here are made anew; others follow their airings. */
  readonly window: Interval;
  readonly keepsHandChanges: boolean;
  /** Stands for the rows of the block that starts then. */
  readonly instead?:
    { readonly startAt: EpochMs; readonly events: readonly DraftEvent[] } | undefined;
  readonly lockedAt: EpochMs;
  readonly grid: ChannelTime;
}

export interface LogReplan {
  /** Every stored block from here on goes; `null`: nothing differs. */
  readonly fromAt: EpochMs | null;
  /** They take its place. */
  readonly blocks: readonly LogBlock[];
  /** What can be seen of it; blocks that are only numbered anew are not among them. */
  readonly changes: readonly LogBlockChange[];
}

/**
 * Makes the end of a log anew from its airings (INV-FUTURE-WINDOW-MUTABLE-001): breaks are filled from today's pools by today's
 * rules, sums stay exact, media sequence numbers go on without a hole. What is kept goes on counting for traffic. Pure. Throws
 * `seam-invalid` where what must stay does not fit the airings.
 */
export function replanLog(input: ReplanInput): LogReplan {
  const { channel, blocks, airings, lockedAt, grid } = input;
  const stored = new Map(blocks.map((block) => [block.startAt, block]));
  const history = copyHistory(input.history);
  const drafts = airings.map((airing) => {
    const draft = draftFor(input, airing, stored.get(airing.startAt), history);
    let at = airing.startAt;
    for (const { kind, assetId, durationMs } of draft.events) {
      if (kind === 'interstitial' && assetId !== null) addPlay(history, { assetId, startAt: at });
      at += durationMs;
    }
    return draft;
  });
  const firstMediaSequence = blocks[0]?.firstMediaSequence ?? 0;
  const made = lockBlocks({ channel, drafts, firstMediaSequence, lockedAt, grid });
  const differs = made.findIndex((block, index) => !isSame(block, blocks[index]));
  const first = differs === -1 ? made.length : differs;
  return {
    fromAt: (made[first] ?? blocks[first])?.startAt ?? null,
    blocks: made.slice(first),
    changes: changesBetween(blocks, made, airings),
  };
}

function draftFor(
  { channel, catalog, keptUntil, window, keepsHandChanges, instead }: ReplanInput,
  airing: Airing,
  block: LogBlock | undefined,
  history: InterstitialHistory,
): DraftBlock {
  if (block && airing.startAt < keptUntil) {
    if (block.endAt === airing.endAt) return { airing, events: draftEventsOf(block) };
    if (airing.endAt < block.endAt) {
      return { airing, events: draftEventsUntil(block, airing.endAt) };
    }
    throw new AppError('seam-invalid', 'A locked block would have to become longer.', {
      remedy: 'Leave what is on the air as it is.',
    });
  }
  if (instead?.startAt === airing.startAt) return { airing, events: instead.events };
  const isKept =
    block !== undefined &&
    isUpToDate(block, airing, catalog) &&
    (!contains(window, block.startAt) || (keepsHandChanges && isChangedByHand(block)));
  if (isKept) return { airing, events: draftEventsOf(block) };
  const [draft] = expandAirings({ channel, airings: [airing], catalog, history });
  return draft ?? { airing, events: [] };
}

/** When a block was locked, and from which version of its day, is not what it is. */
function isSame(made: LogBlock, stored: LogBlock | undefined): boolean {
  if (!stored) return false;
  const { lockedAt: _at, scheduleDayId: _day, ...content } = made;
  const { lockedAt: _storedAt, scheduleDayId: _storedDay, ...storedContent } = stored;
  return canonicalJson(content) === canonicalJson(storedContent);
}

function changesBetween(
  before: readonly LogBlock[],
  after: readonly LogBlock[],
  airings: readonly Airing[],
): LogBlockChange[] {
  const titles = new Map(airings.map(({ startAt, title }) => [startAt, title]));
  const old = new Map(before.map((block) => [block.startAt, block]));
  const changes = after.map((block) => changeOf(block, old.get(block.startAt), block, titles));
  const kept = new Set(after.map(({ startAt }) => startAt));
  const gone = before.filter(({ startAt }) => !kept.has(startAt));
  return [...changes, ...gone.map((block) => changeOf(block, block, undefined, titles))]
    .filter(({ removed, added }) => removed.length + added.length > 0)
    .sort((a, b) => a.startAt - b.startAt);
}

function changeOf(
  { startAt, endAt }: LogBlock,
  before: LogBlock | undefined,
  after: LogBlock | undefined,
  titles: ReadonlyMap<EpochMs, string>,
): LogBlockChange {
  return {
    startAt,
    endAt,
    title: titles.get(startAt) ?? before?.events[0]?.title ?? '',
    removed: linesOnlyIn(before, after),
    added: linesOnlyIn(after, before),
  };
}

function linesOnlyIn(block: LogBlock | undefined, other: LogBlock | undefined): LogLine[] {
  const keyOf = ({ kind, assetId, startAt, durationMs }: LogEvent): string =>
    canonicalJson([kind, assetId, startAt, durationMs]);
  const known = new Set(other?.events.map(keyOf));
  return (block?.events ?? [])
    .filter((event) => !known.has(keyOf(event)))
    .map(({ startAt, durationMs, kind, title }) => ({ startAt, durationMs, kind, title }));
}
