import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import type { AirCalls } from '#main/air/ports.ts';
import { createEventBus } from '#main/handlers/event-bus.ts';
import { createGuide } from '#main/handlers/guide.ts';
import { type Air, openAir } from '#main/station/air.ts';
import { AppError } from '#shared/errors/app-error.ts';
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

beforeEach(async () => {
  lab = await createPlanningLab();
  [carried, faults] = [[], []];
  opening = Promise.resolve();
  [diesWhenTold, isDeafToStop] = [false, false];
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
    carry: async (_setting, _station, onEnd) => {
      await opening;
      return standIn(onEnd);
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

function standIn(onEnd: (reason: Error) => void) {
  const one: StandIn = {
    isRunning: true,
    die() {
      one.isRunning = false;
      onEnd(new Error('a fault of the air'));
    },
  };
  carried.push(one);
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
    state: () => Promise.reject(new AppError('unavailable', 'gone')),
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
