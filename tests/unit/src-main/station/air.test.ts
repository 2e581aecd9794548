import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

import type { AirCalls, AirState, StationCalls } from '#main/air/ports.ts';
import { createEventBus } from '#main/handlers/event-bus.ts';
import { createGuide } from '#main/handlers/guide.ts';
import { type Air, openAir } from '#main/station/air.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { AIR_DOWN_RULE } from '#shared/model/incident.ts';
import { DEFAULT_SETTINGS } from '#shared/model/settings.ts';
import { createPlanningLab, type PlanningLab } from '#tests/helpers/planning-lab.ts';

/** An air that only says that it is there. */
interface StandIn {
  isRunning: boolean;
  /** Ends it as a fault of its own would. */
  die(): void;
}

let lab: PlanningLab;
let air: Air;
let carried: StandIn[];
let faults: string[];
/** What each air that is carried from now on does. */
let opening: Promise<void>;
let diesWhenTold: boolean;
let isDeafToStop: boolean;
let isSilent: boolean;
let stateAnswer: () => Promise<AirState>;

const STATE: AirState = {
  resources: [],
  cache: { usedBytes: 7, budgetBytes: 9, segmentCount: 1, fault: null },
  isIdle: true,
  delay: { p50Ms: 0, p99Ms: 0, p999Ms: 0, maxMs: 0 },
};

beforeEach(async () => {
  lab = await createPlanningLab();
  [carried, faults] = [[], []];
  opening = Promise.resolve();
  [diesWhenTold, isDeafToStop, isSilent] = [false, false, false];
  stateAnswer = () => Promise.resolve(STATE);
  const ignore = () => undefined;
  air = openAir({
    store: lab.store,
    clock: lab.clock,
    events: createEventBus(lab.clock),
    log: { info: ignore, warn: ignore, error: ignore, hide: ignore },
    tools: {
      current: () => null,
      failure: () => null,
      provide: () => Promise.reject(new Error('not asked here')),
      change: () => Promise.resolve(),
    },
    guide: createGuide(lab.store, lab.clock),
    carry: async (_setting, station, onEnd) => {
      await opening;
      return standIn(station, onEnd);
    },
    cacheFolder: '/nowhere',
    journalFile: '/nowhere',
    settings: () => DEFAULT_SETTINGS,
    isOnAir: true,
    pageFolder: '/nowhere',
    controlUrl: () => null,
    host: undefined,
    port: undefined,
    reportFault: (what) => faults.push(what),
  });
});

afterEach(async () => {
  isDeafToStop = false;
  await air.stop();
  await lab.dispose();
});

function standIn(station: StationCalls, onEnd: (reason: Error) => void) {
  const one: StandIn = {
    isRunning: true,
    die() {
      one.isRunning = false;
      onEnd(new Error('a fault of the air'));
    },
  };
  carried.push(one);
  lab.clock.every(500, () => {
    if (one.isRunning && !isSilent) void station.beat(STATE);
  });
  const place = { url: 'http://127.0.0.1:8777', networkUrls: [] };
  const answer = <T>(value: T): Promise<T> =>
    one.isRunning ? Promise.resolve(value) : Promise.reject(new AppError('unavailable', 'gone'));
  const calls: AirCalls = {
    tell() {
      if (diesWhenTold && one.isRunning) one.die();
      return answer(undefined);
    },
    start: () => answer(place),
    move: () => answer(place),
    onAir: () => answer([]),
    state: () => stateAnswer(),
    measureDelay: () => answer(undefined),
    stop: () => (isDeafToStop ? new Promise(() => undefined) : answer(undefined)),
  };
  return {
    calls,
    end: () => {
      one.isRunning = false;
      return Promise.resolve();
    },
  };
}

const running = (): number => carried.filter(({ isRunning }) => isRunning).length;

