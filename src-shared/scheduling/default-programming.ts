import type { EpochMs } from '../time/units.ts';
import type { Catalog, CatalogAsset } from './catalog.ts';
import { endOfContent, placeContent, placeSlate, type DayBuilder } from './day-builder.ts';
import { localSlotText, nextEpisode, type EpisodeChoice } from './episode-choice.ts';
import { pickFromLibrary } from './library-deck.ts';

const DEFAULT_SOURCE = {
  planId: null,
  assignmentId: null,
  rule: 'default-programming',
  operatorIntent: null,
} as const;

/**
 * Fills from the cursor to `untilAt` (a grid line) with the channel's default programming. Only what ends by then is placed,
 * so that what follows starts on time; where nothing fits or nothing is eligible, one slate stands for the rest.
 */
export function fillWithDefault(builder: DayBuilder, catalog: Catalog, untilAt: EpochMs): void {
  while (builder.cursorAt < untilAt) {
    const choice = chooseDefault(builder, catalog, untilAt);
    if (choice === null) {
      placeSlate(builder, untilAt, catalog.programmes.length);
      return;
    }
    const policy = builder.channel.defaultProgramming.kind === 'series' ? 'sequential' : null;
    placeContent(builder, choice, { ...DEFAULT_SOURCE, policy });
  }
}

function chooseDefault(
  builder: DayBuilder,
  catalog: Catalog,
  untilAt: EpochMs,
): EpisodeChoice | null {
  const { channel } = builder;
  const fits = (asset: CatalogAsset): boolean => endOfContent(builder, asset.durationMs) <= untilAt;
  const programming = channel.defaultProgramming;
  switch (programming.kind) {
    case 'library': {
      const slot = localSlotText(channel.timezone, builder.cursorAt);
      const seed = `${channel.slug}:library:${slot}`;
      const roomMs = untilAt - builder.cursorAt;
      const pick = pickFromLibrary(catalog, seed, roomMs, builder.airedToday, builder.lastAssetId);
      return pick && { ...pick, cursorBefore: null };
    }
    case 'series':
      return nextEpisode(catalog, builder.rotation, programming.seriesId, fits);
    case 'asset': {
      const asset = catalog.byId.get(programming.assetId);
      if (!asset || !fits(asset)) return null;
      return { asset, cursorBefore: null, seed: null, eligibleCount: 1 };
    }
    case 'slate':
      return null;
  }
}
