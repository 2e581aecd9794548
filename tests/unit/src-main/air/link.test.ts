import { MessageChannel } from 'node:worker_threads';

import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { createLink, type Link } from '#main/air/link.ts';
import { AppError } from '#shared/errors/app-error.ts';

interface Sums {
  add(a: number, b: number): Promise<number>;
  refuse(): Promise<never>;
  fail(): Promise<never>;
  never(): Promise<never>;
}

interface Nothing {
  ping(): Promise<string>;
}

const SUMS: Sums = {
  add: async (a, b) => a + b,
  refuse: async () => {
    throw new AppError('unavailable', 'The port is taken.', { field: 'broadcastPort' });
  },
  fail: async () => {
    throw new TypeError('a fault');
  },
  never: () => new Promise(() => undefined),
};

let channel: MessageChannel;
let here: Link<Sums>;
let there: Link<Nothing>;

beforeEach(() => {
  channel = new MessageChannel();
  here = createLink<Sums, Nothing>(channel.port1, { ping: async () => 'pong' }, [
    'add',
    'refuse',
    'fail',
    'never',
  ]);
  there = createLink<Nothing, Sums>(channel.port2, SUMS, ['ping']);
});

afterEach(() => {
  channel.port1.close();
});

describe('createLink', () => {
  test('answers calls in both directions, each with its own answer', async () => {
    const sums = await Promise.all([1, 2, 3].map((each) => here.theirs.add(each, 10)));
    expect(sums).toEqual([11, 12, 13]);
    expect(await there.theirs.ping()).toBe('pong');
  });

  test('carries a refusal as what it is, and a fault with the stack of the other end', async () => {
    await expect(here.theirs.refuse()).rejects.toMatchObject({
      code: 'unavailable',
      details: { field: 'broadcastPort' },
    });
    const fault = await here.theirs.fail().catch((error: unknown) => error);
    expect(fault).not.toBeInstanceOf(AppError);
    expect(String(fault)).toContain('a fault');
    expect(String(fault)).toContain('link.test.ts');
  });

  test('refuses what the other end owes when it is gone, and what it is asked later', async () => {
    const owed = here.theirs.never();
    here.cut();
    await expect(owed).rejects.toMatchObject({ code: 'unavailable' });
    await expect(here.theirs.add(1, 2)).rejects.toMatchObject({ code: 'unavailable' });
  });
});
