import { describe, expect, test } from 'vitest';

import { contentOf, shownMsOf } from '#shared/log/airing-content.ts';
import { expandAirings } from '#shared/log/expand.ts';
import { lockBlocks } from '#shared/log/lock.ts';
import { isUpToDate } from '#shared/log/redraft.ts';
import { AiringId, AssetId, ScheduleDayId, VirtualAssetId } from '#shared/model/ids.ts';
import type { Airing, AiringContent, AiringMember, Lineage } from '#shared/model/schedule-day.ts';
import { buildCatalog } from '#shared/planning/choose/catalog.ts';
import { makeAsset, makeChannel } from '#tests/helpers/planning-fixtures.ts';

const MINUTE = 60_000;
const GONE = AssetId.parse('gone');
const channel = makeChannel();

/** A copy of the film that is gone. */
const copy = (id: string, minutes: number, pictureHeight = 480) =>
  makeAsset(id, {
    title: 'The film',
    year: 1960,
    durationMs: minutes * MINUTE,
    pictureHeight,
    unavailableCopies: [{ id: GONE, addedAt: 1 }],
  });
const other = makeAsset('other', { durationMs: 10 * MINUTE });

const member = (assetId: AssetId, startMs: number, role: AiringMember['role']): AiringMember => ({
  assetId,
  kind: 'movie',
  title: 'Member',
  episodeTitle: null,
  seriesId: null,
  seasonNumber: null,
  episodeNumber: null,
  year: null,
  startMs,
  durationMs: 10 * MINUTE,
  role,
});

const ONE: AiringContent = { kind: 'asset', assetId: GONE, assetKind: 'movie' };
const members = (role: AiringMember['role']) => [
  member(AssetId.parse('other'), 0, role),
  member(GONE, 10 * MINUTE, role),
];
const PACKAGE: AiringContent = {
  kind: 'package',
  package: { virtualAssetId: VirtualAssetId.parse('pair'), method: null },
  members: members('sequence'),
};
const SHORTS: AiringContent = { kind: 'shorts', members: members('short') };

function airingOf(content: AiringContent): Airing {
  return {
    id: AiringId.parse('airing'),
    scheduleDayId: ScheduleDayId.parse('day'),
    channelId: channel.id,
    broadcastDate: '2026-01-01',
    startAt: channel.epochAt,
    endAt: channel.epochAt + 30 * MINUTE,
    content,
    title: 'The film',
    episodeTitle: null,
    seriesId: null,
    seasonNumber: null,
    episodeNumber: null,
    year: null,
    contentDurationMs: content.kind === 'slate' ? 0 : 20 * MINUTE,
    lineage: {
      planId: null,
      assignmentId: null,
      rule: 'assignment',
      policy: null,
      cursorBefore: null,
      seed: null,
      eligibleCount: 1,
      operatorIntent: null,
    },
  };
}

