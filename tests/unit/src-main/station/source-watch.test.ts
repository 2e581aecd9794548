import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { accessTo } from '#main/library/sources/kinds.ts';
import { createSourceWatch } from '#main/station/source-watch.ts';
import type { Source } from '#shared/model/asset.ts';
import { buildSource } from '#tests/helpers/build-asset.ts';
import { createManualClock } from '#tests/helpers/manual-clock.ts';

let folder: string;
let source: Source;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'retrovue-sources-'));
  source = buildSource({ name: 'Films', path: join(folder, 'films') });
  await mkdir(source.path);
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

function watchOf(check: (asked: Source) => Promise<void>) {
  const clock = createManualClock();
  let sources = [source];
  const watch = createSourceWatch({
    sources: () => Promise.resolve(sources),
    check,
    clock,
    log: { info: () => undefined, warn: () => undefined },
  });
  return { clock, watch, remove: () => (sources = []) };
}

test('tells of a source that was unplugged, with its name and a remedy, until it is back', async () => {
  const { watch } = watchOf((asked) => accessTo(asked).check());
  await watch.look();
  expect(watch.report()).toBeNull();
  await rename(source.path, `${source.path}-away`);
  await watch.look();
  expect(watch.report()).toMatchObject({ state: 'attention' });
  expect(watch.report()?.sentence).toContain('“Films”');
  expect(watch.report()?.sentence).toContain('Check that the drive is connected');
  await rename(`${source.path}-away`, source.path);
  await watch.look();
  expect(watch.report()).toBeNull();
});

test('tells of a source that never answers, and asks it no second time meanwhile', async () => {
  let questions = 0;
  const answers: (() => void)[] = [];
  const { clock, watch } = watchOf(() => {
    questions += 1;
    return new Promise((resolve) => answers.push(resolve));
  });
  watch.start();
  await clock.advance(0);
  await clock.advance(9_000);
  expect(watch.report()).toBeNull();
  await clock.advance(1_000);
  expect(watch.report()?.sentence).toContain('“Films”');
  await clock.advance(180_000);
  expect(questions).toBe(1);
  for (const answer of answers) answer();
  await clock.advance(0);
  expect(watch.report()).toBeNull();
  watch.stop();
});

test('says nothing of a source that was removed', async () => {
  const { watch, remove } = watchOf(() => Promise.reject(new Error('gone')));
  await watch.look();
  expect(watch.report()).not.toBeNull();
  remove();
  await watch.look();
  expect(watch.report()).toBeNull();
});
