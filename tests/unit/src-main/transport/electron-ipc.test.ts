import type { WebContents } from 'electron';
import { beforeEach, describe, expect, test } from 'vitest';

import { isOwnPage } from '#main/app/own-page.ts';
import { serveWindows, type WindowService } from '#main/transport/electron-ipc.ts';
import type { ShellCall } from '#main/transport/electron-wire.ts';
import { electron, FakeWebContents, resetElectron } from '#tests/helpers/fake-electron.ts';
import { createFakeStation, type FakeStation } from '#tests/helpers/fake-station-port.ts';

const REQUEST = { id: 1, method: 'station.status', input: {} };

let station: FakeStation;
let contents: FakeWebContents;
let windows: WindowService;
let shellCalls: ShellCall[];

beforeEach(() => {
  resetElectron();
  station = createFakeStation();
  contents = new FakeWebContents();
  shellCalls = [];
  windows = serveWindows({
    station,
    isOwnPage,
    onShellCall: async (call) => {
      shellCalls.push(call);
      return '/media/tv';
    },
  });
  windows.admit(contents as unknown as WebContents);
});

function invoke(message: unknown, event: Record<string, unknown> = {}): Promise<unknown> {
  const handler = electron.ipcHandlers.get('retrovue:request');
  if (!handler) throw new Error('Nothing is served.');
  return handler({ sender: contents, senderFrame: contents.mainFrame, ...event }, message);
}

describe('serveWindows', () => {
  test('hands requests to the station and its answers back', async () => {
    expect(await invoke({ to: 'station', envelope: REQUEST })).toEqual({
      id: 1,
      ok: true,
      output: 'answer',
    });
    expect(station.asked.map(({ raw }) => raw)).toEqual([REQUEST]);
  });

  test('opens one channel for requests and no other', () => {
    expect([...electron.ipcHandlers.keys()]).toEqual(['retrovue:request']);
  });

  test('refuses frames, strangers, foreign pages and frames that have gone', async () => {
    const stranger = new FakeWebContents();
    const message = { to: 'station', envelope: REQUEST };
    const senders = [
      { senderFrame: { url: 'app://retrovue/index.html' } },
      { senderFrame: null },
      { sender: stranger, senderFrame: stranger.mainFrame },
    ];
    for (const sender of senders) {
      await expect(invoke(message, sender)).rejects.toMatchObject({ code: 'unauthorised' });
    }
    contents.mainFrame.url = 'https://evil.example/';
    await expect(invoke(message)).rejects.toMatchObject({ code: 'unauthorised' });
    expect(station.asked).toEqual([]);
  });

  test('refuses what is neither a request nor a shell call', async () => {
    const messages = [
      null,
      'text',
      {},
      { to: 'anywhere' },
      { to: 'shell', request: { call: 'runProgram', path: '/bin/sh' } },
      { to: 'shell', request: { call: 'revealPath', path: '' } },
      { to: 'shell', request: { call: 'pickFolder', extra: true } },
    ];
    for (const message of messages) {
      await expect(invoke(message)).rejects.toMatchObject({ code: 'invalid-input' });
    }
    expect(shellCalls).toEqual([]);
  });

  test('carries shell calls past the station', async () => {
    expect(await invoke({ to: 'shell', request: { call: 'pickFolder' } })).toBe('/media/tv');
    expect(shellCalls).toEqual([{ call: 'pickFolder' }]);
    expect(station.asked).toEqual([]);
  });

  test('pushes every event to every admitted window until it goes', () => {
    const second = new FakeWebContents();
    windows.admit(second as unknown as WebContents);
    const envelope = { event: 'library.changed', sequence: 1, payload: {} };
    station.emit(envelope);
    second.emit('destroyed');
    station.emit({ ...envelope, sequence: 2 });
    const push = { channel: 'retrovue:push', message: { from: 'station', envelope } };
    expect(second.sent).toEqual([push]);
    expect(contents.sent).toHaveLength(2);
  });

  test('cancels a running request when its window asks for it', async () => {
    station.answer = () => new Promise(() => undefined);
    const running = invoke({ to: 'station', envelope: REQUEST });
    expect(await invoke({ to: 'station', envelope: { id: 1, cancel: true } })).toBeNull();
    expect(await running).toMatchObject({ id: 1, ok: false, error: { code: 'cancelled' } });
    expect(station.asked[0]?.signal?.aborted).toBe(true);
  });

  test('ends what a page had in flight when another is loaded', async () => {
    station.answer = () => new Promise(() => undefined);
    void invoke({ to: 'station', envelope: REQUEST });
    await new Promise((resolve) => setImmediate(resolve));
    contents.emit('did-start-navigation', { isMainFrame: true, isSameDocument: true });
    expect(station.asked[0]?.signal?.aborted).toBe(false);
    contents.emit('did-start-navigation', { isMainFrame: true, isSameDocument: false });
    expect(station.asked[0]?.signal?.aborted).toBe(true);
  });

  test('serves nobody after it is closed', () => {
    windows.close();
    expect(electron.ipcHandlers.size).toBe(0);
    station.emit({ event: 'library.changed', sequence: 1, payload: {} });
    expect(contents.sent).toEqual([]);
  });
});
