import { createHorizon } from '#main/horizon/horizon.ts';
import { ChannelId } from '#shared/model/ids.ts';
import { DEFAULT_SETTINGS } from '#shared/model/settings.ts';
import { buildSource } from '#tests/helpers/build-asset.ts';
import { createManualClock } from '#tests/helpers/manual-clock.ts';
import { makeChannel, makePlan, makeRow } from '#tests/helpers/planning-fixtures.ts';
import { createTemporaryStore } from '#tests/helpers/temporary-store.ts';

import { madeAssets } from './made-catalogue.ts';
import { printFigures, timed } from './measure.ts';

const CHANNELS = 10;
const DAYS = 7;

/** Seven days of ten channels, frozen and with their log locked, over a made catalogue of 12,364 assets. */
export async function benchHorizon(): Promise<void> {
  const clock = createManualClock();
  const temporary = await createTemporaryStore(clock);
  const { store } = temporary;
  try {
    await store.sources.insert(buildSource());
    await store.assets.saveMany(madeAssets());
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
      onFault: () => undefined,
      mediaSequenceMark: null,
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