describe('the air of a station', () => {
  test('that ends is told and started again', async () => {
    await air.start();
    carried[0]!.die();
    await lab.clock.advance(3_000);
    expect(faults).toEqual(['the air has ended']);
    expect([carried.length, running()]).toEqual([2, 1]);
  });

  test('that is down is recorded of every channel until it is back', async () => {
    const channel = await lab.addChannel();
    const open = async (): Promise<string[]> =>
      (await lab.store.incidents.list({ channelId: channel.id, isOpen: true, limit: 9 })).map(
        ({ rule }) => rule,
      );
    await air.start();
    await lab.clock.advance(5_000);
    expect([await open(), air.downSinceAt()]).toEqual([[], null]);
    const gate = Promise.withResolvers<null>();
    opening = gate.promise.then(() => undefined);
    carried[0]!.die();
    const diedAt = lab.clock.nowAt();
    await lab.clock.advance(5_000);
    expect([await open(), air.downSinceAt()]).toEqual([[AIR_DOWN_RULE], diedAt]);
    gate.resolve(null);
    await lab.clock.advance(5_000);
    expect([await open(), air.downSinceAt()]).toEqual([[], null]);
  });

  test('that is down is recorded as soon as the memory can be written again', async () => {
    const channel = await lab.addChannel();
    await air.start();
    const gate = Promise.withResolvers<null>();
    opening = gate.promise.then(() => undefined);
    vi.spyOn(lab.store.incidents, 'sync').mockRejectedValueOnce(
      new AppError('unavailable', 'The file is locked.'),
    );
    carried[0]!.die();
    await lab.clock.advance(10_000);
    const list = await lab.store.incidents.list({ channelId: channel.id, isOpen: true, limit: 9 });
    expect(list.map(({ rule }) => rule)).toEqual([AIR_DOWN_RULE]);
    gate.resolve(null);
  });

  test('that was down when the station closed is recorded no more', async () => {
    await lab.addChannel();
    await air.start();
    const gate = Promise.withResolvers<never>();
    const sync = vi.spyOn(lab.store.incidents, 'sync').mockReturnValue(gate.promise);
    carried[0]!.die();
    await lab.clock.advance(1_000);
    await air.stop();
    const before = sync.mock.calls.length;
    expect(before).toBeGreaterThan(0);
    gate.reject(new AppError('unavailable', 'The file is locked.'));
    await lab.clock.advance(60_000);
    expect(sync.mock.calls).toHaveLength(before);
  });

  test('that is there but says nothing for ten seconds is ended and started again', async () => {
    await air.start();
    await lab.clock.advance(30_000);
    expect(carried).toHaveLength(1);
    isSilent = true;
    await lab.clock.advance(9_000);
    expect([carried.length, running()]).toEqual([1, 1]);
    isSilent = false;
    await lab.clock.advance(1_000);
    isSilent = true;
    await lab.clock.advance(11_000);
    isSilent = false;
    await lab.clock.advance(3_000);
    expect([carried.length, running()]).toEqual([2, 1]);
    expect(faults).toEqual(['the air has ended']);
  });

  test.each([
    ['is being started again', () => Promise.reject(new AppError('unavailable', 'gone'))],
    ['fails', () => Promise.reject(new TypeError('a fault'))],
    ['does not answer', () => new Promise<never>(() => undefined)],
  ])('answers what it said last when it %s', async (_what, answer) => {
    await air.start();
    expect(await air.cacheStatus()).toEqual(STATE.cache);
    stateAnswer = answer;
    const asked = air.cacheStatus();
    await lab.clock.advance(2_000);
    expect(await asked).toEqual(STATE.cache);
  });

  test('is started again once, however often it ends while it comes back', async () => {
    await air.start();
    diesWhenTold = true;
    carried[0]!.die();
    await lab.clock.advance(10_000);
    const tries = carried.length;
    expect(tries).toBeGreaterThan(2);
    expect(tries).toBeLessThanOrEqual(6);
    diesWhenTold = false;
    await lab.clock.advance(10_000);
    expect([carried.length, running()]).toEqual([tries + 1, 1]);
  });

  test('that is coming back when the station closes is ended', async () => {
    await air.start();
    const gate = Promise.withResolvers<null>();
    opening = gate.promise.then(() => undefined);
    carried[0]!.die();
    await lab.clock.advance(3_000);
    const stopped = air.stop();
    gate.resolve(null);
    await stopped;
    expect([carried.length, running()]).toEqual([2, 0]);
  });

  test('that does not answer when the station closes is ended all the same', async () => {
    await air.start();
    isDeafToStop = true;
    const stopped = air.stop();
    await lab.clock.advance(4_000);
    await stopped;
    expect(running()).toBe(0);
  });
});
