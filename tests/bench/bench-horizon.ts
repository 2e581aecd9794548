import { createHorizon } from '#main/horizon/horizon.ts';
import { AssetId, ChannelId, SeriesId } from '#shared/model/ids.ts';
import { INTERSTITIAL_KINDS, type Asset } from '#shared/model/asset.ts';
import { seededIndex } from '#shared/model/seed.ts';
import { DEFAULT_SETTINGS } from '#shared/model/settings.ts';
import { buildAsset, buildSource } from '#tests/helpers/build-asset.ts';
import { createManualClock } from '#tests/helpers/manual-clock.ts';
import { makeChannel, makePlan, makeRow } from '#tests/helpers/planning-fixtures.ts';
import { createTemporaryStore } from '#tests/helpers/temporary-store.ts';

import { printFigures, timed } from './measure.ts';

const ASSETS = 12_364;
const CHANNELS = 10;
const DAYS = 7;
const EPISODES_PER_SERIES = 100;

/** Three quarters episodes of about 22 minutes, the rest movies and interstitials. */
function madeCatalogue(): Asset[] {
  return Array.from({ length: ASSETS }, (_, index) => {
    const id = AssetId.parse(`asset-${String(index)}`);
    const series = Math.floor(index / EPISODES_PER_SERIES);
    if (index % 10 === 8)
      return buildAsset({ id, durationMs: 5_400_000 + seededIndex(id, 1_800_000) });
    if (index % 10 === 9) {
      const kind = INTERSTITIAL_KINDS[index % INTERSTITIAL_KINDS.length] ?? 'commercial';
      return buildAsset({ id, kind, durationMs: 10_000 + seededIndex(id, 50_000) });
    }
    return buildAsset({
      id,
      kind: 'episode',
      durationMs: 1_260_000 + seededIndex(id, 120_000),
      seriesId: SeriesId.parse(`series-${String(series)}`),
      seriesTitle: `Series ${String(series)}`,
      seasonNumber: 1,
      episodeNumber: index % EPISODES_PER_SERIES,
    });
  });
}

/** Seven days of ten channels, frozen and with their log locked, over a made catalogue of 12,364 assets. */
export async function benchHorizon(): Promise<void> {
  const clock = createManualClock();
  const temporary = await createTemporaryStore(clock);
  const { store } = temporary;
  try {
    await store.sources.insert(buildSource());
    await store.assets.saveMany(madeCatalogue());
    for (let number = 1; number <= CHANNELS; number += 1) {
      const slug = `channel-${String(number)}`;
      const channel = makeChannel({ id: ChannelId.parse(slug), slug, number, name: slug });
      await store.channels.insert(channel);
      const rows = Array.from({ length: 12 }, (_, index) =>
        makeRow(index * 120, 120, `series:series-${String(number * 10 + index)}`),
      );
      await store.plans.insert(makePlan(slug, rows, { channelId: channel.id }));
    }
    const horizon = createHorizon({
      store,
      clock,
      settings: () =>
        Promise.resolve({
          ...DEFAULT_SETTINGS,
          scheduleHorizonDays: DAYS,
          logHorizonHours: 24 * DAYS,
        }),
      onChange: () => undefined,
    });
    const build = await timed(() => horizon.evaluate('bench'));
    const memoryMb = process.memoryUsage().rss / 1e6;
    printFigures('Horizon', [
      {
        name: `${String(DAYS)} days × ${String(CHANNELS)} channels, resolved, expanded and locked`,
        value: `${build.seconds.toFixed(1)} s`,
        bar: '30 s',
        isMet: build.seconds < 30,
      },
      { name: 'resident memory of the process afterwards', value: `${memoryMb.toFixed(0)} MB` },
    ]);
  } finally {
    await temporary.dispose();
  }
}
