import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { Store } from '#main/store/store.ts';
import { AssetId, CollectionId, SeriesId } from '#shared/model/ids.ts';
import type { Finding } from '#shared/model/finding.ts';
import type { ScheduleDayRecord } from '#shared/model/airing-record.ts';
import { buildAsset } from '#tests/helpers/build-asset.ts';
import { type CommandBench, createCommandBench } from '#tests/helpers/command-here.ts';
import { seedWorld } from '#tests/helpers/sample-world.ts';

const DATE = '2026-02-07';
const CHANNEL = ['--channel', 'retro one'];
let bench: CommandBench;

/** A comedy for everybody, a thriller for adults, and two films. */
async function seed(store: Store): Promise<void> {
  await seedWorld(store);
  const collectionId = CollectionId.parse('collection-one');
  for (const [name, title, rating] of [
    ['cheers', 'Cheers', 'TV-PG'],
    ['noir', 'Noir', 'TV-MA'],
  ] as const) {
    await store.assets.saveMany(
      Array.from({ length: 6 }, (_, index) =>
        buildAsset({
          collectionId,
          kind: 'episode',
          seriesId: SeriesId.parse(name),
          seriesTitle: title,
          seasonNumber: 1,
          episodeNumber: index + 1,
          id: AssetId.parse(`${name}-${String(index + 1)}`),
          title: `${title} story ${String(index + 1)}`,
          tags: [`rating:us-tv:${rating}`, name === 'cheers' ? 'genre:comedy' : 'genre:crime'],
        }),
      ),
    );
  }
  await store.assets.saveMany([
    buildAsset({
      collectionId,
      id: AssetId.parse('heat'),
      title: 'Heat',
      durationMs: 6_600_000,
      tags: ['rating:mpaa:R', 'genre:crime', 'director:Michael Mann'],
    }),
  ]);
}

beforeAll(async () => {
  bench = await createCommandBench(seed);
});

afterAll(async () => {
  await bench.dispose();
});

const update = (...args: string[]) => bench.json('channel', 'update', 'retro one', ...args);

async function previewed(plan: string): Promise<{ day: ScheduleDayRecord; findings: Finding[] }> {
  const answer = await bench.json('plan', 'preview', plan, ...CHANNEL, '--date', DATE);
  return { day: answer['day'] as ScheduleDayRecord, findings: answer['findings'] as Finding[] };
}

