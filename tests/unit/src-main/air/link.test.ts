import { MessageChannel } from 'node:worker_threads';

import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { createLink, type Link } from '#main/air/link.ts';
import { givenOver } from '#main/air/ports.ts';
import { AppError } from '#shared/errors/app-error.ts';

interface Sums {
  add(a: number, b: number): Promise<number>;
  refuse(): Promise<never>;
  fail(): Promise<never>;
  never(): Promise<never>;
  give(): Promise<{ bytes: Uint8Array }>;
}

interface Nothing {
  ping(): Promise<string>;
}

let gift: Uint8Array;

const SUMS: Sums = {
  add: async (a, b) => a + b,
  refuse: async () => {
    throw new AppError('unavailable', 'The port is taken.', { field: 'broadcastPort' });
  },
  fail: async () => {
    throw new TypeError('a fault');
  },
  never: () => new Promise(() => undefined),
  give: async () => ({ bytes: gift }),
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
    'give',
  ]);
  there = createLink<Nothing, Sums>(channel.port2, SUMS, ['ping'], givenOver);
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

  test('gives bytes over instead of having them copied', async () => {
    gift = new Uint8Array([1, 2, 3]);
    expect([...(await here.theirs.give()).bytes]).toEqual([1, 2, 3]);
    expect(gift.byteLength).toBe(0);
  });

  test('refuses at once what cannot be carried', async () => {
    const notCarried = (() => undefined) as unknown as number;
    await expect(here.theirs.add(notCarried, 1)).rejects.toThrow('could not be cloned');
    expect(await here.theirs.add(2, 1)).toBe(3);
  });

  test('refuses what the other end owes when it is gone, and what it is asked later', async () => {
    const owed = here.theirs.never();
    here.cut();
    await expect(owed).rejects.toMatchObject({ code: 'unavailable' });
    await expect(here.theirs.add(1, 2)).rejects.toMatchObject({ code: 'unavailable' });
  });
});
