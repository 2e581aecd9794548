import { describe, expect, test } from 'vitest';

import type { BrowserClock } from '#renderer/client/browser-clock.ts';
import { createSocketLink, RECONNECT_WAITS_MS, type Socket } from '#renderer/client/socket-link.ts';
import { createClient } from '#shared/contract/client.ts';

interface FakeSocket extends Socket {
  readonly sent: string[];
}

/** A clock whose timers run when the test says so. */
function manualTimers() {
  let now = 0;
  const waits: { at: number; run: () => void }[] = [];
  const clock: BrowserClock = {
    monotonicMs: () => now,
    wallAt: () => now,
    after: (ms, run) => {
      const wait = { at: now + ms, run };
      waits.push(wait);
      return () => {
        waits.splice(waits.indexOf(wait), 1);
      };
    },
    every: () => () => undefined,
  };
  return {
    clock,
    waits,
    advance(ms: number) {
      now += ms;
      for (const wait of waits.filter(({ at }) => at <= now)) {
        waits.splice(waits.indexOf(wait), 1);
        wait.run();
      }
    },
  };
}

/** Keys of a page: a code of its address, and a session that it may keep. */
function keysOf(code: string | null, kept: string | null) {
  let session = kept;
  return {
    code,
    session: () => session,
    keep: (next: string) => {
      session = next;
    },
  };
}

function begin(keys = keysOf(null, 'secret')) {
  const timers = manualTimers();
  const sockets: FakeSocket[] = [];
  const link = createSocketLink({
    keys,
    clock: timers.clock,
    openSocket: () => {
      const sent: string[] = [];
      const socket: FakeSocket = {
        sent,
        send: (text) => {
          sent.push(text);
        },
        close: () => undefined,
        onopen: null,
        onmessage: null,
        onclose: null,
      };
      sockets.push(socket);
      return socket;
    },
  });
  return { link, timers, sockets, last: () => sockets.at(-1)! };
}

function answer(socket: FakeSocket, id: number, output: unknown): void {
  socket.onmessage?.({ data: JSON.stringify({ id, ok: true, output }) });
}

