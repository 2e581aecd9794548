import { stat, truncate } from 'node:fs/promises';
import { join } from 'node:path';

import { afterEach, expect, test } from 'vitest';

import { dataPathsOf } from '#main/station/data-folder.ts';
import { buildChannel } from '#tests/helpers/build-channel.ts';
import { createTestStation, type TestStation } from '#tests/helpers/test-station.ts';

let opened: TestStation | null = null;

afterEach(async () => {
  await opened?.dispose();
  opened = null;
});

test('a station whose file is cut off beneath it says so in its health at the first write that fails', async () => {
  const existing = buildChannel();
  opened = await createTestStation({ seed: (store) => store.channels.insert(existing) });
  const { client, folder } = opened;
  const file = dataPathsOf(join(folder, 'data')).database;
  await truncate(file, Math.floor((await stat(file)).size / 2));
  const change = { id: existing.id, changes: { name: 'Changed' } };
  await expect(client.call('channel.update', change)).rejects.toMatchObject({
    code: 'unavailable',
  });
  const { health } = await client.call('station.status', {});
  expect(health.state).toBe('trouble');
  expect(health.sentence).toContain('The station’s file is damaged.');
});
