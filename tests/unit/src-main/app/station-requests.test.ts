import { describe, expect, test } from 'vitest';

import { readBroadcastUrl } from '#main/app/station-requests.ts';
import { createFakeStation } from '#tests/helpers/fake-station-port.ts';

describe('readBroadcastUrl', () => {
  test('answers nothing while the station cannot say', async () => {
    const station = createFakeStation();
    station.answer = () => ({
      id: 'status',
      ok: false,
      error: { code: 'unavailable', message: 'Lost.', details: {} },
    });
    expect(await readBroadcastUrl(station)).toBeNull();
  });

  test('answers nothing when the status is not one', async () => {
    const station = createFakeStation();
    station.answer = () => ({ id: 'status', ok: true, output: { broadcastUrl: 7 } });
    expect(await readBroadcastUrl(station)).toBeNull();
  });

  test('reads the address from the status', async () => {
    const station = createFakeStation();
    station.answer = () => ({
      id: 'status',
      ok: true,
      output: {
        stationName: 'RetroVue',
        version: '0.1.0',
        nowAt: 1,
        startedAt: 1,
        timezone: 'UTC',
        dataFolder: '/srv/tv',
        broadcastUrl: 'http://127.0.0.1:8777',
        isSharedOnNetwork: false,
        networkUrls: [],
        listeners: [],
        lastFault: null,
        health: { state: 'good', sentence: 'All is well.' },
        ffmpeg: { isAvailable: true, path: '/usr/bin/ffmpeg', version: '5.1', remedy: null },
        cache: { usedBytes: 0, budgetBytes: 0, segmentCount: 0, fault: null },
        lastBackup: null,
        assetCount: 0,
        channelCount: 0,
      },
    });
    expect(await readBroadcastUrl(station)).toBe('http://127.0.0.1:8777');
  });
});
