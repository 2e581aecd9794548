import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import type { Client } from '#shared/contract/client.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { AssignmentId } from '#shared/model/ids.ts';
import type { PlanEdit } from '#shared/model/plan.ts';
import { MS_PER_HOUR } from '#shared/time/units.ts';
import { addDays } from '#shared/time/zone.ts';
import {
  createSampleWorld,
  seedWorld,
  WORLD,
  worldAssignment,
} from '#tests/helpers/sample-world.ts';
import { createTestStation, type TestStation } from '#tests/helpers/test-station.ts';

let world: TestStation;
let client: Client;

beforeEach(async () => {
  world = await createSampleWorld();
  ({ client } = world);
});

afterEach(async () => {
  await world.dispose();
});

const { channelId, planId, date } = WORLD;

async function refusalOf(work: Promise<unknown>): Promise<AppError> {
  const error: unknown = await work.catch((reason: unknown) => reason);
  if (error instanceof AppError) return error;
  throw new Error('It was not refused.');
}

function insertion(id: string, startOffsetMinutes: number, of = planId): PlanEdit {
  return {
    type: 'insert',
    assignment: worldAssignment({ id: AssignmentId.parse(id), planId: of, startOffsetMinutes }),
  };
}

describe('plan.delete', () => {
  test('is refused for the rows of the plan alone', async () => {
    const { details } = await refusalOf(client.call('plan.delete', { id: planId }));
    expect(details).toMatchObject({ assignments: 1 });
    expect(details).not.toHaveProperty('scheduleDays');
    expect(details.remedy).toContain('Archive');
  });

  test('is refused for frozen days and guide entries when the rows are gone', async () => {
    await client.call('day.generate', { channelId, date: '2026-03-02' });
    await client.call('plan.removeAssignment', { id: WORLD.assignmentId });
    const { details } = await refusalOf(client.call('plan.delete', { id: planId }));
    expect(details).not.toHaveProperty('assignments');
    expect(details).toMatchObject({ scheduleDays: 1, airings: expect.any(Number) as number });
    expect(details).not.toHaveProperty('logBlocks');
  });

  test('is refused for locked blocks of the log', async () => {
    await client.call('station.extend', {});
    await client.call('plan.removeAssignment', { id: WORLD.assignmentId });
    const { details } = await refusalOf(client.call('plan.delete', { id: planId }));
    expect(details['logBlocks']).toBeGreaterThan(0);
  });

  test('removes a plan that nothing refers to', async () => {
    await client.call('plan.removeAssignment', { id: WORLD.assignmentId });
    await client.call('plan.delete', { id: planId });
    expect(await client.call('plan.list', {})).toEqual([]);
  });
});

describe('frozen days', () => {
  test('stay as they are whatever becomes of plans and channel', async () => {
    await client.call('station.extend', {});
    const days = await client.call('day.list', { channelId });
    const before = await client.call('day.show', { channelId, date });
    await client.call('plan.update', { id: planId, changes: { isActive: false } });
    await client.call('plan.removeAssignment', { id: WORLD.assignmentId });
    await client.call('channel.update', { id: channelId, changes: { name: 'Renamed' } });
    await client.call('asset.retire', { ids: [WORLD.movieId] });
    await client.call('station.extend', {});
    expect(await client.call('day.show', { channelId, date })).toEqual(before);
    expect(await client.call('day.list', { channelId })).toEqual(days);
  });

  test('follow a channel’s creation at once', async () => {
    const channel = await client.call('channel.create', { name: 'Fresh' });
    const days = await client.call('day.list', { channelId: channel.id });
    expect(days.map(({ broadcastDate }) => broadcastDate)).toEqual(
      [0, 1, 2, 3].map((ahead) => addDays(date, ahead)),
    );
    const blocks = await client.call('log.list', {
      channelId: channel.id,
      startAt: WORLD.nowAt,
      endAt: WORLD.nowAt + 6 * MS_PER_HOUR,
    });
    expect(blocks.at(-1)?.endAt).toBeGreaterThanOrEqual(WORLD.nowAt + 6 * MS_PER_HOUR);
  });
});

