import { appendFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

import { openEvidenceJournal, type EvidenceJournal } from '#main/air/evidence-journal.ts';
import type { Evidence, NumberedEvidence } from '#main/air/ports.ts';
import { createManualClock, type ManualClock } from '#tests/helpers/manual-clock.ts';
import { mountSmallDisk } from '#tests/helpers/small-disk.ts';

let folder: string;
let file: string;
let clock: ManualClock;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'retrovue-journal-'));
  file = join(folder, 'evidence.jsonl');
  clock = createManualClock();
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

const alive = (at: number): Evidence => ({
  kind: 'presence',
  spans: [{ fromAt: 0, toAt: at, after: 'not-running' }],
});
const locked = (): Promise<never> => Promise.reject(new Error('locked'));

function open(
  handOver: (entries: readonly NumberedEvidence[]) => Promise<void>,
  takenUntil = 0,
): Promise<EvidenceJournal> {
  return openEvidenceJournal({
    file,
    takenUntil,
    clock,
    handOver,
    onTrouble: (what, error) => {
      throw new Error(what, { cause: error });
    },
  });
}

async function linesOf(): Promise<number[]> {
  const text = await readFile(file, 'utf8');
  const lines = text.split('\n').filter((line) => line !== '');
  return lines.map((line) => (JSON.parse(line) as NumberedEvidence).sequence);
}

/** Closes while the station takes nothing: as after a kill, but the handle is given back. */
async function abandon(journal: EvidenceJournal): Promise<void> {
  const closed = journal.close(1);
  const advancing = setInterval(() => void clock.advance(1_000), 1);
  await closed;
  clearInterval(advancing);
}

describe('the journal of the air', () => {
  test('has what is written on the disk although the station takes nothing', async () => {
    const journal = await open(locked);
    await journal.write(alive(1), true);
    await Promise.all([journal.write(alive(2), false), journal.write(alive(3), true)]);
    expect(await linesOf()).toEqual([1, 2, 3]);
    await abandon(journal);
    expect(await linesOf()).toEqual([1, 2, 3]);
  });

  test('hands over in order, again after a refusal, and is empty when all is taken', async () => {
    const taken: number[] = [];
    let refusals = 2;
    const journal = await open(async (entries) => {
      if (refusals > 0) {
        refusals -= 1;
        throw new Error('locked');
      }
      taken.push(...entries.map(({ sequence }) => sequence));
    });
    for (const at of [1, 2, 3]) await journal.write(alive(at), true);
    await vi.waitFor(async () => {
      await clock.advance(1_000);
      expect(taken).toEqual([1, 2, 3]);
    });
    await vi.waitFor(async () => {
      expect(await linesOf()).toEqual([]);
    });
    await journal.write(alive(4), true);
    await journal.close(1_000);
    expect(taken).toEqual([1, 2, 3, 4]);
    expect(await linesOf()).toEqual([]);
  });

  test('tells the next run what was not taken, and goes on with its numbers', async () => {
    const first = await open(locked);
    for (const at of [1, 2, 3]) await first.write(alive(at), true);
    await abandon(first);
    const taken: number[] = [];
    const second = await open(async (entries) => {
      taken.push(...entries.map(({ sequence }) => sequence));
    }, 1);
    expect(second.left).toEqual([alive(2), alive(3)]);
    await second.write(alive(4), true);
    await second.close(1_000);
    expect(taken).toEqual([2, 3, 4]);
  });

  test('passes over a line that was cut off, and keeps what is written after it', async () => {
    const first = await open(locked);
    await first.write(alive(1), true);
    await abandon(first);
    await appendFile(file, '{"sequence":2,"evid');
    const second = await open(locked);
    expect(second.left).toEqual([alive(1)]);
    await second.write(alive(9), true);
    await abandon(second);
    const third = await open(locked);
    expect(third.left).toEqual([alive(1), alive(9)]);
    await abandon(third);
  });

  test('is closed in time while a hand-over waits, and what that takes in the end is not handed over twice', async () => {
    const waiting = Promise.withResolvers<null>();
    const taken: number[] = [];
    const journal = await open(async (entries) => {
      await waiting.promise;
      taken.push(...entries.map(({ sequence }) => sequence));
    });
    await journal.write(alive(1), true);
    await abandon(journal);
    waiting.resolve(null);
    await vi.waitFor(() => {
      expect(taken).toEqual([1]);
    });
    expect(await linesOf()).toEqual([1]);
    const next = await open(locked, 1);
    expect(next.left).toEqual([]);
    await next.close(1);
  });

  test('loses nothing that is written while it is being emptied', async () => {
    const taken = new Set<number>();
    const journal = await open(async (entries) => {
      for (const { sequence } of entries) taken.add(sequence);
    });
    for (let count = 1; count <= 100; count += 1) {
      const written = journal.write(alive(count), false);
      if (count % 7 === 0) await written;
    }
    await journal.close(1_000);
    expect([...taken]).toEqual(Array.from({ length: 100 }, (_, index) => index + 1));
    expect(await linesOf()).toEqual([]);
  });

  test('opens on a full disk, and spoils no line with one that found no room', async (context) => {
    const disk = mountSmallDisk(64 * 1024);
    if (!disk) return context.skip('mounting a small disk takes root on Linux');
    try {
      file = join(disk.folder, 'evidence.jsonl');
      const before = await open(locked);
      await before.write(alive(1), true);
      await abandon(before);
      disk.fill();
      const journal = await open(locked);
      // Within the page that the file has already there is room, until there is none.
      let count = 1;
      for (let isWritten = true; isWritten; count += 1) {
        isWritten = await journal.write(alive(count + 1), true).then(
          () => true,
          () => false,
        );
      }
      disk.clear();
      await journal.write(alive(1_000), true);
      await abandon(journal);
      const { left } = await open(locked);
      expect(left.at(-1)).toEqual(alive(1_000));
      expect(left).toHaveLength(count);
    } finally {
      disk.dispose();
    }
  });
});