describe('createSocketLink', () => {
  test('sends the token before anything else', () => {
    const { link, last } = begin();
    void link.request({ id: 1, method: 'job.list', input: {} });
    expect(last().sent).toEqual([]);
    last().onopen?.();
    expect(last().sent.map((text): unknown => JSON.parse(text))).toEqual([
      { token: 'secret' },
      { id: 1, method: 'job.list', input: {} },
    ]);
  });

  test('exchanges its code for a session and comes back with that', () => {
    const { last, sockets, timers } = begin(keysOf('a code', null));
    last().onopen?.();
    expect(last().sent).toEqual(['{"code":"a code"}']);
    last().onmessage?.({ data: '{"session":"a session"}' });
    last().onclose?.({ code: 1006 });
    timers.advance(RECONNECT_WAITS_MS[0]);
    expect(sockets).toHaveLength(2);
    last().onopen?.();
    expect(last().sent).toEqual(['{"token":"a session"}']);
  });

  test('comes with the session that it has when its code was used before', () => {
    const { link, last, sockets } = begin(keysOf('used', 'a session'));
    last().onopen?.();
    last().onclose?.({ code: 4401 });
    expect(sockets).toHaveLength(2);
    last().onopen?.();
    expect(last().sent).toEqual(['{"token":"a session"}']);
    last().onclose?.({ code: 4401 });
    expect(link.linkState()).toMatchObject({
      state: 'refused',
      reason: expect.stringContaining('retrovue open') as string,
    });
    expect(sockets).toHaveLength(2);
  });

  test('comes in again with a new code when the old key means nothing any more', async () => {
    const keys = keysOf(null, 'old session');
    const { link, last, sockets } = begin(keys);
    const old = last();
    old.onopen?.();
    const underWay = link.request({ id: 1, method: 'job.list', input: {} });
    link.enterAgain('new code');
    await expect(underWay).rejects.toMatchObject({ code: 'unavailable' });
    expect(sockets).toHaveLength(2);
    expect(link.linkState().state).toBe('connecting');
    old.onmessage?.({ data: '{"session":"of the old connection"}' });
    old.onclose?.({ code: 4401 });
    last().onopen?.();
    expect(last().sent).toEqual(['{"code":"new code"}']);
    last().onmessage?.({ data: '{"session":"new session"}' });
    expect(keys.session()).toBe('new session');
    expect(link.linkState().state).toBe('open');
    expect(sockets).toHaveLength(2);
  });

  test('lets nothing that is no message of the contract disturb it', () => {
    const { link, last } = begin();
    last().onopen?.();
    for (const data of ['no JSON', '7', '{}', new Uint8Array(3)]) last().onmessage?.({ data });
    expect(link.linkState().state).toBe('open');
  });

  test('gives an answer to the request that asked for it', async () => {
    const { link, last } = begin();
    last().onopen?.();
    const first = link.request({ id: 1, method: 'job.list', input: {} });
    const second = link.request({ id: 2, method: 'job.list', input: {} });
    answer(last(), 2, ['two']);
    answer(last(), 1, ['one']);
    expect(await first).toEqual({ id: 1, ok: true, output: ['one'] });
    expect(await second).toEqual({ id: 2, ok: true, output: ['two'] });
  });

  test('fails what was under way when the connection breaks and never sends it twice', async () => {
    const { link, last, timers, sockets } = begin();
    last().onopen?.();
    const asked = link.request({ id: 1, method: 'plan.publish', input: {} });
    const failure = expect(asked).rejects.toMatchObject({ code: 'unavailable' });
    last().onclose?.({ code: 1006 });
    await failure;
    timers.advance(RECONNECT_WAITS_MS[0]);
    expect(sockets).toHaveLength(2);
    last().onopen?.();
    expect(last().sent).toEqual([JSON.stringify({ token: 'secret' })]);
  });

  test('waits longer before each attempt and starts over after a connection', () => {
    const { last, timers, sockets } = begin();
    last().onopen?.();
    for (const wait of RECONNECT_WAITS_MS) {
      last().onclose?.({ code: 1006 });
      const before = sockets.length;
      timers.advance(wait - 1);
      expect(sockets).toHaveLength(before);
      timers.advance(1);
      expect(sockets).toHaveLength(before + 1);
    }
    last().onopen?.();
    last().onclose?.({ code: 1006 });
    expect(timers.waits.map(({ at }) => at - timers.clock.monotonicMs())).toEqual([
      RECONNECT_WAITS_MS[0],
    ]);
  });

  test('says that it is lost and that it is back', () => {
    const { link, last, timers } = begin();
    const states: string[] = [];
    let reconnects = 0;
    link.onLinkChange(({ state }) => states.push(state));
    link.onReconnect(() => {
      reconnects += 1;
    });
    last().onopen?.();
    last().onclose?.({ code: 1006 });
    timers.advance(RECONNECT_WAITS_MS[0]);
    last().onopen?.();
    expect(states).toEqual(['open', 'lost', 'open']);
    expect(reconnects).toBe(1);
  });

  test('stops trying when the token is refused', async () => {
    const { link, last, timers } = begin();
    last().onopen?.();
    last().onclose?.({ code: 4401 });
    expect(link.linkState().state).toBe('refused');
    expect(timers.waits).toEqual([]);
    await expect(link.request({ id: 1, method: 'job.list', input: {} })).rejects.toMatchObject({
      code: 'unavailable',
    });
  });

  test('lets the client see a gap in the events', () => {
    const { link, last } = begin();
    last().onopen?.();
    const heard: unknown[] = [];
    createClient(link).on((event) => heard.push(event === 'gap' ? 'gap' : event.event));
    for (const sequence of [4, 5, 8]) {
      last().onmessage?.({
        data: JSON.stringify({ event: 'library.changed', sequence, payload: {} }),
      });
    }
    expect(heard).toEqual(['library.changed', 'library.changed', 'gap', 'library.changed']);
  });
});