describe('a draft', () => {
  test('is edited all or nothing, and shows on the first day that is free once published', async () => {
    await client.call('station.extend', {});
    const bad = [insertion('first', 600), insertion('second', 630)];
    await refusalOf(client.call('plan.editDraft', { id: planId, version: 1, edits: bad }));
    expect((await client.call('plan.show', { selector: planId })).plan.draft).toBeNull();

    const good = [insertion('first', 600)];
    const edited = await client.call('plan.editDraft', { id: planId, version: 1, edits: good });
    expect(edited.draft).toHaveLength(2);
    expect(edited.assignments).toHaveLength(1);

    const told = await client.call('plan.publishImpact', { id: planId });
    const { plan, showsFrom, days } = await client.call('plan.publish', { id: planId });
    expect(plan).toMatchObject({ draft: null, assignments: [{}, { id: 'first' }] });
    expect({ showsFrom, days }).toEqual(told);
    const outcome = days.find((day) => day.date === showsFrom)?.outcome ?? 'not frozen';
    expect(['remade', 'not frozen']).toContain(outcome);
    const { day } = await client.call('day.generate', {
      channelId,
      date: addDays(date, 4),
    });
    const rows = day.airings.map(({ lineage }) => lineage.assignmentId);
    expect(rows).toContain('first');
  });

  test('of a plan that is in force on Fridays only names the first Friday that shows it', async () => {
    await client.call('station.extend', {});
    const fridays = await client.call('plan.create', {
      channelId,
      name: 'Friday film',
      cron: '* * * * FRI',
      priority: 50,
    });
    await client.call('plan.editDraft', {
      id: fridays.id,
      version: 1,
      edits: [insertion('friday', 600, fridays.id)],
    });
    const { showsFrom } = await client.call('plan.publish', {
      id: fridays.id,
      from: 'after-frozen',
    });
    expect(new Date(`${String(showsFrom)}T12:00:00Z`).getUTCDay()).toBe(5);
    expect((showsFrom ?? '') >= addDays(date, 4)).toBe(true);
  });

  test('counts from a date of the frozen days or the next, no other', async () => {
    await client.call('station.extend', {});
    const refused = await refusalOf(
      client.call('plan.publish', { id: planId, from: addDays(date, 30) }),
    );
    expect(refused).toMatchObject({ code: 'invalid-input', details: { field: 'from' } });
  });

  test('is nothing once it equals what is published', async () => {
    const edits = [insertion('first', 600)];
    const { version } = await client.call('plan.editDraft', { id: planId, version: 1, edits });
    const undone = await client.call('plan.editDraft', {
      id: planId,
      version,
      edits: [{ type: 'remove', assignmentId: AssignmentId.parse('first') }],
    });
    expect(undone.draft).toBeNull();
  });

  test('keeps a row that the command line adds meanwhile', async () => {
    const edits = [insertion('first', 600)];
    await client.call('plan.editDraft', { id: planId, version: 1, edits });
    const { id } = await client.call('plan.addAssignment', {
      planId,
      row: {
        startOffsetMinutes: 900,
        durationMinutes: 60,
        content: { type: 'asset', assetId: WORLD.otherMovieId },
      },
    });
    const { plan } = await client.call('plan.publish', { id: planId });
    expect(plan.assignments.map((row) => row.id)).toEqual([WORLD.assignmentId, 'first', id]);
  });

  test('refuses rows that belong to another plan', async () => {
    const other = await client.call('plan.create', { channelId, name: 'Other' });
    const assignment = worldAssignment({ id: AssignmentId.parse('stray'), planId: other.id });
    const refused = await refusalOf(
      client.call('plan.editDraft', {
        id: planId,
        version: 1,
        edits: [{ type: 'insert', assignment }],
      }),
    );
    expect(refused.code).toBe('invalid-input');
  });
});

describe('the timeline of a plan', () => {
  const rowsOf = async () => {
    const { plan } = await client.call('plan.show', { selector: planId });
    return (plan.draft ?? plan.assignments).map(
      ({ id, startOffsetMinutes, durationMinutes }) =>
        `${id} ${String(startOffsetMinutes)}+${String(durationMinutes)}`,
    );
  };
  const edit = async (...edits: PlanEdit[]) => {
    const { plan } = await client.call('plan.show', { selector: planId });
    return client.call('plan.editDraft', { id: planId, version: plan.version, edits });
  };
  const replacement = (startOffsetMinutes: number, durationMinutes: number): PlanEdit => ({
    type: 'replace',
    assignment: worldAssignment({ startOffsetMinutes, durationMinutes }),
  });

  test('is listed, moved and resized entry by entry', async () => {
    await edit(insertion('second', 300));
    expect(await rowsOf()).toEqual(['assignment-one 120+60', 'second 300+60']);
    await edit(replacement(480, 60));
    expect(await rowsOf()).toEqual(['second 300+60', 'assignment-one 480+60']);
    await edit(replacement(480, 150));
    expect(await rowsOf()).toEqual(['second 300+60', 'assignment-one 480+150']);
    const { plan } = await client.call('plan.publish', { id: planId });
    expect(plan.assignments.map(({ durationMinutes }) => durationMinutes)).toEqual([60, 150]);
  });

  test('refuses what does not fit, with what is in the way, and is then as it was', async () => {
    await edit(insertion('second', 300));
    const before = await rowsOf();
    const into = await refusalOf(edit(replacement(270, 60)));
    expect(into).toMatchObject({ code: 'plan-overlap', details: { blockerId: 'second' } });
    const over = await refusalOf(edit(replacement(120, 181)));
    expect(over).toMatchObject({ code: 'plan-overlap', details: { blockerId: 'second' } });
    for (const [start, length] of [
      [1_441, 60],
      [-1, 60],
      [120, 0],
      [120, 2_881],
    ] as const) {
      expect((await refusalOf(edit(replacement(start, length)))).code).toBe('invalid-input');
    }
    expect(await rowsOf()).toEqual(before);
  });

  test('takes a move only of what the client has seen', async () => {
    const seen = (await client.call('plan.show', { selector: planId })).plan.version;
    await edit(replacement(180, 60));
    const late = client.call('plan.editDraft', {
      id: planId,
      version: seen,
      edits: [replacement(240, 60)],
    });
    expect((await refusalOf(late)).code).toBe('stale-version');
    expect(await rowsOf()).toEqual(['assignment-one 180+60']);
  });
});

