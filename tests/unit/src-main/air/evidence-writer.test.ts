import { expect, test } from 'vitest';

import { createAirMemory } from '#main/air/air-memory.ts';
import { createEvidenceWriter } from '#main/air/evidence-writer.ts';
import type { Evidence } from '#main/air/ports.ts';
import { openAsRunRecorder } from '#main/playout/as-run-recorder.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { ChannelId } from '#shared/model/ids.ts';
import { buildLog } from '#tests/helpers/build-log.ts';
import { createManualClock, TEST_EPOCH_AT } from '#tests/helpers/manual-clock.ts';

const MINUTE = 60_000;
const blocks = buildLog({
  channelId: 'c',
  epochAt: TEST_EPOCH_AT,
  startAt: TEST_EPOCH_AT,
  format: { height: 480, rate: '25' },
  blocks: Array.from({ length: 10 }, () => [{ assetId: 'a', durationMs: MINUTE }]),
});

test.each([
  ['takes no line', () => true],
  ['takes lines and cannot keep them', (isDurable: boolean) => isDurable],
  ['takes every line', () => false],
])('what aired is told once while the disk %s', async (_what, isRefused) => {
  const clock = createManualClock();
  const memory = createAirMemory([]);
  const told: Evidence[] = [];
  const troubles: string[] = [];
  const journal = {
    // As the real one: what it cannot write it hands over all the same.
    write(evidence: Evidence, isDurable: boolean): Promise<void> {
      told.push(evidence);
      return isRefused(isDurable)
        ? Promise.reject(new Error('ENOSPC: no space left on device'))
        : Promise.resolve();
    },
  };
  const writer = createEvidenceWriter({
    memory,
    journal,
    station: { record: () => Promise.reject(new AppError('unavailable', 'not asked here')) },
    onTrouble: (what) => troubles.push(what),
  });
  const recorder = await openAsRunRecorder(memory.reader, writer, clock);
  for (let step = 0; step < 60; step += 1) {
    await clock.advance(5_000);
    await recorder
      .record([{ id: ChannelId.parse('c'), blocks }])
      .catch(() => troubles.push('as-run'));
  }
  recorder.close();
  const rows = told.flatMap((each) => (each.kind === 'as-run' ? each.rows : []));
  expect(rows.map(({ eventId }) => eventId)).toEqual(
    blocks.slice(0, 5).flatMap(({ events }) => events.map(({ id }) => id)),
  );
  expect(troubles.length > 0).toBe(isRefused(true));
});
