import { createHash, randomUUID } from 'node:crypto';
import { access, copyFile, mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, extname, join } from 'node:path';

import { describe, expect, test } from 'vitest';

import { probeByHeaders, probeFileFast } from '#main/media/probe-fast.ts';
import { probeFile } from '#main/media/probe.ts';
import { readHeaders } from '#main/media/read-headers/read-headers.ts';
import { seededIndex } from '#shared/model/seed.ts';
import { pointElsewhere } from '#tests/helpers/external-movie.ts';
import {
  REAL_TIME,
  runTool,
  testMediaFolder,
  testTools,
  withTempFolder,
} from '#tests/helpers/test-media.ts';

const lavfi = (source: string): string[] => ['-f', 'lavfi', '-i', source];
const pictures = (rate = '25', seconds = '2', size = '128x72'): string[] =>
  lavfi(`testsrc=size=${size}:rate=${rate}:duration=${seconds}`);
const TONE = lavfi('sine=duration=2:sample_rate=48000');
const AVC = ['-pix_fmt', 'yuv420p', '-c:v', 'libx264', '-preset', 'ultrafast', '-bf', '2'];
const PLAIN = [...pictures(), ...TONE, ...AVC, '-c:a', 'aac'];
const chapters = (...list: readonly [number, number, string][]): string[] => {
  const text = list.map(
    ([start, end, title]) =>
      `[CHAPTER]\nTIMEBASE=1/1000\nSTART=${String(start)}\nEND=${String(end)}\ntitle=${title}\n`,
  );
  const bytes = Buffer.from(`;FFMETADATA1\n${text.join('')}`).toString('base64');
  return ['-f', 'ffmetadata', '-i', `data:text/plain;base64,${bytes}`];
};
const subtitles = Buffer.from('1\n00:00:00,500 --> 00:00:01,000\nHello\n').toString('base64');
const SUBTITLES = ['-f', 'srt', '-i', `data:text/plain;base64,${subtitles}`];

const WITH_SUBTITLES = [
  ...[...pictures(), ...TONE, ...SUBTITLES, '-map', '0', '-map', '1', '-map', '2', ...AVC],
  ...['-c:a', 'aac'],
];

/** Ways to make a file. Every one is made in every container that can hold it. */
const SHAPES: Readonly<Record<string, readonly string[]>> = {
  'with reordered pictures': PLAIN,
  'without reordered pictures': [...PLAIN, '-bf', '0'],
  'with its headers first': [...PLAIN, '-movflags', '+faststart'],
  'at 23.976': [...pictures('24000/1001'), ...TONE, ...AVC, '-c:a', 'aac'],
  'at 29.97': [...pictures('30000/1001'), ...TONE, ...AVC, '-c:a', 'aac'],
  'at 59.94': [...pictures('60000/1001'), ...TONE, ...AVC, '-c:a', 'aac'],
  'in stereo': [...PLAIN, '-ac', '2'],
  'in 5.1': [...PLAIN, '-ac', '6'],
  'with AC-3': [...PLAIN, '-c:a', 'ac3', '-ac', '6'],
  'with MP3': [...PLAIN, '-c:a', 'libmp3lame'],
  'without sound': [...pictures(), ...AVC],
  'with sound first': [...TONE, ...pictures(), '-map', '0', '-map', '1', ...AVC, '-c:a', 'aac'],
  'with delayed sound': [...pictures(), '-itsoffset', '0.4', ...TONE, ...AVC, '-c:a', 'aac'],
  'with delayed pictures': ['-itsoffset', '0.3', ...pictures(), ...TONE, ...AVC, '-c:a', 'aac'],
  'that begins at 3.7 s': [...PLAIN, '-output_ts_offset', '3.7'],
  'that begins with a cut': ['-ss', '0.5', ...PLAIN, '-ss', '0.3'],
  'with oblong samples': [...PLAIN, '-vf', 'setsar=16/15'],
  'whose size is no multiple of 16': [
    ...[...pictures('25', '1', '640x358'), ...TONE, ...AVC, '-c:a', 'aac'],
  ],
  'with sound that runs on': [...pictures('25', '0.2'), ...TONE, ...AVC, '-c:a', 'aac'],
  'with two tracks of sound': [
    ...[...pictures(), ...TONE, ...TONE, '-map', '0', '-map', '1', '-map', '2', ...AVC],
    ...['-c:a', 'aac', '-ac:a:1', '2', '-disposition:a:0', '0', '-disposition:a:1', 'default'],
  ],
  'with chapters': [
    ...[...pictures(), ...TONE, ...chapters([0, 700, 'Eins ä 📺'], [700, 2_000, ''])],
    ...['-map', '0', '-map', '1', '-map_chapters', '2', ...AVC, '-c:a', 'aac'],
  ],
  'with chapters and gaps between': [
    ...[...pictures(), ...TONE, ...chapters([500, 700, 'A'], [900, 1_500, 'B'])],
    ...['-map', '0', '-map', '1', '-map_chapters', '2', ...AVC, '-c:a', 'aac'],
  ],
  'with ten bits a sample': [...PLAIN, '-pix_fmt', 'yuv420p10le'],
  'with subtitles': [...WITH_SUBTITLES, '-c:s', 'mov_text'],
  'with subtitles of its own kind': [...WITH_SUBTITLES, '-c:s', 'ass'],
};

