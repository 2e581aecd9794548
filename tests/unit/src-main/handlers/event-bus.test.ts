import { describe, expect, test } from 'vitest';

import { createEventBus } from '#main/handlers/event-bus.ts';

describe('createEventBus', () => {
  test('numbers events for all and tells them in order', () => {
    const bus = createEventBus();
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
    const bus = createEventBus();
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
});
