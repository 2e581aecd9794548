import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { createPlayout, type Playout } from '#main/playout/playout.ts';
import { evidenceInto, readerOver } from '#main/station/playout-store.ts';
import type { Channel } from '#shared/model/channel.ts';
import { DEFAULT_SETTINGS } from '#shared/model/settings.ts';
import { makeRow } from '#tests/helpers/planning-fixtures.ts';
import { createPlanningLab, type PlanningLab } from '#tests/helpers/planning-lab.ts';
import { REAL_TIME } from '#tests/helpers/test-media.ts';

let lab: PlanningLab;
let folder = '';
let playout: Playout;
let channels: readonly Channel[] = [];

beforeEach(async () => {
  lab = await createPlanningLab();
  folder = await mkdtemp(join(tmpdir(), 'retrovue-four-'));
  const made: Channel[] = [];
  for (const [index, series] of [lab.alpha, lab.beta, lab.alpha, lab.beta].entries()) {
    const channel = await lab.addChannel({ preparationLimit: index === 3 ? 1 : null });
    await lab.addPlan(channel, [makeRow(index * 30, 1_440 - index * 30, `series:${series}`)]);
    made.push(channel);
  }
  channels = made;
  await lab.horizon.evaluate();
  // Without ffmpeg nothing is prepared, but every channel runs by its log.
  playout = await createPlayout({
    memory: readerOver(lab.store),
    evidence: evidenceInto(lab.store),
    clock: lab.clock,
    processClock: REAL_TIME.clock,
    tools: () => null,
    cacheFolder: folder,
    settings: () => DEFAULT_SETTINGS,
    onChange: () => undefined,
    onSlates: () => undefined,
    onTrouble: () => undefined,
  });
  await playout.start();
});

afterEach(async () => {
  await playout.stop();
  await lab.dispose();
  await rm(folder, { recursive: true, force: true });
});

describe('four channels on the air', () => {
  test('have each a plan, a playlist and viewers of their own', async () => {
    const [one, two] = channels;
    if (!one || !two) throw new Error('There are four channels.');
    playout.touch(one.slug, 'first');
    playout.touch(one.slug, 'second');
    playout.touch(two.slug, 'third');
    await lab.clock.advance(3_000);
    playout.touch(one.slug, 'first');
    playout.touch(one.slug, 'second');
    playout.touch(two.slug, 'third');
    const onAir = await playout.onAir();
    expect(onAir.map(({ channelId }) => channelId)).toEqual(channels.map(({ id }) => id));
    expect(onAir.map(({ viewers }) => viewers)).toEqual([2, 1, 0, 0]);
    expect(onAir.map(({ state }) => state === 'stopped')).toEqual([false, false, true, true]);
    const titles = onAir.map(({ now }) => now?.airingId);
    expect(new Set(titles).size).toBe(4);
    const lists = [one, two].map(({ slug }) => playout.playlist(slug));
    for (const list of lists) expect(list?.segments.length).toBeGreaterThan(0);
    const days = await lab.store.days.list({});
    const planOf = (channel: Channel) =>
      new Set(days.filter(({ channelId }) => channelId === channel.id).map(({ planId }) => planId));
    expect(new Set(channels.flatMap((channel) => [...planOf(channel)])).size).toBe(4);
  });

  test('are reported with what each takes of the machine, and with its limit', () => {
    const resources = playout.resources();
    expect(resources.map(({ channelId }) => channelId)).toEqual(channels.map(({ id }) => id));
    expect(resources.map(({ preparationLimit }) => preparationLimit)).toEqual([
      ...[null, null, null, 1],
    ]);
    expect(resources[0]).toMatchObject({ runningCount: 0, segmentCount: 0, heldBytes: 0 });
  });
});
