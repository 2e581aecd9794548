import { describe, expect, test } from 'vitest';

import { actKey } from '#main/media/slice-recipe.ts';
import { actOf } from '#main/playout/act-recipe.ts';
import { createChannelTimeline } from '#main/playout/channel-timeline.ts';
import { createNeededFolders } from '#main/playout/needed-folders.ts';
import { AssetId } from '#shared/model/ids.ts';
import { buildAsset } from '#tests/helpers/build-asset.ts';
import { buildChannel } from '#tests/helpers/build-channel.ts';
import { buildLog } from '#tests/helpers/build-log.ts';
import { TEST_EPOCH_AT } from '#tests/helpers/manual-clock.ts';

const channel = buildChannel();

function airing(...assetIds: string[]) {
  const pieces = assetIds.map((assetId) => ({ assetId, durationMs: 60_000 }));
  const timeline = createChannelTimeline(
    channel,
    buildLog({
      channelId: channel.id,
      epochAt: channel.epochAt,
      startAt: TEST_EPOCH_AT,
      format: channel.houseFormat,
      blocks: [[...pieces, { durationMs: 30_000 }]],
    }),
    0,
  );
  return { channel, timeline };
}

function lab() {
  let content = 'as it was';
  const asked: string[] = [];
  const assetOf = (id: string) =>
    buildAsset({ id: AssetId.parse(id), contentIdentity: `${id} ${content}` });
  const needed = createNeededFolders({
    of(assetId) {
      if (assetId === null || assetId === 'gone') return Promise.resolve(null);
      asked.push(assetId);
      return Promise.resolve({ asset: assetOf(assetId), absolutePath: assetId });
    },
  });
  const keyOf = ({ timeline }: ReturnType<typeof airing>, index: number): string => {
    const event = timeline.blocks[0]?.events[index];
    if (!event) throw new Error('no such event');
    return `${actKey(actOf(event, assetOf(event.assetId ?? ''), timeline.look))}/a segment`;
  };
  return { needed, asked, keyOf, change: () => (content = 'replaced') };
}

describe('what the cache must keep', () => {
  test('is every act of the known log, and nothing else', async () => {
    const { needed, keyOf } = lab();
    const onAir = airing('a', 'gone', 'b');
    const isNeeded = await needed.of([onAir]);
    expect([0, 2].map((index) => isNeeded(keyOf(onAir, index)))).toEqual([true, true]);
    expect(isNeeded(keyOf(airing('c'), 0))).toBe(false);
    expect((await needed.of([]))(keyOf(onAir, 0))).toBe(false);
  });

  test('is worked out again only when the log or the files have changed', async () => {
    const { needed, asked, keyOf, change } = lab();
    const onAir = airing('a', 'b');
    await needed.of([onAir]);
    await needed.of([onAir]);
    expect(asked).toEqual(['a', 'b']);
    const later = airing('b', 'c');
    expect((await needed.of([later]))(keyOf(later, 1))).toBe(true);
    expect(asked).toEqual(['a', 'b', 'b', 'c']);
    change();
    expect((await needed.of([later]))(keyOf(later, 1))).toBe(false);
    needed.forget();
    expect((await needed.of([later]))(keyOf(later, 1))).toBe(true);
  });
});
