import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';

import { afterEach, describe, expect, test } from 'vitest';

import { createProcessRoster, endAllOn, enrol, keepRoster } from '#main/media/process-roster.ts';

const children: ChildProcess[] = [];

/** A program that waits, and has started another that waits. */
function startFamily(): ChildProcess {
  const script =
    "const { spawn } = require('node:child_process');" +
    "const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'inherit' });" +
    'process.stdout.write(`${child.pid}\\n`); setInterval(() => {}, 1000);';
  const child = spawn(process.execPath, ['-e', script], {
    detached: true,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  children.push(child);
  return child;
}

afterEach(() => {
  keepRoster(createProcessRoster());
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

describe('a roster of programs', () => {
  test('ends what still runs, with all that it has started', async () => {
    const roster = createProcessRoster();
    keepRoster(roster);
    const child = startFamily();
    enrol(child.pid!);
    const [first] = (await once(child.stdout!, 'data')) as [Buffer];
    const grandchild = Number(first.toString('utf8'));
    const ended = once(child.stdout!, 'close');
    endAllOn(roster);
    expect((await once(child, 'exit'))[1]).toBe('SIGKILL');
    // Both held the pipe open: it closes when the second has ended too.
    await ended;
    expect(grandchild).toBeGreaterThan(0);
  });

  test('leaves alone what has ended by itself', () => {
    const roster = createProcessRoster();
    keepRoster(roster);
    const strikeOff = enrol(4_194_304);
    expect([...roster]).toContain(4_194_304);
    strikeOff();
    expect([...roster].every((pid) => pid === 0)).toBe(true);
  });

  test('has no place for more programs than it has places, and goes on', () => {
    const roster = createProcessRoster();
    keepRoster(roster);
    const strikes = Array.from({ length: roster.length + 3 }, (_, index) => enrol(index + 1));
    expect([...roster].filter((pid) => pid !== 0)).toHaveLength(roster.length);
    for (const strikeOff of strikes) strikeOff();
    expect([...roster].every((pid) => pid === 0)).toBe(true);
  });
});
