import { expect, test } from 'vitest';

import { expandAirings } from '#shared/log/expand.ts';
import { lockBlocks } from '#shared/log/lock.ts';
import { frameRateOf, type HouseFormat } from '#shared/model/house-format.ts';
import { ScheduleDayId } from '#shared/model/ids.ts';
import type { LogEvent } from '#shared/model/log.ts';
import { EMPTY_CARRY } from '#shared/model/schedule-day.ts';
import { buildCatalog } from '#shared/planning/choose/catalog.ts';
import { resolveDay } from '#shared/planning/resolve/resolve-day.ts';
import { framesIn } from '#shared/time/frames.ts';
import { expectedSourceFrame } from '#tests/helpers/frame-counter.ts';
import { makeClip, readCounters } from '#tests/helpers/make-clip.ts';
import {
  makeAsset,
  makeChannel,
  makePlan,
  makeRow,
  plannedBy,
} from '#tests/helpers/planning-fixtures.ts';
import {
  airAct,
  conformAct,
  decodeLuma,
  probeOf,
  wholeAct,
} from '#tests/helpers/test-media-conform.ts';

const SLOT_MS = 1_800_000;
const SECONDS = 5;

/** The spot of a half hour whose break is longer than the spot by so many milliseconds. */
function heldSpot(spotMs: number, heldMs: number, houseFormat: HouseFormat): LogEvent {
  const channel = makeChannel({ houseFormat });
  const spot = makeAsset('spot', { kind: 'commercial', durationMs: spotMs });
  const film = makeAsset('film', { durationMs: SLOT_MS - spotMs - heldMs });
  const catalog = buildCatalog([film, spot]);
  const planned = plannedBy([makePlan('plan', [makeRow(0, 30, 'asset:film')])]);
  const { day } = resolveDay({
    channel,
    date: '2026-03-07',
    planned,
    catalog,
    carryIn: EMPTY_CARRY,
  });
  const airings = day.airings
    .slice(0, 1)
    .map((airing) => ({ ...airing, scheduleDayId: ScheduleDayId.parse('day') }));
  const drafts = expandAirings({ channel, airings, catalog, history: new Map() });
  const [block] = lockBlocks({ channel, drafts, firstMediaSequence: 0, lockedAt: 0 });
  const event = block?.events.find(({ assetId }) => assetId === spot.id);
  if (!event) throw new Error('The break has no spot.');
  return event;
}

test.each([
  { heldMs: 190, rate: '29.97', clipRate: '60000/1001' },
  { heldMs: 190, rate: '25', clipRate: '30000/1001' },
  { heldMs: 999, rate: '29.97', clipRate: '25' },
] as const)(
  'a spot that is held for $heldMs ms airs its last picture for just so long, $clipRate at $rate',
  async ({ heldMs, rate, clipRate }) => {
    const clip = await makeClip({
      rate: clipRate,
      aspect: '16:9',
      seconds: SECONDS,
      assetNumber: 41,
      toneHz: 440,
    });
    const format: HouseFormat = { height: 480, rate };
    const probe = await probeOf(clip.path);
    const event = heldSpot(probe.durationMs, heldMs, format);
    expect(event.lineage.heldMs).toBe(heldMs);

    const fades = event.transitionOut.kind === 'fade';
    const fadeFrames = fades ? framesIn(heldMs, frameRateOf(format)) : 0;
    const act = wholeAct({
      path: clip.path,
      probe,
      format,
      actInFrame: event.assetInFrame,
      frames: event.frameCount,
    });
    const { cut } = act.recipe;
    const stream = airAct(
      await conformAct({
        ...act,
        recipe: { ...act.recipe, cut: { ...cut, fadeOutFrames: fadeFrames } },
      }),
      0,
    );
    const { readings, complaints } = await readCounters(stream);
    expect(complaints).toBe('');
    expect(readings).toHaveLength(event.frameCount);
    const clear = event.frameCount - fadeFrames;
    expect(readings.slice(0, clear)).toEqual(
      Array.from({ length: clear }, (_, index) => ({
        kind: 'counter',
        assetNumber: 41,
        frameNumber: expectedSourceFrame(index, clip.rate, format, clip.frameCount),
      })),
    );
    if (fades) {
      // The hold is the last picture alone, ever darker.
      const pictures = await decodeLuma(stream, 854 * 480);
      const levels = pictures
        .slice(clear)
        .map((picture) => picture.reduce((sum, level) => sum + level, 0));
      expect(levels).toHaveLength(fadeFrames);
      expect(levels.every((level, at) => at === 0 || level < (levels[at - 1] ?? 0))).toBe(true);
    } else {
      const heldFrames = framesIn(heldMs, frameRateOf(format));
      const [last, ...held] = readings.slice(-heldFrames - 1);
      expect(held).toEqual(Array.from({ length: heldFrames }, () => last));
    }
  },
  60_000,
);
