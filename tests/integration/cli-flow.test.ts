import { copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { runJson, type ServedProcess, serveRetrovue } from '#tests/helpers/command-line.ts';
import { makeClip } from '#tests/helpers/make-clip.ts';

let folder: string;
let served: ServedProcess | null = null;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'retrovue-flow-'));
});

afterEach(async () => {
  await served?.stop();
  await rm(folder, { recursive: true, force: true });
  await rm(`${folder}-library`, { recursive: true, force: true });
});

/** Two episodes with a chapter every two seconds, so that rows of the log are short enough to wait for, and a spot. */
async function makeLibrary(): Promise<string> {
  const library = `${folder}-library`;
  const show = join(library, 'Shows', 'Tiny Show', 'Season 1');
  const spots = join(library, 'Interstitials', 'Commercials');
  await mkdir(show, { recursive: true });
  await mkdir(spots, { recursive: true });
  const shared = { rate: '30000/1001', aspect: '16:9', toneHz: 440 } as const;
  const episode = {
    ...shared,
    seconds: 60,
    chaptersMs: Array.from({ length: 30 }, (_, n) => n * 2_000),
  };
  const one = await makeClip({ ...episode, assetNumber: 1 });
  const two = await makeClip({ ...episode, assetNumber: 2 });
  const soap = await makeClip({ ...shared, seconds: 3, assetNumber: 3 });
  await copyFile(one.path, join(show, 'Tiny Show - S01E01 - One.mp4'));
  await copyFile(two.path, join(show, 'Tiny Show - S01E02 - Two.mp4'));
  await copyFile(soap.path, join(spots, 'Soap.mp4'));
  return library;
}

async function ok(...args: string[]): Promise<Record<string, unknown>> {
  const { code, json } = await runJson(folder, args);
  expect({ args, code, status: json['status'] }).toEqual({ args, code: 0, status: 'ok' });
  return json;
}

interface Row {
  readonly eventId: string;
  readonly plannedStartAt: string;
  readonly startedAt: string;
  readonly title: string;
  readonly status: string;
}

/** Asks until something has aired to its end; only the passing of real air time can bring it about. */
async function firstAired(): Promise<Row[]> {
  for (;;) {
    const { records } = await ok('asrun', 'list', '--channel', 'tiny');
    if ((records as Row[]).length > 0) return records as Row[];
  }
}

describe('the command line', () => {
  test('takes a folder of files to a matching as-run record', async () => {
    const { source, jobs } = await ok('source', 'add', await makeLibrary(), '--name', 'Clips');
    expect(source).toMatchObject({ name: 'Clips' });
    expect(jobs).toMatchObject([{ state: 'done', problems: [] }]);
    const { assets } = await ok('asset', 'list');
    expect(assets).toMatchObject([
      { state: 'ready', isApproved: true },
      { state: 'ready', isApproved: true },
      { state: 'ready', isApproved: true },
    ]);

    const grid = ['--grid-size-minutes', '15', '--height', '480', '--rate', '29.97'];
    await ok('channel', 'add', '--name', 'Tiny', '--timezone', 'UTC', ...grid, '--inactive');
    const { plan } = await ok('plan', 'add', '--name', 'All day', '--channel', 'tiny');
    await ok(
      ...['plan', 'assignment', 'add', '--plan-id', (plan as { id: string }).id],
      ...['--start-time', '00:00', '--duration', '24:00', '--content-type', 'series'],
      ...['--content-reference', 'Tiny Show', '--episode-policy', 'sequential'],
    );
    const { day } = await ok('schedule-day', 'generate', '--channel', 'tiny');
    expect((day as { airings: unknown[] }).airings.length).toBeGreaterThan(1);
    await ok('channel', 'update', 'tiny', '--active');
    const { entries } = await ok('epg', 'list', '--channel', 'tiny');
    expect(new Set((entries as Row[]).map(({ title }) => title))).toEqual(new Set(['Tiny Show']));

    served = await serveRetrovue(folder);
    expect(await ok('status')).toMatchObject({ isRunning: true });
    const { blocks } = await ok('playlog', 'list', '--channel', 'tiny', '--hours', '1');
    const planned = new Map(
      (blocks as { events: { id: string; startAt: string; title: string }[] }[])
        .flatMap(({ events }) => events)
        .map((event) => [event.id, event]),
    );
    const playlist = await fetch(`${served.broadcastUrl}/hls/tiny/live.m3u8`);
    expect(playlist.status).toBe(200);

    const records = await firstAired();
    for (const row of records) {
      expect(row.startedAt).toBe(row.plannedStartAt);
      expect(['aired', 'truncated', 'substituted', 'error']).toContain(row.status);
      expect(planned.get(row.eventId)).toMatchObject({
        startAt: row.plannedStartAt,
        title: row.title,
      });
    }
  });
});
