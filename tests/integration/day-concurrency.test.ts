import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { createClient, type Client } from '#shared/contract/client.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { seededIndex } from '#shared/model/seed.ts';
import type { ScheduleDayRecord } from '#shared/model/airing-record.ts';
import {
  inProcess,
  overWebSocket,
  type OpenTransport,
} from '#tests/helpers/contract-transports.ts';
import { createSampleWorld, WORLD } from '#tests/helpers/sample-world.ts';
import type { TestStation } from '#tests/helpers/test-station.ts';

/** Not frozen yet, and later than everything locked. */
const DATE = '2026-03-02';
const KEY = { channelId: WORLD.channelId, date: DATE };
const TYPED = ['day-frozen', 'stale-version', 'not-found', 'conflict', 'not-eligible'];

let world: TestStation;
let opened: OpenTransport[];
let clients: Client[];

beforeEach(async () => {
  world = await createSampleWorld();
  opened = [await overWebSocket(world), await inProcess(world)];
  clients = opened.map(({ transport }) => createClient(transport));
});

afterEach(async () => {
  for (const each of opened) await each.close();
  await world.dispose();
});

function clientOf(index: number): Client {
  const client = clients[index % clients.length];
  if (!client) throw new Error('There is no client.');
  return client;
}

/** `null` when it succeeded. */
async function refusalOf(work: Promise<unknown>): Promise<string | null> {
  try {
    await work;
    return null;
  } catch (error) {
    if (error instanceof AppError) return error.code;
    throw error;
  }
}

function expectWhole({ airings, startAt, endAt, id }: ScheduleDayRecord): void {
  let at = startAt;
  for (const airing of airings) {
    expect(airing.startAt).toBe(at);
    expect(airing.scheduleDayId).toBe(id);
    at = airing.endAt;
  }
  expect(at).toBeGreaterThanOrEqual(endAt);
}

describe('two clients at once', () => {
  test('freeze a day only once', async () => {
    const refusals = await Promise.all(
      [0, 1, 2, 3].map((index) => refusalOf(clientOf(index).call('day.generate', KEY))),
    );
    expect(refusals.filter((code) => code === null)).toHaveLength(1);
    expect(refusals.filter((code) => code === 'day-frozen')).toHaveLength(3);
    expect(await clientOf(0).call('day.history', KEY)).toHaveLength(1);
  });

  test('change a day they both saw only once', async () => {
    const { day } = await clientOf(0).call('day.generate', KEY);
    const airing = day.airings[3];
    if (!airing) throw new Error('The day is too short.');
    const request = {
      ...KEY,
      reason: 'both at once',
      baseDayId: day.id,
      change: { type: 'remove' as const, airingId: airing.id, scope: 'airing' as const },
    };
    const refusals = await Promise.all(
      [0, 1].map((index) => refusalOf(clientOf(index).call('day.override', request))),
    );
    expect(refusals.sort()).toEqual([null, 'stale-version'].sort());
    expect(await clientOf(1).call('day.history', KEY)).toHaveLength(2);
  });

  test('always read one whole day, and every change is in its history', async () => {
    const { day } = await clientOf(0).call('day.generate', KEY);
    let made = 1;
    const change = async (index: number): Promise<string | null> => {
      const client = clientOf(index);
      const airing = day.airings[seededIndex(String(index), day.airings.length)];
      const reason = `change ${String(index)}`;
      const code = await refusalOf(
        index % 3 === 0 || !airing
          ? client.call('day.generate', { ...KEY, force: true, reason })
          : index % 3 === 1
            ? client.call('day.override', {
                ...KEY,
                reason,
                change: { type: 'remove', airingId: airing.id, scope: 'airing' },
              })
            : client.call('day.revert', { ...KEY, reason, generation: 1 }),
      );
      if (code === null) made += 1;
      return code;
    };
    const read = async (index: number): Promise<void> => {
      expectWhole(await clientOf(index).call('day.show', KEY));
    };
    const indexes = Array.from({ length: 18 }, (_, index) => index);
    const [refusals] = await Promise.all([
      Promise.all(indexes.map(change)),
      Promise.all(indexes.map((index) => read(index + 1))),
    ]);
    for (const code of refusals) if (code !== null) expect(TYPED).toContain(code);

    const seen = await Promise.all(clients.map((client) => client.call('day.show', KEY)));
    expect(seen[0]).toEqual(seen[1]);
    const history = await clientOf(0).call('day.history', KEY);
    expect(made).toBeGreaterThan(6);
    expect(history).toHaveLength(made);
    expect(history.map(({ generation }) => generation)).toEqual(
      Array.from({ length: made }, (_, index) => index + 1),
    );
    expect(new Set(history.map((each) => each.day.id)).size).toBe(made);
    const live = history.filter(({ supersededAt }) => supersededAt === null);
    expect(live.map((each) => each.day.id)).toEqual([seen[0]?.id]);
    expect(history.slice(1).every(({ record }) => record !== null)).toBe(true);
    expect(await clientOf(1).call('day.list', { channelId: WORLD.channelId })).toHaveLength(1);
  });
});
