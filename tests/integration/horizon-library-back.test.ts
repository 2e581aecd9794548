import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import type { Channel } from '#shared/model/channel.ts';
import { AssetId } from '#shared/model/ids.ts';
import { MS_PER_MINUTE } from '#shared/time/units.ts';
import { parseInstant } from '#shared/time/zone.ts';
import { assetIdOf } from '#tests/helpers/airing-content.ts';
import { makeRow } from '#tests/helpers/planning-fixtures.ts';
import { createPlanningLab, type PlanningLab } from '#tests/helpers/planning-lab.ts';

const START_AT = parseInstant('2026-03-10T18:10:00Z');
let lab: PlanningLab;
let channel: Channel;

beforeEach(async () => {
  lab = await createPlanningLab({ startAt: START_AT });
  channel = await lab.addChannel();
});

afterEach(() => lab.dispose());

/** Files of the library go, as with a folder whose content was deleted, or come back. */
async function setGone(isGone: boolean, ids?: readonly string[]): Promise<void> {
  const catalogue = await lab.store.assets.names();
  const wanted = catalogue.map(({ id }) => id).filter((id) => ids?.includes(id) ?? true);
  const assets = await lab.store.assets.getMany(wanted);
  await lab.store.assets.saveMany(
    assets.map((asset) => ({
      ...asset,
      fault: isGone ? 'vanished' : null,
      faultDetail: isGone ? 'It is no longer in the folder.' : null,
    })),
  );
}

async function rulesAhead(): Promise<Set<string>> {
  const from = lab.clock.nowAt() + 2 * MS_PER_MINUTE;
  const days = await lab.store.days.list({ channelId: channel.id });
  return new Set(
    days
      .flatMap(({ airings }) => airings)
      .filter(({ startAt }) => startAt >= from)
      .map(({ lineage }) => lineage.rule),
  );
}

describe('a library that comes back', () => {
  test('takes the place of the slates that were frozen while it was away', async () => {
    await setGone(true);
    await lab.horizon.evaluate();
    expect(await rulesAhead()).toEqual(new Set(['slate']));
    await setGone(false);
    await lab.horizon.followChangedPlans(channel.id, 'The drive is back.');
    expect(await rulesAhead()).toEqual(new Set(['default-programming']));
  });

  test('brings what the plan says back where default programming stood in', async () => {
    const film = AssetId.parse('movie-80');
    await lab.addPlan(channel, [makeRow(0, 24 * 60, `asset:${film}`)]);
    await setGone(true, [film]);
    await lab.horizon.evaluate();
    expect(await rulesAhead()).toEqual(new Set(['default-programming']));
    await setGone(false, [film]);
    await lab.horizon.followChangedPlans(channel.id, 'The drive is back.');
    const days = await lab.store.days.list({ channelId: channel.id });
    const played = days.flatMap(({ airings }) => airings.map(assetIdOf));
    expect(played).toContain(film);
  });

  test('offers the days on which something is gone that was promised', async () => {
    const film = AssetId.parse('movie-80');
    await lab.addPlan(channel, [makeRow(0, 24 * 60, `asset:${film}`)]);
    await lab.horizon.evaluate();
    expect(
      await lab.store.rebuildOffers.list({ channelId: channel.id, endAfter: lab.clock.nowAt() }),
    ).toEqual([]);
    await setGone(true, [film]);
    await lab.horizon.followChangedPlans(channel.id, 'The film is gone.');
    const offers = await lab.store.rebuildOffers.list({
      channelId: channel.id,
      endAfter: lab.clock.nowAt(),
    });
    expect(offers.length).toBeGreaterThan(0);
    expect(offers.map(({ reason }) => reason)).toContain('The film is gone.');
  });

  test('changes nothing while one file of many comes and goes', async () => {
    await lab.addPlan(channel, [makeRow(0, 24 * 60, `series:${lab.alpha}`)]);
    await lab.horizon.evaluate();
    const before = await lab.store.days.list({ channelId: channel.id });
    await setGone(true, ['alpha-e25']);
    await lab.horizon.followChangedPlans(channel.id, 'One is gone.');
    expect(await lab.store.days.list({ channelId: channel.id })).toEqual(before);
  });
});
