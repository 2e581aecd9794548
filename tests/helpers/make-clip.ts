import { spawn } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { access, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { once } from 'node:events';

import type { FrameRate } from '#shared/time/frames.ts';

import {
  BLACK,
  CELL_ROWS,
  counterBits,
  counterCell,
  readCounter,
  WHITE,
  type CounterReading,
} from './frame-counter.ts';
import { runTool, testMediaFolder, testTools } from './test-media.ts';

export const CLIP_RATES = ['24000/1001', '25', '30000/1001', '60000/1001'] as const;
export type ClipRate = (typeof CLIP_RATES)[number];

export interface ClipSpec {
  readonly rate: ClipRate;
  readonly aspect: '4:3' | '16:9';
  readonly seconds: number;
  /** 1 … 255. */
  readonly assetNumber: number;
  readonly toneHz: number;
  /** Starts of chapters; each runs to the next, the last to the end. */
  readonly chaptersMs?: readonly number[];
  /** File name extension; `mp4` unless told otherwise. */
  readonly container?: 'mp4' | 'mkv' | 'ts' | 'avi';
  /** Stores fields of two moments in each picture (MPEG-2, top first). */
  readonly isInterlaced?: boolean;
  readonly hasSound?: boolean;
  readonly audioRate?: 44_100 | 48_000;
  /** Picture height, a multiple of 36; 360 unless told otherwise. */
  readonly height?: number;
}

export interface Clip {
  readonly path: string;
  readonly rate: FrameRate;
  readonly frameCount: number;
}

/** Raise when the maker changes what it makes. */
const MAKER_VERSION = 3;
const PERIOD = 24;

function fractionOf(rate: ClipRate): FrameRate {
  const [n = 25, d = 1] = rate.split('/').map(Number);
  return { n, d };
}

function columnsOf(aspect: ClipSpec['aspect']): number {
  return aspect === '4:3' ? 24 : 32;
}

/** One picture, a byte per cell: the counter over bars that move one cell per picture. */
function drawCells(spec: ClipSpec, frame: number, phase: number): Uint8Array {
  const columns = columnsOf(spec.aspect);
  const cells = new Uint8Array(columns * CELL_ROWS);
  for (let row = 0; row < CELL_ROWS; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      const step = (column + phase + row * (spec.assetNumber % 5)) % PERIOD;
      cells[row * columns + column] = 60 + step * 5;
    }
  }
  for (const [index, bit] of counterBits(spec.assetNumber, frame).entries()) {
    const { column, row } = counterCell(index, columns);
    cells[row * columns + column] = bit === 1 ? WHITE : BLACK;
  }
  return cells;
}

function chapterFile(spec: ClipSpec): string {
  const starts = spec.chaptersMs ?? [];
  const chapters = starts.map((start, index) => {
    const end = starts[index + 1] ?? Math.round(spec.seconds * 1000);
    return `[CHAPTER]\nTIMEBASE=1/1000\nSTART=${String(start)}\nEND=${String(end)}\ntitle=Chapter ${String(index + 1)}\n`;
  });
  return `;FFMETADATA1\n${chapters.join('')}`;
}

function encodeArgs(spec: ClipSpec, path: string): string[] {
  const columns = columnsOf(spec.aspect);
  const { n, d } = fractionOf(spec.rate);
  const height = spec.height ?? 360;
  const width = (height / CELL_ROWS) * columns;
  const inputRate = `${String(spec.isInterlaced ? 2 * n : n)}/${String(d)}`;
  const grown = `scale=${String(width)}:${String(height)}:flags=neighbor,setsar=1`;
  const chapters = Buffer.from(chapterFile(spec)).toString('base64');
  const seconds = String(spec.seconds);
  const keyEvery = String(Math.round((2 * n) / d));
  return [
    ...['-hide_banner', '-nostdin', '-v', 'error', '-y'],
    ...['-f', 'rawvideo', '-pix_fmt', 'gray', '-video_size', `${String(columns)}x18`],
    ...['-framerate', inputRate, '-i', 'pipe:0'],
    ...['-f', 'lavfi', '-t', seconds, '-i'],
    `sine=frequency=${String(spec.toneHz)}:sample_rate=${String(spec.audioRate ?? 48_000)}`,
    ...['-f', 'ffmetadata', '-i', `data:text/plain;base64,${chapters}`],
    ...['-map', '0:v', ...(spec.hasSound === false ? [] : ['-map', '1:a'])],
    ...['-map_chapters', '2', '-vf'],
    spec.isInterlaced
      ? `${grown},tinterlace=interleave_top,format=yuv420p`
      : `${grown},format=yuv420p`,
    ...(spec.isInterlaced
      ? ['-c:v', 'mpeg2video', '-q:v', '3', '-flags', '+ilme+ildct', '-top', '1']
      : ['-c:v', 'libx264', '-preset', 'ultrafast', '-crf', '18', '-bf', '2']),
    ...[
      '-g',
      keyEvery,
      '-color_range',
      'tv',
      '-filter:a',
      'volume=4,aformat=channel_layouts=stereo',
    ],
    ...['-c:a', 'aac', '-b:a', '128k', path],
  ];
}

