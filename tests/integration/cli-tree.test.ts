import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';

import type { Command } from 'commander';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { expandNestedForms } from '#main/cli/nested-forms.ts';
import { createProgram } from '#main/cli/program.ts';
import { splitWords } from '#main/cli/split-words.ts';
import { dataPathsOf } from '#main/station/data-folder.ts';
import type { Store } from '#main/store/store.ts';
import { AssetId, CollectionId, SeriesId } from '#shared/model/ids.ts';
import { COMMAND_LINES, type CommandLine } from '#tests/fixtures/command-lines.ts';
import { buildAsset } from '#tests/helpers/build-asset.ts';
import { type CommandBench, createCommandBench } from '#tests/helpers/command-here.ts';
import { seedWorld } from '#tests/helpers/sample-world.ts';

/** The nouns of planning; what they hold must all stand in the table. */
const PLANNING = [
  ...[
    'channel',
    'schedule-plan',
    'zone',
    'label',
    'rule',
    'pin',
    'block',
    'virtual-asset',
    'schedule-day',
    'epg',
    'playlog',
    'asrun',
  ],
  ...['plan-day', 'horizon', 'why', 'test', 'runtime'],
];
/** Words that are read as other commands; they do nothing themselves. */
const FORMS = ['channel plan', 'channel program'];
/** Every command has these; they are proven for all at once. */
const COMMON = ['--data', '--json', '--dry-run', '--yes', '--confirm'];

interface Leaf {
  readonly path: string;
  readonly command: Command;
}

function leavesOf(command: Command, path = ''): Leaf[] {
  if (command.commands.length === 0) return [{ path, command }];
  return command.commands.flatMap((verb) =>
    leavesOf(verb, path === '' ? verb.name() : `${path} ${verb.name()}`),
  );
}

const program = createProgram({ terminal: {} as never, exitCode: 0 }, () => AbortSignal.abort());
const leaves = leavesOf(program);
const planning = leaves.filter(
  ({ path }) => PLANNING.includes(path.split(' ')[0] ?? '') && !FORMS.includes(path),
);

/** The command that a line runs, aliases and nested forms included; `null` where it is not understood. */
function leafOf(line: string): Leaf | null {
  let found: Command = program;
  const path: string[] = [];
  for (const word of expandNestedForms(splitWords(line))) {
    const next = found.commands.find(
      (verb) => verb.name() === word || verb.aliases().includes(word),
    );
    if (!next) break;
    found = next;
    path.push(next.name());
  }
  return leaves.find((leaf) => leaf.path === path.join(' ')) ?? null;
}

const isChange = ({ command }: Leaf): boolean =>
  command.options.some(({ long }) => long === '--dry-run');

let bench: CommandBench;
const kept = new Map<string, string>();

async function seed(store: Store): Promise<void> {
  await seedWorld(store);
  for (const [name, title] of [
    ['cheers', 'Cheers'],
    ['taxi', 'Taxi'],
  ] as const) {
    await store.assets.saveMany(
      Array.from({ length: 6 }, (_, index) =>
        buildAsset({
          collectionId: CollectionId.parse('collection-one'),
          id: AssetId.parse(`${name}-${String(index + 1)}`),
          kind: 'episode',
          title: `${title} ${String(index + 1)}`,
          durationMs: 1_320_000,
          seriesId: SeriesId.parse(name),
          seriesTitle: title,
          seasonNumber: 1,
          episodeNumber: index + 1,
          tags: ['genre:comedy'],
        }),
      ),
    );
  }
}

beforeAll(async () => {
  bench = await createCommandBench(seed);
  const { station } = await bench.json('status');
  const now = (station as { nowAt: string }).nowAt;
  kept.set('folder', bench.folder).set('now', now).set('today', now.slice(0, 10));
  kept.set('soon', new Date(new Date(now).getTime() + 3_600_000).toISOString());
  await writeFile(join(bench.folder, 'rows.json'), '[]');
  // Freezes today and locks some hours, as the station does once it runs.
  await bench.run('channel', 'update', 'retro one', '--active');
});

afterAll(async () => {
  await bench.dispose();
});

function wordsOf({ line }: CommandLine): string[] {
  return splitWords(line).map((word) =>
    word.replaceAll(/\{([a-z]+)\}/g, (all, name: string) => kept.get(name) ?? all),
  );
}

function valueAt(json: unknown, path: string): string {
  let value = json;
  for (const key of path.split('.')) value = (value as Record<string, unknown> | null)?.[key];
  return String(value);
}

