import { describe, expect, test } from 'vitest';

import { createEventBus } from '#main/handlers/event-bus.ts';
import type { Job } from '#shared/model/job.ts';
import { ChannelId, JobId } from '#shared/model/ids.ts';
import { createManualClock } from '#tests/helpers/manual-clock.ts';

const ONE = ChannelId.parse('channel-1');
const TWO = ChannelId.parse('channel-2');

function job(state: Job['state'], done: number): Job {
  return {
    id: JobId.parse('job-1'),
    kind: 'scan',
    title: 'Scan',
    state,
    phase: 'Reading files',
    done,
    total: 12,
    cancelNote: null,
    problems: [],
    error: null,
    startedAt: 0,
    endedAt: null,
  };
}

function begin() {
  const clock = createManualClock();
  const bus = createEventBus(clock);
  const startedAt = clock.nowAt();
  const told: { event: string; atMs: number; sequence: number; payload: unknown }[] = [];
  bus.subscribe(({ event, sequence, payload }) =>
    told.push({ event, sequence, payload, atMs: clock.nowAt() - startedAt }),
  );
  return { clock, bus, told };
}

describe('createEventBus', () => {
  test('numbers events for all and tells them in order', () => {
    const bus = createEventBus(createManualClock());
    const early: number[] = [];
    const late: number[] = [];
    bus.subscribe(({ sequence }) => early.push(sequence));
    bus.emit('channels.changed', {});
    const stop = bus.subscribe(({ sequence }) => late.push(sequence));
    bus.emit('library.changed', {});
    stop();
    bus.emit('sources.changed', {});
    expect(early).toEqual([1, 2, 3]);
    expect(late).toEqual([2]);
  });

  test('lets a listener leave while it is being told', () => {
    const bus = createEventBus(createManualClock());
    const heard: string[] = [];
    const stop = bus.subscribe(() => {
      heard.push('first');
      stop();
    });
    bus.subscribe(() => heard.push('second'));
    bus.emit('channels.changed', {});
    bus.emit('channels.changed', {});
    expect(heard).toEqual(['first', 'second', 'second']);
  });

  test('tells what is on the air at once, then once a second for each channel', async () => {
    const { clock, bus, told } = begin();
    for (let tenth = 0; tenth < 50; tenth += 1) {
      bus.emit('onair.changed', { channelId: ONE });
      if (tenth < 5) bus.emit('onair.changed', { channelId: TWO });
      await clock.advance(100);
    }
    const timesOf = (id: ChannelId): number[] =>
      told
        .filter(({ payload }) => (payload as { channelId: string }).channelId === id)
        .map(({ atMs }) => atMs);

    expect(timesOf(ONE)).toEqual([0, 1_000, 2_000, 3_000, 4_000, 5_000]);
    expect(timesOf(TWO)).toEqual([0, 1_000]);
    expect(told.map(({ sequence }) => sequence)).toEqual(told.map((_each, index) => index + 1));
  });

  test('tells of a scan of any length ever less often, and of its end', async () => {
    const { clock, bus, told } = begin();
    for (let tenth = 0; tenth < 600; tenth += 1) {
      bus.emit('library.changed', {});
      await clock.advance(100);
    }
    await clock.advance(20_000);
    const whileScanning = told.length;
    bus.emit('library.changed', {});

    expect(told.slice(0, 6).map(({ atMs }) => atMs)).toEqual([
      0, 1_000, 3_000, 7_000, 15_000, 23_000,
    ]);
    expect(whileScanning).toBeLessThanOrEqual(12);
    expect(told[whileScanning - 1]?.atMs).toBeGreaterThanOrEqual(59_900);
    expect(told).toHaveLength(whileScanning + 1);
  });

  test('tells the latest progress of a job, its end at once, and nothing of it after that', async () => {
    const { clock, bus, told } = begin();
    for (let done = 1; done <= 9; done += 1) bus.emit('job.changed', { job: job('running', done) });
    await clock.advance(250);
    bus.emit('job.changed', { job: job('running', 10) });
    bus.emit('job.changed', { job: job('done', 10) });
    bus.emit('job.changed', { job: job('running', 11) });
    bus.emit('job.changed', { job: job('running', 12) });
    bus.emit('job.removed', { id: JobId.parse('job-1') });
    await clock.advance(10_000);
    const states = told.map(({ event, payload }) =>
      event === 'job.removed' ? 'removed' : (payload as { job: Job }).job,
    );

    expect(states).toEqual([
      job('running', 1),
      job('running', 9),
      job('done', 10),
      job('running', 11),
      'removed',
    ]);
  });

  test('tells what the operator does at once', () => {
    const { bus, told } = begin();
    for (let index = 0; index < 5; index += 1) bus.emit('pins.changed', { channelId: ONE });

    expect(told).toHaveLength(5);
  });

  test('tells the station’s own parts everything at once', () => {
    const bus = createEventBus(createManualClock());
    const heard: string[] = [];
    bus.listen(({ event }) => heard.push(event));
    for (let index = 0; index < 5; index += 1) bus.emit('log.changed', { channelId: ONE });

    expect(heard).toHaveLength(5);
  });
});