describe('the content of a frozen airing whose asset may not air any more', () => {
  test.each([
    ['the copy that there is', ONE, [copy('copy', 20)], ['copy 20']],
    [
      'of several copies the nearest in length',
      ONE,
      [copy('long', 25, 1_080), copy('near', 21)],
      ['near 20'],
    ],
    [
      'of equally near ones the better',
      ONE,
      [copy('low', 22), copy('high', 18, 1_080)],
      ['high 18', 'rest 2'],
    ],
    ['of a longer copy as much as was promised', ONE, [copy('copy', 25)], ['copy 20']],
    ['a shorter copy, then a rest', ONE, [copy('copy', 15)], ['copy 15', 'rest 5']],
    ['nothing without a copy', ONE, [other], null],
    [
      'the copy of a member in its time',
      PACKAGE,
      [other, copy('copy', 10)],
      ['other 10', 'copy 10'],
    ],
    [
      'a shorter copy of a member',
      PACKAGE,
      [other, copy('copy', 8)],
      ['other 10', 'copy 8', 'rest 2'],
    ],
    ['the others of a package without a copy', PACKAGE, [other], ['other 10', 'nothing 10']],
    ['the copy of a short', SHORTS, [other, copy('copy', 10)], ['other 10', 'copy 10']],
    ['nothing where all of a package is gone', PACKAGE, [makeAsset('unknown')], null],
    ['nothing of the slate', { kind: 'slate' }, [copy('copy', 20)], null],
  ] as const)('is %s', (_what, content: AiringContent, assets, shown) => {
    const airing = airingOf(content);
    const catalog = buildCatalog(assets);
    const made = contentOf(airing, catalog);
    const told = made?.pieces.map(
      ({ asset, isRest, durationMs }) =>
        `${isRest ? 'rest' : (asset?.id ?? 'nothing')} ${String(durationMs / MINUTE)}`,
    );
    expect(told ?? null).toEqual(shown);
    const [block] = expandAirings({ channel, airings: [airing], catalog, history: new Map() });
    const sumMs = block?.events.reduce((sum, { durationMs }) => sum + durationMs, 0);
    expect(sumMs).toBe(30 * MINUTE);
    const inContent = block?.events.filter(({ breakIndex }) => breakIndex === null) ?? [];
    const contentMs = inContent.reduce((sum, { durationMs }) => sum + durationMs, 0);
    if (shown === null) return;
    expect(contentMs).toBe(shownMsOf(made, 20 * MINUTE));
  });

  const FIRST: AiringContent = {
    ...PACKAGE,
    members: [member(GONE, 0, 'sequence'), member(AssetId.parse('other'), 10 * MINUTE, 'sequence')],
  };
  const TIMED: AiringContent = {
    kind: 'shorts',
    members: FIRST.members.map((each, index) =>
      index === 0 ? { ...each, role: 'short', breakAfterMs: MINUTE } : { ...each, role: 'short' },
    ),
  };
  const SPOTS = [30, 60, 60, 120].map((seconds) =>
    makeAsset(`spot-${String(seconds)}`, {
      kind: 'commercial',
      title: `Spot ${String(seconds)}`,
      durationMs: seconds * 1_000,
    }),
  );
  const FILL: NonNullable<Lineage['fill']> = { kinds: ['commercial'], durationMs: 2 * MINUTE };

  test.each([
    ['at its end', ONE, {}, 15, ['copy 15', 'break 15']],
    ['at its end, by less than a spot lasts', ONE, {}, 20 - 1 / 120, ['copy 19.99', 'break 10.01']],
    ['where nothing follows it', ONE, { contentMinutes: 30 }, 25, ['copy 25', 'break 5']],
    ['where its row is filled', ONE, { fill: FILL }, 15, ['copy 15', 'break 15']],
    ['of the last member', PACKAGE, {}, 8, ['other 10', 'copy 8', 'break 12']],
    ['of a member before another', FIRST, {}, 8, ['copy 8', 'break 2', 'other 10', 'break 10']],
    ['of a short', SHORTS, {}, 8, ['other 10', 'copy 8', 'break 12']],
    ['of a short whose time was told', TIMED, {}, 8, ['copy 8', 'break 3', 'other 10', 'break 9']],
  ] as const)(
    'leaves a shorter copy’s time to traffic, and not to black: %s',
    (
      _where,
      content: AiringContent,
      {
        contentMinutes = 20,
        fill,
      }: { contentMinutes?: number; fill?: NonNullable<Lineage['fill']> },
      minutes,
      shown,
    ) => {
      const whole = airingOf(content);
      const airing: Airing = {
        ...whole,
        contentDurationMs: contentMinutes * MINUTE,
        lineage: { ...whole.lineage, breakRules: { cutsContent: false }, ...(fill && { fill }) },
      };
      const short = { ...copy('copy', 1), durationMs: Math.round(minutes * MINUTE) };
      const catalog = buildCatalog([other, short, ...SPOTS]);
      const [block] = expandAirings({ channel, airings: [airing], catalog, history: new Map() });
      const told: { what: string; ms: number }[] = [];
      for (const { breakIndex, assetId, durationMs } of block?.events ?? []) {
        const what = breakIndex === null ? (assetId ?? 'nothing') : 'break';
        const last = told.at(-1);
        if (last?.what === what) last.ms += durationMs;
        else told.push({ what, ms: durationMs });
      }
      expect(told.map(({ what, ms }) => `${what} ${String(Math.round(ms / 600) / 100)}`)).toEqual(
        shown,
      );
      const black = block?.events.filter(
        ({ kind, durationMs }) => kind === 'pad' && durationMs > 30_000,
      );
      expect(black).toEqual([]);
      const [locked] = lockBlocks({
        channel,
        drafts: block ? [block] : [],
        firstMediaSequence: 0,
        lockedAt: 0,
      });
      if (!locked) throw new Error('Nothing was locked.');
      expect(locked.endAt).toBe(airing.endAt);
      expect(isUpToDate(locked, airing, catalog)).toBe(true);
      expect(isUpToDate(locked, { ...airing, contentDurationMs: 5 * MINUTE }, catalog)).toBe(false);
    },
  );

  test('is the asset itself as long as it may air, though a better copy came', () => {
    const itself = { ...copy('gone', 20), unavailableCopies: [] };
    const catalog = buildCatalog([itself, { ...copy('copy', 20, 1_080), unavailableCopies: [] }]);
    expect(contentOf(airingOf(ONE), catalog)?.pieces.map(({ asset }) => asset?.id)).toEqual([
      'gone',
    ]);
  });
});