/** Shapes that ffprobe may be asked about, in any container; the answer must still be the same. */
const ODD_SHAPES: Readonly<Record<string, readonly string[]>> = {
  'interlaced.mp4': [...PLAIN, '-flags', '+ilme+ildct', '-x264opts', 'tff=1'],
  'interlaced.mkv': [...PLAIN, '-flags', '+ilme+ildct', '-x264opts', 'tff=1'],
  'mpeg2.mkv': [...pictures(), ...TONE, '-c:v', 'mpeg2video', '-c:a', 'mp2'],
  'hevc.mp4': [...PLAIN, '-c:v', 'libx265', '-x265-params', 'log-level=none'],
  'hevc.mkv': [...PLAIN, '-c:v', 'libx265', '-x265-params', 'log-level=none'],
  'mpeg4.mp4': [...pictures(), ...TONE, '-c:v', 'mpeg4', '-c:a', 'aac'],
  'vp8.webm': [...pictures(), ...TONE, '-c:v', 'libvpx', '-deadline', 'realtime'],
  'vp9.webm': [...pictures(), ...TONE, '-c:v', 'libvpx-vp9', '-deadline', 'realtime'],
  'opus.mkv': [...PLAIN, '-c:a', 'libopus'],
  'flac.mkv': [...PLAIN, '-c:a', 'flac'],
  'eac3.mkv': [...PLAIN, '-c:a', 'eac3'],
  'fragmented.mp4': [...PLAIN, '-movflags', '+frag_keyframe+empty_moov'],
  'negative.mp4': [...PLAIN, '-movflags', 'negative_cts_offsets'],
  'no-edits.mp4': [...PLAIN, '-use_editlist', '0'],
  'varying.mp4': [...PLAIN, '-vf', "select='not(mod(n,3))+lt(n,20)'", '-vsync', 'vfr'],
  'mp3.mkv': [...PLAIN, '-c:a', 'libmp3lame'],
  'text.mov': [...WITH_SUBTITLES, '-c:s', 'mov_text'],
  'long-sound.mkv': [...pictures('25', '0.2'), ...TONE, ...AVC, '-c:a', 'aac'],
  'varying.mkv': [...PLAIN, '-vf', "select='not(mod(n,3))+lt(n,20)'", '-vsync', 'vfr'],
  'one-picture.mp4': [...pictures('25', '0.04'), ...AVC],
  'one-picture.mkv': [...pictures('25', '0.04'), ...AVC],
  'sound-only.mp4': [...TONE, '-c:a', 'aac'],
  'sound-only.mkv': [...TONE, '-c:a', 'aac'],
  'live.mkv': [...PLAIN, '-live', '1'],
  'hint.mov': [...PLAIN, '-timecode', '01:00:00:00'],
  'two-pictures.mp4': [...pictures(), ...pictures(), '-map', '0', '-map', '1', ...AVC],
  'cover.mp4': [
    ...[...PLAIN.slice(0, 8), ...lavfi('color=red:size=64x64:duration=0.04')],
    ...['-map', '0', '-map', '1', '-map', '2', ...AVC, '-c:v:1', 'png'],
    ...['-disposition:v:1', 'attached_pic'],
  ],
  '  odd — [name]\n%03d.mp4': PLAIN,
};

const CONTAINERS = ['mp4', 'mov', 'm4v', 'mkv'] as const;

