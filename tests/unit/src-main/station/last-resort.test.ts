import { EventEmitter } from 'node:events';

import { describe, expect, test } from 'vitest';

import { installLastResort } from '#main/station/last-resort.ts';

function fakeProcess(): EventEmitter & Pick<NodeJS.Process, 'on' | 'off'> {
  return new EventEmitter() as EventEmitter & Pick<NodeJS.Process, 'on' | 'off'>;
}

describe('installLastResort', () => {
  test('hears exceptions and rejections, each with its own words', () => {
    const target = fakeProcess();
    const heard: unknown[] = [];
    installLastResort((what, error) => heard.push([what, error]), target);
    target.emit('uncaughtException', 'thrown');
    target.emit('unhandledRejection', 'rejected');
    expect(heard).toEqual([
      ['an exception that nobody caught', 'thrown'],
      ['a rejection that nobody handled', 'rejected'],
    ]);
  });

  test('goes on when even telling fails', () => {
    const target = fakeProcess();
    installLastResort(() => {
      throw new Error('The log is gone.');
    }, target);
    expect(target.emit('uncaughtException', new Error('first'))).toBe(true);
  });

  test('leaves the process as it was when it is taken away', () => {
    const target = fakeProcess();
    installLastResort(() => undefined, target)();
    expect(target.eventNames()).toEqual([]);
  });
});
