import { describe, expect, test } from 'vitest';

import { expandAirings } from '#shared/log/expand.ts';
import { explainEvent } from '#shared/log/read/explain-event.ts';
import { lockBlocks } from '#shared/log/lock.ts';
import type { LogBlock, LogEvent } from '#shared/model/log.ts';
import { EMPTY_CARRY } from '#shared/model/schedule-day.ts';
import { buildCatalog } from '#shared/planning/choose/catalog.ts';
import { resolveDay } from '#shared/planning/resolve/resolve-day.ts';
import {
  plannedBy,
  makeCatalog,
  makeChannel,
  makeEpisodes,
  makePlan,
  makeRow,
} from '#tests/helpers/planning-fixtures.ts';

const channel = makeChannel();

function lockDay(catalog = makeCatalog(), on = channel): LogBlock[] {
  const plans = [makePlan('plan', [makeRow(0, 1_440, 'series:alpha')])];
  const { day } = resolveDay({
    channel: on,
    catalog,
    planned: plannedBy(plans),
    date: '2026-02-10',
    carryIn: EMPTY_CARRY,
  });
  const drafts = expandAirings({ channel: on, airings: day.airings, catalog, history: new Map() });
  return lockBlocks({ channel: on, drafts, firstMediaSequence: 0, lockedAt: 0 });
}

function explain(
  blocks: readonly LogBlock[],
  block: LogBlock,
  event: LogEvent,
  catalog = makeCatalog(),
) {
  const plays = blocks
    .flatMap(({ events }) => events)
    .filter((other) => other.kind === 'interstitial' && other.startAt < block.startAt)
    .map(({ assetId, startAt }) => ({ assetId: assetId ?? ('' as never), startAt }));
  return explainEvent({
    channel,
    block,
    event,
    catalog,
    airingTitle: 'The show',
    plays,
  });
}

function find(blocks: readonly LogBlock[], from: number, match: (event: LogEvent) => boolean) {
  for (const block of blocks.slice(from)) {
    const event = block.events.find(match);
    if (event) return { block, event };
  }
  throw new Error('The log has such a row.');
}

describe('explainEvent', () => {
  const blocks = lockDay();

  test('tells where an interstitial stands, what drew it and why others did not come', () => {
    const { block, event } = find(
      blocks,
      5,
      ({ interstitialKind }) => interstitialKind === 'commercial',
    );
    const told = explain(blocks, block, event);
    expect(told.sentences[0]).toMatch(/fills break \d of “The show” \(.* s\), at a place/);
    expect(told.sentences[1]).toContain(event.lineage.seed);
    expect(told.candidates[0]).toMatchObject({ assetId: event.assetId, reason: 'chosen' });
    const reasons = told.candidates.slice(1).map(({ reason }) => reason);
    expect(reasons.some((reason) => reason.includes('rests for 60 minutes'))).toBe(true);
    expect(told.total).toBe(36);
  });

  test('says of what might have come as well that the order of the draw put others before it', () => {
    const { block, event } = find(blocks, 0, ({ kind }) => kind === 'interstitial');
    const reasons = explain(blocks, block, event).candidates.map(({ reason }) => reason);
    expect(reasons).toContain('the order of the draw put others before it, which fill the break');
  });

  test('says which rule was set aside', () => {
    const small = makeCatalog().interstitials.get('promo') ?? [];
    const catalog = buildCatalog([...makeEpisodes('alpha', 5), ...small.slice(0, 2)]);
    const locked = lockDay(catalog);
    const { block, event } = find(locked, 0, ({ lineage }) => lineage.relaxed === 'repeat');
    expect(explain(locked, block, event, catalog).sentences[1]).toContain(
      'although it is in the break already',
    );
  });

  test('names what is in the same break already', () => {
    const { block, event } = find(blocks, 0, ({ lineage }) => lineage.draw === 4);
    const reasons = explain(blocks, block, event).candidates.map(({ reason }) => reason);
    expect(reasons).toContain('in this break already');
  });

  test('says what a pad is left over from', () => {
    const bare = buildCatalog(makeEpisodes('alpha', 5));
    const locked = lockDay(bare);
    const { block, event } = find(locked, 0, ({ kind }) => kind === 'pad');
    const { sentences } = explain(locked, block, event, bare);
    expect(sentences[0]).toContain('left over');
    expect(sentences[1]).toContain('no interstitials at all');
    expect(blocks.flatMap(({ events }) => events).some(({ kind }) => kind === 'pad')).toBe(false);
  });

  test('says of black which gates keep what there is from filling it', () => {
    const traffic = { ...channel.traffic, isCooldownStrict: true };
    const few = buildCatalog([
      ...makeEpisodes('alpha', 5),
      ...(makeCatalog().interstitials.get('promo') ?? []),
    ]);
    const locked = lockDay(few, { ...channel, traffic });
    const { block, event } = find(locked, 0, ({ kind }) => kind === 'pad');
    const [, why] = explain(locked, block, event, few).sentences;
    expect(why).toMatch(/^Of 6 interstitials none could fill it: “.*” in this break already/);
  });

  test('says which part of what an act is', () => {
    const { block, event } = find(
      blocks,
      0,
      ({ kind, inPointMs }) => kind === 'act' && inPointMs > 0,
    );
    expect(explain(blocks, block, event).sentences[0]).toMatch(
      /piece of “The show”, from [\d.]+ s/,
    );
  });

  test('says when the slate stands for content that may not air', () => {
    const empty = lockDay(buildCatalog([]));
    const { block, event } = find(empty, 0, ({ kind }) => kind === 'pad');
    expect(explain(empty, block, event).sentences[0]).toContain('no content that may air');
  });
});
