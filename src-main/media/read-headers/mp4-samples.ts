import { fullBox, readLong, tableOf } from './mp4-boxes.ts';
import { demand, required } from './not-understood.ts';

/** Where and when the samples of a track lie. */
export interface SampleTables {
  readonly sampleCount: number;
  /** Sum of the samples' durations, in ticks. */
  readonly ticks: number;
  /** Whether all samples, but perhaps the last, last equally long. */
  readonly isSteady: boolean;
  /** Ticks from decoding the first sample to showing it. */
  readonly firstOffset: number;
  /** Place of the sample in the file, in bytes. Only of the first `KEPT_SAMPLES`. */
  readonly first: readonly SamplePlace[];
  /** Time of decoding of the samples of `first`, in ticks. */
  readonly firstTicks: readonly number[];
}

export interface SamplePlace {
  readonly start: number;
  readonly length: number;
}

const KEPT_SAMPLES = 512;
/** A day of pictures at 120 Hz. */
const MOST_SAMPLES = 12_000_000;
const FIRST_TIMES = 64;

/**
 * Reads `stts`, `ctts`, `stsc`, `stsz` and `stco` or `co64`; all samples must lie in the file. Only
 * samples of text may last no time (`mayStand`).
 */
export function readSampleTables(
  boxes: ReadonlyMap<string, Buffer>,
  fileSize: number,
  mayStand: boolean,
): SampleTables {
  const sizes = readSizes(required(boxes.get('stsz'), 'no sizes'));
  const times = readTimes(required(boxes.get('stts'), 'no times'), mayStand);
  demand(sizes.count >= 1 && sizes.count === times.count, 'tables do not agree');
  const first = placeSamples(boxes, sizes, fileSize);
  const offsets = boxes.get('ctts');
  const firstOffset = offsets ? readOffsets(offsets, times.firstTicks, sizes.count) : 0;
  return {
    sampleCount: sizes.count,
    ticks: times.ticks,
    isSteady: times.isSteady,
    firstOffset,
    first,
    firstTicks: times.firstTicks,
  };
}

interface Sizes {
  readonly count: number;
  /** Bytes of one sample. */
  readonly sizeOf: (index: number) => number;
  /** Bytes of the samples in [from, to). Costs nothing when all are equally long, however many they are. */
  readonly sizeOfRun: (from: number, to: number) => number;
}

function readSizes(body: Buffer): Sizes {
  const { rest } = fullBox(body);
  demand(rest.length >= 8, 'a table is cut off');
  const same = rest.readUInt32BE(0);
  const count = rest.readUInt32BE(4);
  demand(count <= MOST_SAMPLES, 'too many samples');
  demand(rest.length === 8 + (same === 0 ? 4 * count : 0), 'a table of another size');
  if (same !== 0) {
    return { count, sizeOf: () => same, sizeOfRun: (from, to) => same * (to - from) };
  }
  const sizeOf = (index: number): number => rest.readUInt32BE(8 + 4 * index);
  const sizeOfRun = (from: number, to: number): number => {
    let bytes = 0;
    for (let index = from; index < to; index += 1) bytes += sizeOf(index);
    return bytes;
  };
  return { count, sizeOf, sizeOfRun };
}

function readTimes(
  body: Buffer,
  mayStand: boolean,
): {
  count: number;
  ticks: number;
  isSteady: boolean;
  firstTicks: number[];
} {
  const { rows, count: rowCount } = tableOf(body, 8);
  let [count, ticks] = [0, 0];
  const firstTicks: number[] = [];
  const usual = rowCount > 0 ? rows.readUInt32BE(4) : 0;
  let isSteady = true;
  for (let row = 0; row < rowCount; row += 1) {
    const [samples, each] = [rows.readUInt32BE(8 * row), rows.readUInt32BE(8 * row + 4)];
    demand(samples > 0 && samples <= MOST_SAMPLES && each < 2 ** 31, 'unusual times');
    demand(mayStand || each > 0, 'samples last no time');
    for (let sample = 0; sample < samples && firstTicks.length < KEPT_SAMPLES; sample += 1) {
      firstTicks.push(ticks + sample * each);
    }
    isSteady &&= each === usual || (row === rowCount - 1 && samples === 1);
    count += samples;
    ticks += samples * each;
  }
  demand(Number.isSafeInteger(ticks), 'times too large');
  return { count, ticks, isSteady, firstTicks };
}

/** The first sample's offset, which must make it the first that is shown. Negative offsets are not understood. */
function readOffsets(body: Buffer, decodedAt: readonly number[], sampleCount: number): number {
  const { rows, count } = tableOf(body, 8, 1);
  const first = count > 0 ? rows.readUInt32BE(4) : 0;
  let samples = 0;
  for (let row = 0; row < count; row += 1) {
    const [repeated, offset] = [rows.readUInt32BE(8 * row), rows.readUInt32BE(8 * row + 4)];
    demand(repeated > 0 && offset < 2 ** 31, 'unusual offsets');
    for (let index = samples; index < Math.min(samples + repeated, FIRST_TIMES); index += 1) {
      demand((decodedAt[index] ?? 0) + offset >= first, 'the first picture is not shown first');
    }
    samples += repeated;
  }
  demand(samples === sampleCount, 'tables do not agree');
  return first;
}

function placeSamples(
  boxes: ReadonlyMap<string, Buffer>,
  sizes: Sizes,
  fileSize: number,
): SamplePlace[] {
  const long = boxes.get('co64');
  const short = boxes.get('stco');
  demand((long === undefined) !== (short === undefined), 'no places');
  const chunks = long ? tableOf(long, 8) : tableOf(required(short, 'no places'), 4);
  const runs = tableOf(required(boxes.get('stsc'), 'no chunks'), 12);
  demand(runs.count > 0 && runs.rows.readUInt32BE(0) === 1, 'unusual chunks');
  const first: SamplePlace[] = [];
  let [sample, run] = [0, 0];
  for (let chunk = 0; chunk < chunks.count; chunk += 1) {
    if (run + 1 < runs.count && runs.rows.readUInt32BE(12 * (run + 1)) === chunk + 1) run += 1;
    const perChunk = runs.rows.readUInt32BE(12 * run + 4);
    demand(runs.rows.readUInt32BE(12 * run + 8) === 1, 'several descriptions');
    demand(perChunk > 0 && sample + perChunk <= sizes.count, 'tables do not agree');
    let at = long ? readLong(chunks.rows, 8 * chunk) : chunks.rows.readUInt32BE(4 * chunk);
    const end = sample + perChunk;
    for (; sample < Math.min(end, KEPT_SAMPLES); sample += 1) {
      const length = sizes.sizeOf(sample);
      first.push({ start: at, length });
      at += length;
    }
    demand(at + sizes.sizeOfRun(sample, end) <= fileSize, 'samples outside the file');
    sample = end;
  }
  demand(sample === sizes.count && run === runs.count - 1, 'tables do not agree');
  return first;
}
