import { frameRateOf, mediaSegmentCount } from '../../model/house-format.ts';
import type { LogBlock, LogEvent } from '../../model/log.ts';
import type { Channel } from '../../model/channel.ts';
import { finding, type Finding, type FindingRule } from '../../model/finding.ts';
import { gridFloor, type ChannelTime } from '../../time/broadcast-day.ts';
import { frameAt } from '../../time/frames.ts';
import { formatInstant } from '../../time/zone.ts';

type Report = (rule: FindingRule, subject: LogBlock | LogEvent, message: string) => void;

/**
 * Checks consecutive log blocks of a channel: contiguous (INV-TL-SEAM-001), whole grid slots, which at a clock change may be
 * short ones (-002), in order (-003), of positive length (-004); frames by fence arithmetic from the channel's epoch and
 * media segments numbered without a hole; events tile their block. `grid` is the clock by which the airings were placed,
 * where it is not the channel's present one. Returns what is wrong; none: the log is sound.
 */
export function validateSeams(
  channel: Channel,
  blocks: readonly LogBlock[],
  grid: ChannelTime = channel,
): Finding[] {
  const findings: Finding[] = [];
  const report: Report = (rule, subject, message) => {
    findings.push(
      finding(rule, {
        message: `${formatInstant(subject.startAt)}: ${message}`,
        remedy: 'Nothing was locked; plan the blocks again from their frozen day.',
        subjectId: subject.id,
        startAt: subject.startAt,
      }),
    );
  };
  blocks.forEach((block, index) => {
    const next = blocks[index + 1];
    if (next) checkSeam(block, next, report);
    checkBlock(channel, grid, block, report);
    checkEvents(channel, block, report);
  });
  return findings;
}

function checkSeam(block: LogBlock, next: LogBlock, report: Report): void {
  if (next.startAt <= block.startAt) {
    report('INV-TL-SEAM-003', next, 'the block does not start after the one before it.');
  } else if (block.endAt !== next.startAt) {
    const byMs = next.startAt - block.endAt;
    const what = byMs > 0 ? 'leaves a gap after' : 'overlaps';
    report(
      'INV-TL-SEAM-001',
      next,
      `the block ${what} the one before it by ${String(Math.abs(byMs))} ms.`,
    );
  }
  if (block.firstFrame + block.frameCount !== next.firstFrame) {
    report('INV-FRAME-001', next, 'the block does not start at the frame after the one before it.');
  }
  if (block.firstMediaSequence + block.mediaSegmentCount !== next.firstMediaSequence) {
    report('MEDIA-SEQUENCE', next, 'the media sequence has a hole or a repeat before the block.');
  }
}

function checkBlock(channel: Channel, grid: ChannelTime, block: LogBlock, report: Report): void {
  if (block.endAt <= block.startAt) {
    report('INV-TL-SEAM-004', block, 'the block has no length.');
    return;
  }
  if (
    gridFloor(grid, block.startAt) !== block.startAt ||
    gridFloor(grid, block.endAt) !== block.endAt
  ) {
    report('INV-TL-SEAM-002', block, 'the block is not a whole number of grid slots.');
  }
  const rate = frameRateOf(channel.houseFormat);
  const endFrame = block.firstFrame + block.frameCount;
  if (
    block.firstFrame !== frameAt(block.startAt, channel.epochAt, rate) ||
    endFrame !== frameAt(block.endAt, channel.epochAt, rate)
  ) {
    report('INV-FRAME-001', block, 'the block’s fences are not the frames of its instants.');
  }
}

function checkEvents(channel: Channel, block: LogBlock, report: Report): void {
  let at = block.startAt;
  let frame = block.firstFrame;
  let mediaSequence = block.firstMediaSequence;
  const inFrames = new Map<string, number>();
  block.events.forEach((event, index) => {
    if (event.index !== index || event.blockId !== block.id) {
      report('INV-TL-SEAM-003', event, 'the event is not in its place in the block.');
    }
    if (event.durationMs < 1 || event.frameCount < 1) {
      report('INV-TL-SEAM-004', event, 'the event has no length.');
    }
    if (event.startAt !== at)
      report('INV-TL-SEAM-001', event, 'the event does not follow the one before it.');
    if (event.firstFrame !== frame)
      report('INV-FRAME-001', event, 'the event’s frames do not follow.');
    if (
      event.firstMediaSequence !== mediaSequence ||
      event.mediaSegmentCount !== mediaSegmentCount(event.frameCount, channel.houseFormat)
    ) {
      report('MEDIA-SEQUENCE', event, 'the event’s media segments do not follow.');
    }
    if (event.kind === 'act' && event.assetId !== null) {
      const expected = inFrames.get(event.assetId);
      // A package may show an asset twice; then it begins anew.
      const isAnew = event.inPointMs === 0;
      if (expected !== undefined && expected !== event.assetInFrame && !isAnew) {
        report(
          'INV-FRAME-001',
          event,
          'the act does not go on at the picture after the act before it.',
        );
      }
      inFrames.set(event.assetId, event.assetInFrame + event.frameCount);
    }
    at = event.startAt + event.durationMs;
    frame = event.firstFrame + event.frameCount;
    mediaSequence = event.firstMediaSequence + event.mediaSegmentCount;
  });
  if (at !== block.endAt) report('INV-TL-SEAM-001', block, 'the events do not fill the block.');
  if (frame !== block.firstFrame + block.frameCount) {
    report('INV-FRAME-001', block, 'the events’ frames do not sum to the block’s.');
  }
  if (mediaSequence !== block.firstMediaSequence + block.mediaSegmentCount) {
    report('MEDIA-SEQUENCE', block, 'the events’ media segments do not sum to the block’s.');
  }
}