/** Makes a file, or finds it made before. */
async function make(name: string, args: readonly string[]): Promise<string> {
  const { ffmpegPath, version } = await testTools();
  const key = createHash('sha256')
    .update(JSON.stringify([1, version, name, args]))
    .digest('hex');
  const extension = extname(name);
  const path = join(await testMediaFolder(), `probe-${key.slice(0, 24)}${extension}`);
  try {
    await access(path);
  } catch {
    const draft = `${path.slice(0, -extension.length)}-${randomUUID()}${extension}`;
    const before = ['-hide_banner', '-nostdin', '-v', 'error', '-fflags', '+bitexact'];
    await runTool({ command: ffmpegPath, args: [...before, ...args, draft] });
    await rename(draft, path);
  }
  return path;
}

/** What a container cannot hold, or holds in a way that is left to ffprobe. */
const LEFT_OUT: Readonly<Record<string, readonly string[]>> = {
  mp4: ['with subtitles of its own kind'],
  m4v: ['with MP3', 'with subtitles of its own kind'],
  mov: ['with subtitles', 'with subtitles of its own kind'],
  mkv: ['with MP3', 'with sound that runs on', 'with subtitles'],
};

describe('probeByHeaders', () => {
  describe.each(CONTAINERS)('in %s', (container) => {
    const shapes = Object.entries(SHAPES).filter(
      ([shape]) => !LEFT_OUT[container]?.includes(shape),
    );
    test.each(shapes)('answers of a file %s exactly what ffprobe does', async (shape, args) => {
      const path = await make(`${shape}.${container}`, args);
      const asked = await probeFile(await testTools(), path, REAL_TIME);
      expect(asked.outcome).toBe('playable');
      expect(await probeByHeaders(path)).toEqual(asked);
    });
  });

  test.each(Object.entries(ODD_SHAPES))('never answers differently of %j', async (name, args) => {
    await withTempFolder(async (folder) => {
      const path = join(folder, name);
      await copyFile(await make(name.replace(/[^a-z0-9.-]/gi, ''), args), path);
      const asked = await probeFile(await testTools(), path, REAL_TIME);
      const answer = await probeByHeaders(path);
      if (answer) expect(answer).toEqual(asked);
      expect(await probeFileFast(await testTools(), path, REAL_TIME)).toEqual(asked);
    });
  });

  test.each(['mp4', 'mkv'])('leaves a %s file that is cut off to ffprobe', async (container) => {
    const args = SHAPES['with chapters'] ?? [];
    const whole = await readFile(
      await make(`cut.${container}`, [...args, '-movflags', '+faststart']),
    );
    await withTempFolder(async (folder) => {
      const path = join(folder, `cut.${container}`);
      for (let round = 0; round < 60; round += 1) {
        const length = seededIndex(`cut/${String(round)}`, whole.length);
        await writeFile(path, whole.subarray(0, length));
        expect(await probeByHeaders(path)).toBeNull();
      }
    });
  });

  test.each(['mp4', 'mov', 'mkv'])(
    'never answers of a damaged %s file what ffprobe would not',
    async (container) => {
      const whole = await readFile(await make(`d.${container}`, SHAPES['with chapters'] ?? []));
      await withTempFolder(async (folder) => {
        const path = join(folder, `damaged.${container}`);
        let answered = 0;
        for (let round = 0; round < DAMAGED_FILES; round += 1) {
          const damaged = Buffer.from(whole);
          const seed = `${container}/${String(round)}`;
          damaged[damagedByte(seed, whole)] = seededIndex(`${seed}/value`, 256);
          await writeFile(path, damaged);
          const answer = await probeByHeaders(path);
          if (!answer) continue;
          answered += 1;
          expect({ seed, answer }).toEqual({
            seed,
            answer: await probeFile(await testTools(), path, REAL_TIME),
          });
        }
        expect(answered).toBeGreaterThan(0);
      });
    },
  );
});

/** The file with some of its headers' bytes changed, doubled, left out or set to extremes. */
function tornApart(whole: Buffer, seed: string): Buffer {
  let bytes = Buffer.from(whole);
  const pick = (what: string, count: number): number => seededIndex(`${seed}/${what}`, count);
  const changes = 1 + pick('changes', 6);
  for (let change = 0; change < changes; change += 1) {
    const at = damagedByte(`${seed}/${String(change)}`, bytes);
    const length = 1 + pick(`${String(change)}/length`, 64);
    const part = bytes.subarray(at, at + length);
    const how = pick(`${String(change)}/how`, 4);
    if (how === 0) part.fill(0xff);
    else if (how === 1) part.fill(0);
    else if (how === 2) bytes = Buffer.concat([bytes.subarray(0, at), part, bytes.subarray(at)]);
    else bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + length)]);
  }
  return bytes;
}