describe('channel update', () => {
  test('limits ratings by the hour, for rows and default programming alike', async () => {
    const before = await update('--default-programming', 'series:noir');
    expect(before).toMatchObject({ code: 0, channel: { dayparts: [] } });
    const limited = await update('--rating-limit', '06:00-21:00=us-tv:TV-PG');
    expect(limited['channel']).toMatchObject({
      dayparts: [{ hours: '06:00-21:00', ratingAtMost: 'us-tv:TV-PG' }],
    });
    const { day } = await previewed('Weekdays');
    const noir = day.airings.filter(({ seriesId }) => seriesId === 'noir');
    // The channel keeps UTC, and the command line prints instants as ISO 8601.
    const starts = noir.map(({ startAt }) => String(startAt).slice(11, 16));
    expect(starts.length).toBeGreaterThan(0);
    expect(starts.filter((time) => '06:00' <= time && time < '21:00')).toEqual([]);
    const { out } = await bench.run('channel', 'show', 'retro one');
    expect(out).toContain('06:00-21:00 at most us-tv:TV-PG');
    await bench.json('plan', 'add', ...CHANNEL, '--name', 'Dark', '--priority', '50');
    const row = ['--start', '00:00', '--duration', '120', '--series', 'noir'];
    await bench.json('plan', 'assignment', 'add', '--plan-id', 'Dark', ...row);
    const dark = await previewed('Dark');
    expect(dark.findings.map(({ rule }) => rule)).toContain('channel-daypart');
    const valid = await bench.json('plan', 'validate', 'Dark');
    expect((valid['findings'] as Finding[]).map(({ rule }) => rule)).toContain('channel-daypart');
    await bench.run('plan', 'update', 'Dark', '--inactive');
    expect(await update('--dayparts', '[]')).toMatchObject({ channel: { dayparts: [] } });
  });

  test('takes hours from a file and refuses what is no limit', async () => {
    const file = join(bench.folder, 'hours.json');
    await writeFile(file, '[{"hours":"late","exclude":{"genre":["comedy"]}}]');
    const dry = await update('--dayparts', `@${file}`, '--dry-run');
    expect(dry).toMatchObject({ code: 0, dryRun: true });
    expect((await update('--dayparts', `@${file}`))['channel']).toMatchObject({
      dayparts: [{ hours: 'late', exclude: { genre: ['comedy'] } }],
    });
    expect((await update('--rating-limit', 'none'))['channel']).toMatchObject({ dayparts: [] });
    for (const args of [
      ['--rating-limit', 'noon=us-tv:TV-PG'],
      ['--rating-limit', 'late=PG'],
      ['--rating-limit', 'late'],
      ['--dayparts', '[{"hours":"late"}]'],
    ]) {
      const refused = await update(...args);
      expect([args, refused['code'], refused['status']]).toEqual([args, 1, 'error']);
    }
  });

  test('fills gaps by a rule', async () => {
    const args = ['--default-programming', 'rule:{"genre":["comedy"]}', '--default-policy'];
    expect(await update(...args, 'shuffle')).toMatchObject({
      code: 0,
      channel: {
        defaultProgramming: { kind: 'rule', rule: { genre: ['comedy'] }, episodePolicy: 'shuffle' },
      },
    });
    const { day, findings } = await previewed('Weekdays');
    const filled = day.airings.filter(({ lineage }) => lineage.rule === 'default-programming');
    expect(filled.length).toBeGreaterThan(10);
    expect(new Set(filled.map(({ seriesId }) => seriesId))).toEqual(new Set(['cheers']));
    expect(filled[0]?.lineage).toMatchObject({ policy: 'shuffle', rotation: { round: 1 } });
    expect(findings.map(({ rule }) => rule)).toContain('INV-SCHEDULEDAY-NO-GAPS-001');
    const { out } = await bench.run('channel', 'show', 'retro one');
    expect(out).toContain('comedy, shuffle');
    expect(await update('--default-programming', 'rule:{"genres":[]}')).toMatchObject({ code: 1 });
    expect(await update(...args, 'any')).toMatchObject({ code: 1 });
    await update('--default-programming', 'slate');
  });
});

describe('rule test', () => {
  test('lists matches and the pick for a date, with what turns the others away', async () => {
    const rule = '{"genre":["crime"],"people":["director:Michael Mann"]}';
    const plain = await bench.json('rule', 'test', rule);
    expect(plain).toMatchObject({ code: 0, matching: 1, pick: null });
    const occasion = [...CHANNEL, '--date', DATE, '--at', '02:00', '--episode-policy', 'random'];
    const tried = await bench.json('rule', 'test', '{"genre":["crime"]}', ...occasion);
    expect(tried).toMatchObject({ code: 0, matching: 7, pick: { eligibleCount: 7 } });
    expect(await bench.json('rule', 'test', '{"genre":["crime"]}', ...occasion)).toEqual(tried);
    await update('--rating-limit', '06:00-21:00=us-tv:TV-PG');
    const limited = await bench.json('rule', 'test', '{"genre":["crime"]}', ...occasion);
    expect(limited).toMatchObject({ matching: 0, pick: null });
    expect(limited['turnedAway']).toContainEqual({ field: 'channel-hours', count: 9 });
    const { out } = await bench.run('rule', 'test', rule, ...occasion);
    expect(out).toContain('Would air');
    expect(out).toContain('nothing');
    await update('--rating-limit', 'none');
    expect((await bench.run('rule', 'test', rule, ...occasion)).out).toContain('Heat (of 1)');
    const unknown = await bench.json('rule', 'test', rule, '--channel', 'nowhere');
    expect(unknown).toMatchObject({ code: 1, status: 'error' });
  });
});