/** Runs a line in every form that it has and answers what was not as it should be. */
async function problemsOf(given: CommandLine): Promise<string[]> {
  const words = wordsOf(given);
  const leaf = leafOf(given.line);
  const wanted = given.code ?? 0;
  const problems: string[] = [];
  const note = (what: string): void => {
    problems.push(`${given.line}: ${what}`);
  };
  const run = async (...args: string[]) => {
    bench.input = Readable.from(['save\n']);
    return bench.run(...words, ...args);
  };
  const changes = leaf !== null && isChange(leaf) && given.reads !== true;
  if (changes && wanted === 0) {
    const before = await readFile(dataPathsOf(bench.folder).database);
    const { code, out } = await run('--dry-run', '--json');
    const { status, dryRun, outcome } = JSON.parse(out) as Record<string, unknown>;
    const isDry = dryRun === true || outcome !== undefined;
    if (code !== 0 || status !== 'ok' || !isDry) note(`dry run: ${String(code)} ${out}`);
    const said = await run('--dry-run');
    if (said.code !== 0 || said.out === '') note(`dry run for people: ${String(said.code)}`);
    if (leaf.path !== 'schedule-plan build') {
      const after = await readFile(dataPathsOf(bench.folder).database);
      if (!before.equals(after)) note('the dry run wrote');
    }
  }
  if (leaf && !changes) {
    const before = await readFile(dataPathsOf(bench.folder).database);
    const { code, out, err } = await run();
    const after = await readFile(dataPathsOf(bench.folder).database);
    if (!before.equals(after)) note('reading wrote');
    if (code !== wanted) note(`for people: ${String(code)} ${out}${err}`);
    if (out === '' && err === '') note('says nothing to people');
  }
  const { code, out, err } = await run('--json');
  if (code !== wanted) note(`${String(code)} ${out}${err}`);
  let json: Record<string, unknown> = {};
  try {
    json = JSON.parse(out) as Record<string, unknown>;
  } catch {
    note(`no JSON: ${out}`);
  }
  // A validation that finds something ends with 2, but has done what was asked.
  const isAnswer = code === 0 || 'findings' in json;
  if (json['status'] !== (isAnswer ? 'ok' : 'error')) note(`status ${String(json['status'])}`);
  if (!isAnswer && (typeof json['code'] !== 'string' || typeof json['message'] !== 'string')) {
    note('an error without code or message');
  }
  for (const [name, path] of Object.entries(given.keep ?? {})) kept.set(name, valueAt(json, path));
  return problems;
}

describe('the table of command lines', () => {
  test('has a line for every planning command', () => {
    const used = new Set(COMMAND_LINES.map(({ line }) => leafOf(line)?.path));
    expect(planning.length).toBeGreaterThan(60);
    expect(planning.map(({ path }) => path).filter((path) => !used.has(path))).toEqual([]);
  });

  test('uses every option of every planning command', () => {
    const missing = planning.flatMap(({ path, command }) => {
      const words = COMMAND_LINES.filter(({ line }) => leafOf(line)?.path === path).flatMap(
        ({ line }) => expandNestedForms(splitWords(line)),
      );
      return command.options
        .map(({ long }) => long ?? '')
        .filter((long) => !COMMON.includes(long) && !words.includes(long))
        .map((long) => `${path} ${long}`);
    });
    expect(missing).toEqual([]);
  });

  test(
    'holds: every line ends as it says, for people and as JSON; reading and dry runs write nothing',
    {
      timeout: 300_000,
    },
    async () => {
      const problems: string[] = [];
      for (const line of COMMAND_LINES) problems.push(...(await problemsOf(line)));
      expect(problems).toEqual([]);
    },
  );
});

describe('every command', () => {
  test('has JSON, and what changes something a dry run and a way not to be asked', () => {
    const known = leaves.filter(({ path }) => !FORMS.includes(path) && path !== 'completion');
    const has = ({ command }: Leaf, option: string): boolean =>
      command.options.some(({ long }) => long === option);
    expect(known.filter((leaf) => !has(leaf, '--json')).map(({ path }) => path)).toEqual([]);
    const changes = known.filter((leaf) => isChange(leaf));
    expect(changes.length).toBeGreaterThan(25);
    const removals = known.filter(({ path }) => / (?:delete|remove|remove-row)$/.test(path));
    expect(removals.length).toBeGreaterThan(6);
    expect(removals.filter((leaf) => !has(leaf, '--force')).map(({ path }) => path)).toEqual([]);
    for (const option of ['--yes', '--confirm', '--data']) {
      expect(changes.filter((leaf) => !has(leaf, option)).map(({ path }) => path)).toEqual([]);
    }
  });

  test('works on the data folder it is told, wherever the option stands', async () => {
    const { channels } = await bench.json('channel', 'list', '--data', join(bench.folder, 'other'));
    expect(channels).toEqual([]);
    const before = await bench.json('--data', join(bench.folder, 'other'), 'channel', 'list');
    expect(before).toMatchObject({ code: 0, total: 0 });
    const nested = ['--data', join(bench.folder, 'other'), 'channel', 'plan', 'nowhere', 'list'];
    expect(await bench.json(...nested)).toMatchObject({ code: 1, status: 'error' });
  });
});

describe('the forms below a channel', () => {
  test('are the same commands in other words', () => {
    for (const [nested, plain] of [
      ['channel plan a add --name b', 'schedule-plan add --name b --channel a'],
      ['channel plan a show b --json', 'schedule-plan show b --json --channel a'],
      ['channel plan a build --name b', 'schedule-plan build a --name b'],
      ['channel plan a b program list', 'schedule-plan assignment list --plan-id b --channel a'],
      [
        'channel program a b add --start 1',
        'schedule-plan assignment add --start 1 --plan-id b --channel a',
      ],
      ['channel program a b program add', 'schedule-plan assignment add --plan-id b --channel a'],
      ['channel program a b delete c', 'schedule-plan assignment remove c'],
      ['--data x channel plan a list', '--data x schedule-plan list --channel a'],
      ['channel list', 'channel list'],
      ['channel plan --help', 'channel plan --help'],
      ['channel program a b', 'channel program a b'],
      ['schedule-plan list', 'schedule-plan list'],
    ] as const) {
      expect(expandNestedForms(nested.split(' ')).join(' ')).toBe(plain);
    }
  });

  test('say how they are used', async () => {
    const { code, out } = await bench.run('channel', 'plan', '--help');
    expect({ code, out }).toMatchObject({
      code: 0,
      out: expect.stringContaining('schedule-plan VERB') as string,
    });
  });
});