describe('reading beyond the horizon', () => {
  test('is answered as such and makes nobody plan', async () => {
    await client.call('station.extend', {});
    const days = await client.call('day.list', {});
    const far = { startAt: WORLD.nowAt + 90 * 24 * MS_PER_HOUR, endAt: WORLD.nowAt + 1e10 };
    for (const work of [
      client.call('guide.list', far),
      client.call('day.show', { channelId, date: '2026-06-01' }),
      client.call('day.validate', { channelId, date: '2026-06-01' }),
    ]) {
      expect((await refusalOf(work)).code).toBe('horizon-no-schedule-data');
    }
    await client.call('guide.xmltv', {});
    await client.call('log.list', { channelId, ...far });
    await client.call('onair.list', {});
    await client.call('plan.preview', { channelId, date: '2026-06-01' });
    expect(await client.call('day.list', {})).toEqual(days);
  });
});

describe('a planning fault', () => {
  test('is reported and raised, never swallowed', async () => {
    const spoilt = await createTestStation({
      seed: async (store) => {
        await seedWorld(store);
        const plan = await store.plans.get(planId);
        // Not to be had through the contract, which checks it.
        if (plan) await store.plans.update({ ...plan, cron: 'nonsense', version: 2 });
      },
    });
    const reports = await spoilt.client.call('station.extend', {});
    const fault: unknown = expect.stringContaining('nonsense');
    expect(reports).toMatchObject([{ channelId, isHealthy: false, fault }]);
    const { health } = await spoilt.client.call('station.status', {});
    expect(health.state).toBe('trouble');
    const refused = await refusalOf(spoilt.client.call('day.generate', { channelId, date }));
    expect(refused.message).toContain('nonsense');
    await spoilt.dispose();
  });
});

describe('channels', () => {
  test('have plans, days and logs of their own, side by side', async () => {
    for (const name of ['Two', 'Three', 'Four']) await client.call('channel.create', { name });
    await client.call('station.extend', {});
    const channels = await client.call('channel.list', { includeInactive: false });
    expect(channels).toHaveLength(4);
    const window = { startAt: WORLD.nowAt, endAt: WORLD.nowAt + MS_PER_HOUR };
    for (const channel of channels) {
      const blocks = await client.call('log.list', { channelId: channel.id, ...window });
      expect(blocks.length).toBeGreaterThan(0);
      expect(blocks.every((block) => block.channelId === channel.id)).toBe(true);
    }
    expect(await client.call('station.horizon', {})).toHaveLength(4);
  });

  test('come in the guide by their numbers, each in order of time', async () => {
    for (const number of [9, 3, 7]) {
      await client.call('channel.create', { name: `Number ${String(number)}`, number });
    }
    await client.call('station.extend', {});
    const entries = await client.call('guide.list', {
      startAt: WORLD.nowAt,
      endAt: WORLD.nowAt + 6 * MS_PER_HOUR,
    });
    const channels = await client.call('channel.list', {});
    const places = entries.map(({ channelId: id, startAt }) => ({
      number: channels.find((channel) => channel.id === id)?.number ?? 0,
      startAt,
    }));
    expect(places).toEqual(places.toSorted((a, b) => a.number - b.number || a.startAt - b.startAt));
    expect(new Set(places.map(({ number }) => number))).toEqual(new Set([1, 3, 7, 9]));
  });
});
