import { describe, expect, test } from 'vitest';

import { actOf, cutOf } from '#main/playout/act-recipe.ts';
import { createChannelTimeline, type SegmentPlace } from '#main/playout/channel-timeline.ts';
import { AssetId } from '#shared/model/ids.ts';
import type { LogBlock } from '#shared/model/log.ts';
import { buildAsset } from '#tests/helpers/build-asset.ts';
import { buildLog } from '#tests/helpers/build-log.ts';
import { TEST_EPOCH_AT } from '#tests/helpers/manual-clock.ts';

const houseFormat = { height: 480, rate: '25' } as const;
const FADE = { kind: 'fade', durationMs: 480 } as const;

/** Seven seconds of an act that fades in and out: two full segments, one of a GOP and a half. */
function places(): SegmentPlace[] {
  const blocks = buildLog({
    channelId: 'c',
    epochAt: TEST_EPOCH_AT,
    startAt: TEST_EPOCH_AT,
    format: houseFormat,
    blocks: [[{ assetId: 'a', durationMs: 6_960 }, { durationMs: 1_000 }]],
  });
  const faded = blocks.map((block): LogBlock => ({
    ...block,
    events: block.events.map((event) => ({ ...event, transitionIn: FADE, transitionOut: FADE })),
  }));
  const timeline = createChannelTimeline({ epochAt: TEST_EPOCH_AT, houseFormat }, faded, 0);
  return timeline.range(0, timeline.endMediaSequence).filter(({ event }) => event.kind === 'act');
}

describe('the recipe of a log event', () => {
  test('says what is played and how loud, to hundredths of a decibel', () => {
    const look = { format: houseFormat };
    const asset = buildAsset({ id: AssetId.parse('a'), contentIdentity: 'film' });
    const event = { assetInFrame: 75, gainDb: -3.141_59 };
    expect(actOf(event, asset, look)).toEqual({
      look,
      contentIdentity: 'film',
      actInFrame: 75,
      gainDb: -3.14,
    });
    const unknown = actOf(event, { ...asset, contentIdentity: null }, look);
    expect(unknown.contentIdentity).toBe('unidentified-a');
  });
});

describe('the cut of a log event', () => {
  test('fades where the act begins and ends, and nowhere else', () => {
    const all = places();
    expect(all.map((place) => cutOf(place))).toEqual([
      { firstFrame: 0, segmentFrames: [50], fadeInFrames: 12, fadeOutFrames: null },
      { firstFrame: 50, segmentFrames: [50], fadeInFrames: 0, fadeOutFrames: null },
      { firstFrame: 100, segmentFrames: [74], fadeInFrames: 0, fadeOutFrames: 12 },
    ]);
  });

  test('reaches from the first place to the last', () => {
    const [first, ...others] = places();
    if (!first) throw new Error('no places');
    expect(cutOf(first, ...others)).toEqual({
      firstFrame: 0,
      segmentFrames: [50, 50, 74],
      fadeInFrames: 12,
      fadeOutFrames: 12,
    });
  });
});