describe('plan suggest', () => {
  test('suggests with reasons and places nothing until one is accepted', async () => {
    await bench.json('plan', 'add', ...CHANNEL, '--name', 'Evenings', '--priority', '60');
    const slot = ['--plan', 'Evenings', '--at', '13:00', '--duration', '2:00', '--date', DATE];
    const answer = await bench.json('plan', 'suggest', ...slot);
    expect(answer).toMatchObject({ code: 0, date: DATE });
    const suggestions = answer['suggestions'] as { title: string; reasons: unknown[] }[];
    expect(suggestions.map(({ title }) => title)).toContain('Heat');
    expect(suggestions.every(({ reasons }) => reasons.length > 0)).toBe(true);
    const { out } = await bench.run('plan', 'suggest', ...slot, '--limit', '2');
    expect(out).toContain('fits with 10 minutes left; never aired on the channel');
    const none = await bench.json('plan', 'suggest', ...slot, '--rule', '{"genre":["opera"]}');
    expect(none).toMatchObject({ total: 0, suggestions: [] });
    const place = String(suggestions.findIndex(({ title }) => title === 'Heat') + 1);
    const dry = await bench.json('plan', 'suggest', ...slot, '--accept', place, '--dry-run');
    expect(dry).toMatchObject({ code: 0, dryRun: true });
    const before = await bench.json('plan', 'show', 'Evenings');
    expect(before).toMatchObject({ plan: { assignments: [], draft: null } });
    const accepted = await bench.json('plan', 'suggest', ...slot, '--accept', place, '--yes');
    expect(accepted).toMatchObject({
      code: 0,
      assignment: {
        startOffsetMinutes: 780,
        durationMinutes: 120,
        content: { type: 'asset', assetId: 'heat' },
      },
    });
    const again = await bench.json('plan', 'suggest', ...slot, '--accept', '99', '--yes');
    expect(again).toMatchObject({ code: 1, status: 'error' });
    const { day } = await previewed('Evenings');
    expect(day.airings.some(({ assetId }) => assetId === 'heat')).toBe(true);
  });
});

describe('plan autofill', () => {
  test('fills what nothing claims by one edit of the draft, after an honest preview', async () => {
    const fill = ['plan', 'autofill', 'Evenings', '--rule', '{"genre":["comedy"]}'];
    const dry = await bench.json(...fill, '--dry-run');
    expect(dry).toMatchObject({ code: 0, dryRun: true });
    const spans = (dry['rows'] as { startOffsetMinutes: number; durationMinutes: number }[]).map(
      ({ startOffsetMinutes, durationMinutes }) => [startOffsetMinutes, durationMinutes],
    );
    expect(spans).toEqual([
      [0, 780],
      [900, 540],
    ]);
    const found = (dry['findings'] as Finding[]).map(({ rule }) => rule);
    expect(found).not.toContain('INV-PLAN-FULL-COVERAGE-001');
    expect(await bench.json('plan', 'show', 'Evenings')).toMatchObject({ plan: { draft: null } });
    expect((await bench.json(...fill))['rows']).toHaveLength(2);
    const shown = await bench.json('plan', 'show', 'Evenings');
    const plan = shown['plan'] as { assignments: unknown[]; draft: unknown[] };
    expect([plan.assignments.length, plan.draft.length]).toEqual([1, 3]);
    expect((await bench.run(...fill)).out).toContain('Nothing is empty.');
    await bench.run('plan', 'publish', 'Evenings');
    const { day, findings } = await previewed('Evenings');
    expect(findings.map(({ rule }) => rule)).not.toContain('INV-SCHEDULEDAY-NO-GAPS-001');
    expect(day.airings.filter(({ seriesId }) => seriesId === 'cheers').length).toBeGreaterThan(20);
  });

  test('goes by the channel’s default rule, and refuses when nothing says what to fill with', async () => {
    await bench.json('plan', 'add', ...CHANNEL, '--name', 'Mornings', '--priority', '70');
    const refused = await bench.json('plan', 'autofill', 'Mornings');
    expect(refused).toMatchObject({ code: 1, details: { field: 'content' } });
    await update('--default-programming', 'rule:{"genre":["crime"]}', '--default-policy', 'random');
    const filled = await bench.json('plan', 'autofill', 'Mornings', '--publish');
    expect(filled).toMatchObject({
      code: 0,
      isPublished: true,
      rows: [{ content: { type: 'rule', rule: { genre: ['crime'] } }, episodePolicy: 'random' }],
    });
    const { plan } = (await bench.json('plan', 'show', 'Mornings')) as {
      plan?: { assignments: unknown[] };
    };
    expect(plan?.assignments).toHaveLength(1);
    const opera = await bench.json('plan', 'add', ...CHANNEL, '--name', 'Opera');
    expect(opera).toMatchObject({ code: 0 });
    const bad = await bench.json('plan', 'autofill', 'Opera', '--rule', '{"genre":["opera"]}');
    expect(bad).toMatchObject({ code: 1, status: 'error' });
  });
});
