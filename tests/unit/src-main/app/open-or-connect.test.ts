import { beforeEach, describe, expect, test } from 'vitest';

import { openOrConnect } from '#main/app/open-or-connect.ts';
import type { StationPort } from '#main/transport/station-port.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { electron, resetElectron } from '#tests/helpers/fake-electron.ts';
import { createFakeStation } from '#tests/helpers/fake-station-port.ts';

beforeEach(resetElectron);

const HELD = new AppError('data-folder-in-use', 'The folder is in use by retrovue serve.', {
  holder: 'serve',
  url: 'http://127.0.0.1:4711',
  remedy: 'Connect to that station at http://127.0.0.1:4711.',
});

function doorsThatFail(error: Error): {
  open: () => Promise<StationPort>;
  connect: (url: string) => Promise<StationPort>;
  connected: string[];
} {
  const connected: string[] = [];
  return {
    open: () => Promise.reject(error),
    connect: async (url) => {
      connected.push(url);
      return createFakeStation();
    },
    connected,
  };
}

describe('openOrConnect', () => {
  test('says who holds the data folder and connects to it when the operator agrees', async () => {
    const doors = doorsThatFail(HELD);
    const station = await openOrConnect(doors);
    expect(electron.messageBoxes[0]).toMatchObject({
      message: 'The folder is in use by retrovue serve.',
      buttons: ['Connect to it', 'Quit'],
    });
    expect(doors.connected).toEqual(['http://127.0.0.1:4711']);
    expect(station).not.toBeNull();
  });

  test('gives up when the operator declines', async () => {
    electron.pressedButton = 1;
    const doors = doorsThatFail(HELD);
    expect(await openOrConnect(doors)).toBeNull();
    expect(doors.connected).toEqual([]);
  });

  test('offers no connection to a host that takes none', async () => {
    const doors = doorsThatFail(
      new AppError('data-folder-in-use', 'In use by a command.', { holder: 'command', url: null }),
    );
    expect(await openOrConnect(doors)).toBeNull();
    expect(electron.messageBoxes[0]).toMatchObject({ buttons: ['Quit'] });
    expect(doors.connected).toEqual([]);
  });

  test('shows any other refusal with its remedy', async () => {
    const refusal = new AppError('unavailable', 'The disk is full.', { remedy: 'Make room.' });
    expect(await openOrConnect(doorsThatFail(refusal))).toBeNull();
    expect(electron.errorBoxes).toEqual([{ title: 'The disk is full.', content: 'Make room.' }]);
  });

  test('does not hide a fault', async () => {
    await expect(openOrConnect(doorsThatFail(new Error('a bug')))).rejects.toThrow('a bug');
  });
});
