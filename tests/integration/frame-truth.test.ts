import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request, type IncomingMessage } from 'node:http';
import os from 'node:os';
import path from 'node:path';

import HLS from 'hls-parser';
import { expect, test } from 'vitest';

import { frameRateOf, type HouseFormat } from '#shared/model/house-format.ts';
import { frameAt } from '#shared/time/frames.ts';
import {
  layOutCounterFolder,
  picturesIn,
  planCounterChannel,
  firstBroken,
  promisedReadings,
} from '#tests/helpers/counter-station.ts';
import { readCounters } from '#tests/helpers/make-clip.ts';
import { TEST_EPOCH_AT } from '#tests/helpers/manual-clock.ts';
import { runTool, testTools } from '#tests/helpers/test-media.ts';
import { createTestStation, type TestStation } from '#tests/helpers/test-station.ts';

const FORMAT: HouseFormat = { height: 480, rate: '29.97' };
const MINUTE = 60_000;
/** In the middle of the first programme, so that the viewer joins in progress. */
const JOIN_AT = TEST_EPOCH_AT + 8 * MINUTE;
const WATCHED_MS = 10 * MINUTE;

interface Taken {
  readonly hls: Uint8Array;
  readonly continuous: Uint8Array;
  /** Airtime of the first picture, as the playlist says it. */
  readonly firstAt: number;
}

function openStream(url: string): Promise<{ response: IncomingMessage; chunks: Buffer[] }> {
  return new Promise((resolve, reject) => {
    request(url, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', () => undefined);
      resolve({ response, chunks });
    })
      .on('error', reject)
      .end();
  });
}

/** Watches over HTTP, moving the clock on only when everything that is published has been taken. */
async function watch({ station, clock }: TestStation, slug: string): Promise<Taken> {
  const base = station.broadcastUrl();
  const stream = await openStream(`${base}/channel/${slug}.ts`);
  const taken = new Map<string, Uint8Array>();
  let firstAt = NaN;
  for (;;) {
    const text = await (await fetch(`${base}/hls/${slug}/live.m3u8`)).text();
    const playlist = HLS.parse(text) as HLS.types.MediaPlaylist;
    for (const { uri, programDateTime } of playlist.segments) {
      if (Number.isNaN(firstAt)) firstAt = programDateTime?.getTime() ?? NaN;
      if (taken.has(uri)) continue;
      const answer = await fetch(new URL(uri, `${base}/hls/${slug}/`));
      expect(answer.status).toBe(200);
      taken.set(uri, new Uint8Array(await answer.arrayBuffer()));
    }
    if (clock.nowAt() >= JOIN_AT + WATCHED_MS) break;
    await clock.advance(2_000);
  }
  stream.response.destroy();
  return {
    hls: Buffer.concat([...taken.values()]),
    continuous: Buffer.concat(stream.chunks),
    firstAt,
  };
}

/** Presentation times of every sound packet, in ticks of 90 kHz, in the order of the stream. */
async function soundTimes(file: string): Promise<number[]> {
  const { ffprobePath } = await testTools();
  const { stdout } = await runTool({
    command: ffprobePath,
    args: [
      ...['-v', 'error', '-select_streams', 'a', '-show_entries', 'packet=pts'],
      ...['-of', 'csv=p=0', file],
    ],
  });
  // Side data makes ffprobe print lines without a number.
  return [...stdout.toString().matchAll(/^\d+/gm)].map(([time]) => Number(time));
}

/** The clips are made before the test, because making them is not what is proven here. */
async function withStation(use: (made: TestStation, folder: string) => Promise<void>) {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'retrovue-truth-'));
  const made = await createTestStation({ isOnAir: true, startAt: TEST_EPOCH_AT });
  try {
    await use(made, folder);
  } finally {
    await made.dispose();
    await rm(folder, { recursive: true, force: true });
  }
}

test('ten minutes on the air are the pictures that the log promises, every one and no other', async () => {
  await withStation(async (made, folder) => {
    const counters = await layOutCounterFolder(path.join(folder, 'media'));
    const channel = await planCounterChannel(made.client, counters.folder, FORMAT);
    await made.clock.advanceTo(JOIN_AT);
    const taken = await watch(made, channel.slug);

    const file = path.join(folder, 'hls.ts');
    await writeFile(file, taken.hls);
    const { readings, complaints } = await readCounters(file);
    expect(complaints).toBe('');
    expect(readings.length).toBeGreaterThanOrEqual(picturesIn(WATCHED_MS, FORMAT));

    const firstFrame = frameAt(taken.firstAt, channel.epochAt, frameRateOf(FORMAT));
    const window = { startAt: TEST_EPOCH_AT, endAt: JOIN_AT + WATCHED_MS + MINUTE };
    const promised = await promisedReadings(
      made.client,
      channel,
      counters,
      window,
      firstFrame,
      readings.length,
    );
    const wrong = firstBroken(readings, promised);
    expect({ wrong, is: readings[wrong], should: promised[wrong] }).toEqual({ wrong: -1 });
    expect(promised.length).toBe(readings.length);
    const assets = new Set(
      readings.map((reading) => (reading.kind === 'counter' ? reading.assetNumber : 0)),
    );
    // Two episodes that share a slot or follow each other, the spots between them, and what fades.
    expect([...assets].sort((a, b) => a - b)).toEqual([0, 2, 3, 11, 12, 13, 14]);

    const times = await soundTimes(file);
    const steps = new Set(times.slice(1).map((time, index) => time - (times[index] ?? 0)));
    expect([...steps]).toEqual([1_920]);

    // The continuous stream is the same bytes, up to where the clock stopped it.
    expect(taken.continuous.byteLength).toBeGreaterThan(0.95 * taken.hls.byteLength);
    expect(
      Buffer.compare(taken.continuous, taken.hls.subarray(0, taken.continuous.byteLength)),
    ).toBe(0);
    const whole = taken.continuous.subarray(0, Math.floor(taken.continuous.byteLength / 188) * 188);
    const streamed = path.join(folder, 'continuous.ts');
    await writeFile(streamed, whole);
    const again = await readCounters(streamed);
    const shown = again.readings.length;
    expect(shown).toBeGreaterThanOrEqual(picturesIn(WATCHED_MS, FORMAT) - 2 * 60);
    // The last picture may be cut where the stream was closed.
    expect(firstBroken(again.readings.slice(0, shown - 2), promised)).toBe(-1);
  });
}, 900_000);
