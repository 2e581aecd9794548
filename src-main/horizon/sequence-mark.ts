import type { ChannelId } from '#shared/model/ids.ts';

/** Numbers that players may have seen although the database does not know (a restored backup). */
export interface SequenceMark {
  nextAfter(channelId: ChannelId): number;
  raise(channelId: ChannelId, next: number): Promise<void>;
  giveBack(channelId: ChannelId, next: number): Promise<void>;
}

/**
 * Writes log whose last number is below `next`. First the mark: should the power fail between the two, numbers are lost,
 * never given out twice. Where the write fails, nothing of it was published, and its numbers are given back: the next
 * attempt leaves no hole.
 */
export async function writeNumbered(
  mark: SequenceMark | null,
  channelId: ChannelId,
  next: number | null,
  write: () => Promise<void>,
): Promise<void> {
  const before = mark?.nextAfter(channelId) ?? 0;
  if (next !== null) await mark?.raise(channelId, next);
  try {
    await write();
  } catch (error) {
    // What cannot be given back on the disk is a hole after a restart, which playout can cross.
    if (next !== null && next > before && mark?.nextAfter(channelId) === next) {
      await mark.giveBack(channelId, before).catch(() => undefined);
    }
    throw error;
  }
}
