import { RowId } from '../../model/ids.ts';
import type { DurationMs, EpochMs } from '../../time/units.ts';
import type { Catalog, CatalogAsset } from '../choose/catalog.ts';
import { chooseContent, type ContentChoice } from '../choose/choose-content.ts';
import { eligibleCopy, workIdOf } from '../choose/copies.ts';
import { endOfContent, placeSlate, type DayBuilder } from './day-builder.ts';
import { nextEpisode } from '../choose/episode-choice.ts';
import { LIBRARY_POOL, pickFromLibrary } from '../choose/library-deck.ts';
import { packSlot, placeChoices } from './pack-slot.ts';
import { shortsOf } from '../choose/rotation.ts';
import { catalogWithin, permittedCatalog } from '../choose/permitted-catalog.ts';

const DEFAULT_SOURCE = {
  planId: null,
  assignmentId: null,
  rule: 'default-programming',
  operatorIntent: null,
} as const;

/**
 * Fills from the cursor to `untilAt` (a grid line) with the channel's default programming. Only what ends by then is placed,
 * so that what follows starts on time; where nothing fits or nothing is eligible, one slate stands until something does. The channel's
 * rules for hours count here too.
 */
export function fillWithDefault(builder: DayBuilder, catalog: Catalog, untilAt: EpochMs): void {
  while (builder.cursorAt < untilAt) {
    const choice = chooseDefault(builder, catalog, untilAt);
    if (choice === null) {
      placeSlate(builder, nextChanceAt(builder, catalog, untilAt), catalog.programmes.length);
      continue;
    }
    const shorts = packSlot(builder, choice, {}, (drawAt, roomMs) =>
      chooseDefault(builder, catalog, untilAt, { drawAt, roomMs }),
    );
    placeChoices(builder, shorts, { ...DEFAULT_SOURCE, policy: choice.policy });
  }
}

/** The first grid line after the cursor at which something may air, where hours restrict; else where the gap ends. */
function nextChanceAt(builder: DayBuilder, catalog: Catalog, untilAt: EpochMs): EpochMs {
  const { dayparts, defaultProgramming: byDefault } = builder.channel;
  const isTimed = byDefault.kind === 'rule' && byDefault.rule.dayparts !== undefined;
  if (dayparts.length === 0 && !isTimed) return untilAt;
  let cursorAt = builder.cursorAt;
  do cursorAt = endOfContent({ ...builder, cursorAt }, 1);
  while (cursorAt < untilAt && chooseDefault({ ...builder, cursorAt }, catalog, untilAt) === null);
  return Math.min(cursorAt, untilAt);
}

/** The row that stands for default programming by a rule; the deck of a shuffle is named by it. */
const DEFAULT_ROW_ID = RowId.parse('default-programming');

/** What rows, pins and changes by hand air on the day; what the library has dealt itself, its deck knows. */
function takenToday(builder: DayBuilder, catalog: Catalog): (asset: CatalogAsset) => boolean {
  const taken = new Set([...builder.airedToday].map((id) => workIdOf(catalog, id)));
  for (const { content, lineage } of builder.airings.flatMap((each) => [each, ...shortsOf(each)])) {
    const isDealt = lineage.rotation?.pool === LIBRARY_POOL;
    if (isDealt && content.kind === 'asset') taken.delete(workIdOf(catalog, content.assetId));
  }
  return ({ id }) => taken.has(workIdOf(catalog, id));
}

function chooseDefault(
  builder: DayBuilder,
  wholeCatalog: Catalog,
  untilAt: EpochMs,
  short: { readonly drawAt: EpochMs; readonly roomMs: DurationMs } | null = null,
): ContentChoice | null {
  const { channel, rotation, date, cursorAt: slotAt } = builder;
  const drawAt = short?.drawAt ?? slotAt;
  const catalog = permittedCatalog(wholeCatalog, channel, date, slotAt);
  const fits = (asset: CatalogAsset): boolean => endOfContent(builder, asset.durationMs) <= untilAt;
  const roomMs = untilAt - slotAt;
  const programming = channel.defaultProgramming;
  switch (programming.kind) {
    case 'library': {
      const pick = pickFromLibrary({
        catalog,
        channel,
        rotation,
        lastAssetId: builder.lastAssetId,
        // Shorts are dealt among themselves, so those that share a slot leave the turns of others alone.
        roomMs: short?.roomMs ?? roomMs,
        isTaken: takenToday(builder, catalog),
      });
      return pick && { ...pick, policy: null };
    }
    case 'series': {
      const next = nextEpisode(catalog, rotation, programming.seriesId, fits);
      return next && { ...next, policy: 'sequential' };
    }
    case 'rule': {
      const { rule, episodePolicy } = programming;
      const content = { type: 'rule', rule } as const;
      const row = { id: DEFAULT_ROW_ID, content, episodePolicy, startOffsetMinutes: 0 };
      const fitting = catalogWithin(catalog, roomMs + channel.overrunToleranceMs);
      return chooseContent({
        catalog: fitting,
        channel,
        rotation,
        date,
        slotAt,
        drawAt,
        row,
        isZone: false,
      });
    }
    case 'asset': {
      const asset = eligibleCopy(catalog, programming.assetId);
      if (!asset || !fits(asset)) return null;
      return { asset, cursorBefore: null, seed: null, eligibleCount: 1, policy: null };
    }
    case 'slate':
      return null;
  }
}
