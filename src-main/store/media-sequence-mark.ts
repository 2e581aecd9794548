import { open, readFile, rename } from 'node:fs/promises';

import PQueue from 'p-queue';
import { z } from 'zod';

import type { ChannelId } from '#shared/model/ids.ts';

/**
 * The highest media sequence number ever locked, by channel, in a small file beside the database. A restored backup of
 * the database would otherwise hand out numbers that players have seen already (docs/evidence.md §5).
 */
export interface MediaSequenceMark {
  /** The first number that was never locked; 0 for a channel that is not known. */
  nextAfter(channelId: ChannelId): number;
  /**
   * Notes that numbers below `next` are taken. On the disk when it resolves; never lowers the mark. When the disk
   * refuses it, the mark is what it was.
   */
  raise(channelId: ChannelId, next: number): Promise<void>;
  /**
   * Gives numbers back that were locked but never published. On the disk when it resolves. When the disk refuses it,
   * they are given back until a restart.
   */
  giveBack(channelId: ChannelId, next: number): Promise<void>;
}

const Marks = z.record(z.string(), z.int().nonnegative());

/** Opens the mark file; one that is absent or damaged counts as empty, because the database is the first witness. */
export async function openMediaSequenceMark(path: string): Promise<MediaSequenceMark> {
  const marks = new Map(Object.entries(await readMarks(path)));
  /** One after the other, so that each writes what the one before has left. */
  const writing = new PQueue({ concurrency: 1 });

  async function write(next: ReadonlyMap<string, number>): Promise<void> {
    const temporary = `${path}.tmp`;
    const file = await open(temporary, 'w');
    try {
      await file.writeFile(JSON.stringify(Object.fromEntries(next)));
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  }

  const nextAfter = (channelId: ChannelId): number => marks.get(channelId) ?? 0;

  return {
    nextAfter,
    raise: (channelId, next) =>
      writing.add(async () => {
        if (next <= nextAfter(channelId)) return;
        await write(new Map(marks).set(channelId, next));
        marks.set(channelId, next);
      }),
    giveBack: (channelId, next) =>
      writing.add(async () => {
        marks.set(channelId, next);
        await write(marks);
      }),
  };
}

async function readMarks(path: string): Promise<Record<string, number>> {
  try {
    return Marks.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch {
    return {};
  }
}