const TORN_FILES = 600;
const DAMAGED_FILES = 120;

/** Most damage goes to headers: they are small, and all that is read of a file. */
function damagedByte(seed: string, whole: Buffer): number {
  const moov = whole.indexOf('moov', 0, 'latin1');
  const cluster = whole.indexOf(Buffer.from('1f43b675', 'hex'));
  const [from, to] = moov >= 0 ? [moov, whole.length] : [0, cluster + 512];
  return from + seededIndex(`${seed}/place`, to - from);
}

describe('readHeaders', () => {
  test.each(['mp4', 'mov', 'mkv'])('answers or declines whatever is in a %s file', async (kind) => {
    const whole = await readFile(await make(`d.${kind}`, SHAPES['with chapters'] ?? []));
    await withTempFolder(async (folder) => {
      const path = join(folder, `torn.${kind}`);
      let declined = 0;
      for (let round = 0; round < TORN_FILES; round += 1) {
        await writeFile(path, tornApart(whole, `${kind}/${String(round)}`));
        if ((await readHeaders(path)) === null) declined += 1;
      }
      expect(declined).toBeGreaterThan(0);
    });
  });
});

describe('probeFileFast', () => {
  test('leaves every fault to ffprobe', async () => {
    const tools = await testTools();
    await withTempFolder(async (folder) => {
      const faults: readonly [string, Buffer, string][] = [
        ['a.mp4', Buffer.alloc(0), 'empty'],
        ['b.mp4', Buffer.from('\0\0\0\x18ftypisom\0\0\x02\0isomiso2'), 'broken'],
        ['c.mkv', Buffer.from('1a45dfa3', 'hex'), 'broken'],
      ];
      for (const [name, bytes, fault] of faults) {
        const path = join(folder, name);
        await mkdir(dirname(path), { recursive: true });
        await writeFile(path, bytes);
        expect(await probeFileFast(tools, path, REAL_TIME)).toMatchObject({
          outcome: 'fault',
          fault,
        });
      }
      const gone = join(folder, 'gone.mp4');
      expect(await probeFileFast(tools, gone, REAL_TIME)).toMatchObject({ fault: 'vanished' });
      await rm(join(folder, 'a.mp4'));
    });
  });

  test('calls a file whose pictures lie in another file broken', async () => {
    const whole = await readFile(await make('plain.mov', PLAIN));
    await withTempFolder(async (folder) => {
      const path = join(folder, 'reference.mov');
      await writeFile(path, pointElsewhere(whole, '/nowhere/pictures.mov'));
      expect(await probeFileFast(await testTools(), path, REAL_TIME)).toMatchObject({
        outcome: 'fault',
        fault: 'broken',
        detail: 'The file holds no pictures of its own; it may point to another file.',
      });
    });
  });

  test('starts no process for an ordinary file', async () => {
    const path = await make('plain.mp4', PLAIN);
    const nothing = { ffmpegPath: '/nonexistent', ffprobePath: '/nonexistent', version: '' };
    const tools = { ...(await testTools()), ...nothing };
    expect(await probeFileFast(tools, path, REAL_TIME)).toMatchObject({ outcome: 'playable' });
  });

  test('reads the headers of a file of eight gigabytes without reading the rest', async () => {
    const path = await make('plain.mp4', PLAIN);
    const whole = await readFile(path);
    await withTempFolder(async (folder) => {
      const large = join(folder, 'large.mp4');
      await copyFile(path, large);
      const file = await open(large, 'r+');
      const box = Buffer.alloc(16);
      box.writeUInt32BE(1, 0);
      box.write('free', 4, 'latin1');
      box.writeBigUInt64BE(8n * 1024n ** 3n, 8);
      await file.write(box, 0, box.length, whole.length);
      await file.truncate(whole.length + 8 * 1024 ** 3);
      await file.close();
      expect(await probeByHeaders(large)).toEqual(
        await probeFile(await testTools(), path, REAL_TIME),
      );
    });
  });
});
