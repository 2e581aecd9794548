import { beforeEach, describe, expect, test, vi } from 'vitest';

interface Bridge {
  request(envelope: unknown): Promise<unknown>;
  subscribe(listener: (event: unknown) => void): () => void;
  readonly shell: {
    capabilities(): Promise<unknown>;
    pickFolder(): Promise<unknown>;
    revealPath(path: string): Promise<unknown>;
    onMenu(listener: (item: unknown) => void): () => void;
  };
}

let fake: typeof import('#tests/helpers/fake-electron.ts');
let bridge: Bridge;

// The script acts when it is loaded, so each test loads it anew together with the module it speaks to.
beforeEach(async () => {
  vi.resetModules();
  fake = await import('#tests/helpers/fake-electron.ts');
  await import('#main/preload/index.ts');
  bridge = fake.electron.exposed.get('retrovue') as Bridge;
});

describe('the bridge', () => {
  test('exposes request, subscribe and the shell calls, and nothing else', () => {
    expect([...fake.electron.exposed.keys()]).toEqual(['retrovue']);
    expect(Object.keys(bridge).sort()).toEqual(['request', 'shell', 'subscribe']);
    expect(Object.keys(bridge.shell).sort()).toEqual([
      'capabilities',
      'onMenu',
      'pickFolder',
      'revealPath',
    ]);
  });

  test('sends every request on the one channel', async () => {
    fake.electron.invokeAnswer = { id: 1, ok: true, output: {} };
    const envelope = { id: 1, method: 'station.status', input: {} };
    expect(await bridge.request(envelope)).toEqual({ id: 1, ok: true, output: {} });
    await bridge.shell.revealPath('/media/tv/show.mkv');
    const channel = 'retrovue:request';
    expect(fake.electron.invoked).toEqual([
      { channel, message: { to: 'station', envelope } },
      {
        channel,
        message: { to: 'shell', request: { call: 'revealPath', path: '/media/tv/show.mkv' } },
      },
    ]);
  });

  test('hands pushes to those they are for, without the event object, until they stop listening', () => {
    const heard: unknown[][] = [];
    const chosen: unknown[][] = [];
    const stop = bridge.subscribe((...values) => heard.push(values));
    bridge.shell.onMenu((...values) => chosen.push(values));
    const envelope = { event: 'library.changed', sequence: 1, payload: {} };
    const rawEvent = { sender: fake.ipcRenderer };
    fake.ipcRenderer.emit('retrovue:push', rawEvent, { from: 'station', envelope });
    fake.ipcRenderer.emit('retrovue:push', rawEvent, { from: 'menu', item: 'settings' });
    stop();
    fake.ipcRenderer.emit('retrovue:push', rawEvent, { from: 'station', envelope });
    expect(heard).toEqual([[envelope]]);
    expect(chosen).toEqual([['settings']]);
  });
});
