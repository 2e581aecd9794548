import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { type ControlAccess, openControlAccess } from '#main/station/control-access.ts';
import { createManualClock, type ManualClock } from '#tests/helpers/manual-clock.ts';

const DAY_MS = 24 * 3_600_000;

let folder: string;
let clock: ManualClock;
let hidden: string[];
let access: ControlAccess;

function open(): ControlAccess {
  return openControlAccess(join(folder, 'control.key'), clock, (secret) => hidden.push(secret));
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'retrovue-access-'));
  clock = createManualClock();
  hidden = [];
  access = open();
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** The session that a fresh code is exchanged for. */
function enter(): string {
  return access.admit({ code: access.issueCode().code })?.session ?? '';
}

describe('the access to a control server', () => {
  test('is given by the key', () => {
    expect(access.admit({ token: access.key() })).toEqual({ session: null });
    for (const token of ['', 'wrong', access.key().slice(1), `${access.key()}x`, 'a.b.c', '..']) {
      expect({ token, admission: access.admit({ token }) }).toEqual({ token, admission: null });
    }
    expect(access.admit({})).toBeNull();
  });

  test('is given by a code once, and by the session that it was exchanged for again and again', () => {
    const { code, expiresAt } = access.issueCode();
    expect(expiresAt).toBe(clock.nowAt() + 15 * 60_000);
    const session = access.admit({ code })?.session ?? '';
    expect(access.admit({ code })).toBeNull();
    for (let time = 0; time < 3; time += 1) {
      expect(access.admit({ token: session })).toEqual({ session: null });
    }
    expect(session).not.toContain(access.key());
  });

  test('is not given by a code that is a quarter of an hour old', async () => {
    const [early, late] = [access.issueCode(), access.issueCode()];
    await clock.advance(15 * 60_000 - 1);
    expect(access.admit(early)).not.toBeNull();
    await clock.advance(1);
    expect(access.admit(late)).toBeNull();
  });

  test('is not given by a session that is thirty days old, or whose end was moved', async () => {
    const session = enter();
    await clock.advance(30 * DAY_MS - 1);
    expect(access.admit({ token: session })).not.toBeNull();
    await clock.advance(1);
    expect(access.admit({ token: session })).toBeNull();
    const [expiresAt = '', ...rest] = session.split('.');
    const moved = [String(Number(expiresAt) + DAY_MS), ...rest].join('.');
    expect(access.admit({ token: moved })).toBeNull();
  });

  test('outlives the station’s process', () => {
    const session = enter();
    access = open();
    expect(access.admit({ token: session })).not.toBeNull();
  });

  test('ends with the key for keys, sessions and codes, and those who listen are told', async () => {
    const former = access.key();
    const session = enter();
    const { code } = access.issueCode();
    let told = 0;
    access.onRenewed(() => {
      told += 1;
    });
    access.renew();
    expect(told).toBe(1);
    for (const greeting of [{ token: former }, { token: session }, { code }]) {
      expect(access.admit(greeting)).toBeNull();
    }
    expect(access.admit({ token: access.key() })).not.toBeNull();
    expect(await readFile(join(folder, 'control.key'), 'utf8')).toBe(`${access.key()}\n`);
    expect(hidden).toEqual([former, access.key()]);
  });

  test('keeps twenty codes, the latest', () => {
    const codes = Array.from({ length: 21 }, () => access.issueCode());
    expect(codes.map((code) => access.admit(code) !== null)).toEqual([
      false,
      ...Array<boolean>(20).fill(true),
    ]);
  });
});
