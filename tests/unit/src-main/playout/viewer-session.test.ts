import { describe, expect, test } from 'vitest';

import {
  createViewerTable,
  LINGER_MS,
  STOPPED_SESSION,
  stepSession,
  viewerCount,
  type SessionEvent,
  type SessionState,
  type ViewerTable,
} from '#main/playout/viewer-session.ts';

type Step = { readonly seen: string } | 'tick' | SessionEvent;

function run(steps: readonly (readonly [number, Step])[]) {
  const table = createViewerTable();
  let state: SessionState = STOPPED_SESSION;
  const effects: string[] = [];
  for (const [at, step] of steps) {
    const next = stepSession(state, eventOf(table, step, at), at);
    state = next.state;
    effects.push(...next.effects.map((effect) => `${effect.type}@${String(at)}`));
  }
  return { state, effects };
}

function eventOf(table: ViewerTable, step: Step, at: number): SessionEvent {
  if (step === 'tick') return { type: 'tick', viewers: table.countAt(at) };
  if ('seen' in step) return { type: 'viewer-seen', viewers: table.see(step.seen, at) };
  return step;
}

const seen = (viewerKey: string): Step => ({ seen: viewerKey });
const tick = 'tick';

/** A tick each second in `[fromMs, toMs]`, as while the program runs. */
function ticks(fromMs: number, toMs: number): (readonly [number, Step])[] {
  return Array.from({ length: Math.floor((toMs - fromMs) / 1_000) + 1 }, (_, index) => [
    fromMs + index * 1_000,
    tick,
  ]);
}

describe('stepSession', () => {
  test('starts a channel with its first viewer and not again with the second', () => {
    const { state, effects } = run([
      [1_000, seen('a')],
      [2_000, seen('b')],
    ]);
    expect(effects).toEqual(['start@1000']);
    expect(viewerCount(state)).toBe(2);
  });

  test('goes on when a viewer comes back nineteen seconds after leaving', () => {
    const { state, effects } = run([
      [0, seen('a')],
      ...ticks(1_000, 18_000),
      [19_000, seen('a')],
      [21_000, tick],
    ]);
    expect(effects).toEqual(['start@0']);
    expect(state.phase).toBe('running');
  });

  test('stops twenty seconds after the last sign of life', () => {
    const { state, effects } = run([[0, seen('a')], ...ticks(1_000, LINGER_MS + 3_000)]);
    expect(effects).toEqual(['start@0', `stop@${String(LINGER_MS)}`]);
    expect(state.phase).toBe('stopped');
  });

  test.each([
    ['stood still for an hour', [[3_600_000, tick]], 'lingering', 3_600_000 + 15_000],
    [
      'stood still twice',
      [
        [30_000, tick],
        [60_000, tick],
      ],
      'lingering',
      75_000,
    ],
    ['was a little late', [[9_000, tick]], 'running', LINGER_MS],
  ] as const)(
    'counts only time in which the program ran when it %s',
    (_how, late, phase, stopsAt) => {
      const begins = [[0, seen('a')], ...ticks(1_000, 5_000), ...late] as const;
      const [at] = late.at(-1) ?? [0];
      expect(run(begins)).toMatchObject({ state: { phase }, effects: ['start@0'] });
      const { effects } = run([...begins, ...ticks(at + 1_000, at + 30_000)]);
      expect(effects).toEqual(['start@0', `stop@${String(stopsAt)}`]);
    },
  );

  test('lingers without viewers and does not count those who have gone quiet', () => {
    const { state } = run([
      [0, seen('a')],
      [11_000, tick],
    ]);
    expect(state.phase).toBe('lingering');
    expect(viewerCount(state)).toBe(0);
  });

  test('never stops a channel that is always on', () => {
    const { state, effects } = run([
      [0, { type: 'always-on', isAlwaysOn: true }],
      [500_000, tick],
    ]);
    expect(effects).toEqual(['start@0']);
    expect(state.phase).toBe('lingering');
  });

  test('continues an interrupted session without starting it anew', () => {
    const { state, effects } = run([[5_000, { type: 'resume' }]]);
    expect(effects).toEqual([]);
    expect(state.phase).toBe('lingering');
  });
});

describe('createViewerTable', () => {
  test('counts a viewer once, however often it is seen, until it has gone quiet', () => {
    const table = createViewerTable();
    table.see('a', 0);
    table.see('a', 1_000);

    expect(table.see('b', 2_000)).toBe(2);
    expect(table.countAt(10_999)).toBe(2);
    expect(table.countAt(11_000)).toBe(1);
    expect(table.countAt(12_000)).toBe(0);
  });
});