async function encode(spec: ClipSpec, frameCount: number, path: string): Promise<void> {
  const { ffmpegPath } = await testTools();
  const child = spawn(ffmpegPath, encodeArgs(spec, path), { stdio: ['pipe', 'ignore', 'pipe'] });
  let complaints = '';
  child.stderr.on('data', (chunk: Buffer) => {
    complaints += chunk.toString();
  });
  child.stdin.on('error', () => undefined);
  const closed = once(child, 'close');
  const fields = spec.isInterlaced ? 2 : 1;
  for (let field = 0; field < frameCount * fields; field += 1) {
    const cells = drawCells(spec, Math.floor(field / fields), field);
    if (!child.stdin.write(cells)) {
      await Promise.race([once(child.stdin, 'drain'), closed]);
    }
  }
  child.stdin.end();
  const [code] = (await closed) as [number];
  if (code !== 0) throw new Error(`ffmpeg could not make a clip: ${complaints}`);
}

/**
 * Makes a clip in which every picture carries asset number and picture number as squares, with a tone of its own, or
 * finds it made before (the cache is keyed by everything that decides its content).
 */
export async function makeClip(spec: ClipSpec): Promise<Clip> {
  const rate = fractionOf(spec.rate);
  const frameCount = Math.round((spec.seconds * rate.n) / rate.d);
  const { version } = await testTools();
  const key = createHash('sha256')
    .update(JSON.stringify([MAKER_VERSION, version, Object.entries(spec).sort()]))
    .digest('hex')
    .slice(0, 24);
  const extension = spec.container ?? 'mp4';
  const folder = await testMediaFolder();
  const path = join(folder, `${key}.${extension}`);
  const clip = { path, rate, frameCount };
  try {
    await access(path);
    return clip;
  } catch {
    const draft = join(folder, `${key}-${randomUUID()}.${extension}`);
    try {
      await encode(spec, frameCount, draft);
      await rename(draft, path);
    } finally {
      await rm(draft, { force: true });
    }
    return clip;
  }
}

/**
 * Decodes a stream of 16:9 pictures and reads the counter of each, in the order of showing. `complaints` is what
 * ffmpeg said at warning level: empty for a clean stream.
 */
export async function readCounters(
  stream: Uint8Array | string,
): Promise<{ readings: CounterReading[]; complaints: string }> {
  const { ffmpegPath } = await testTools();
  const columns = 32;
  const isPath = typeof stream === 'string';
  const { stdout, stderr } = await runTool({
    command: ffmpegPath,
    args: [
      ...['-hide_banner', '-nostats', '-v', 'warning', '-copyts', '-i', isPath ? stream : 'pipe:0'],
      ...[
        '-map',
        '0:v',
        '-vf',
        `scale=${String(columns)}:${String(CELL_ROWS)}:flags=area,format=gray`,
      ],
      ...['-fps_mode', 'passthrough', '-f', 'rawvideo', 'pipe:1'],
    ],
    ...(isPath ? {} : { input: stream }),
  });
  const size = columns * CELL_ROWS;
  const readings: CounterReading[] = [];
  for (let at = 0; at + size <= stdout.length; at += size) {
    readings.push(readCounter(stdout.subarray(at, at + size), columns));
  }
  return { readings, complaints: stderr };
}
