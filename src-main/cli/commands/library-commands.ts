import { resolve } from 'node:path';

import type { Command } from 'commander';

import { notFound } from '#shared/errors/app-error.ts';
import type { Client } from '#shared/contract/client.ts';
import { AssetKind, AssetState, FOLDER_SOURCE, type Source } from '#shared/model/asset.ts';
import type { Job } from '#shared/model/job.ts';
import {
  act,
  addChange,
  addGroup,
  addQuery,
  addRemoval,
  type CommandRuntime,
} from '../command-tree.ts';
import { EXIT } from '../exit-code.ts';
import { formatDuration } from '../format-time.ts';
import type { CommandContext, Report } from '../run-command.ts';
import { chooseAsset, chooseAssets } from '../selection.ts';
import { formatFields, tableOr } from '../table.ts';
import { folderOf, integerOf, oneOf, required } from '../values.ts';
import { waitForJob } from '../wait-for-job.ts';
import { writeOutput } from '../write-output.ts';

/** `source`, `asset` and `job`. */
export function addLibraryCommands(program: Command, runtime: CommandRuntime): void {
  addSourceCommands(addGroup(program, 'source', 'where media comes from'), runtime);
  addAssetCommands(addGroup(program, 'asset', 'what can be aired'), runtime);
  const jobs = addGroup(program, 'job', 'work in the background');
  act(runtime, addQuery(jobs, 'list', 'running and ended jobs'), async ({ client }) => {
    const list = await client.call('job.list', {});
    return { json: { jobs: list }, text: jobsTable(list) };
  });
}

function addSourceCommands(group: Command, runtime: CommandRuntime): void {
  const add = addChange(
    group,
    'add <place>',
    'add a folder, or a source of another kind, and scan it',
  )
    .option('--kind <kind>', 'what kind of source lies there', FOLDER_SOURCE)
    .option('--name <name>', 'the place’s own name unless given')
    .option('--no-approve', 'hold new assets back until they are approved')
    .option('--no-scan', 'do not scan it now');
  act<{ kind: string; name?: string; approve: boolean; scan: boolean }>(
    runtime,
    add,
    async (context, options, args) => {
      const source = await context.client.call('source.add', {
        kind: options.kind,
        path: placeOf(options.kind, required('place', args[0])),
        approveOnImport: options.approve,
        ...(options.name === undefined ? {} : { name: options.name }),
      });
      if (!options.scan) return { json: { source }, text: `Added ${source.path}.` };
      const report = await scan(context, [source]);
      return {
        ...report,
        json: { source, ...report.json },
        text: `Added ${source.path}.\n${report.text}`,
      };
    },
  );

  act(runtime, addQuery(group, 'list', 'the library’s folders'), async ({ client }) => {
    const sources = await client.call('source.list', {});
    return {
      json: { sources },
      text: tableOr(
        'The library has no folder yet. Add one with "source add <place>".',
        ['NAME', 'ASSETS', 'APPROVES', 'PATH', 'ID'],
        sources.map((source) => [
          source.name,
          String(source.assetCount),
          source.approveOnImport ? 'yes' : 'no',
          source.path,
          source.id,
        ]),
      ),
    };
  });

  const scanOne = addChange(group, 'scan [source]', 'scan one folder, or all');
  act(runtime, scanOne, async (context, _options, args) =>
    scan(
      context,
      args[0] === undefined
        ? await context.client.call('source.list', {})
        : [await chooseSource(context.client, args[0])],
    ),
  );

  const move = addChange(group, 'move <source> <place>', 'say where a source lies now').option(
    '--no-scan',
    'do not scan it now',
  );
  act<{ scan: boolean }>(runtime, move, async (context, options, args) => {
    const { id, kind } = await chooseSource(context.client, required('source', args[0]));
    const place = required('place', args[1]);
    const path = kind === FOLDER_SOURCE ? resolve(place) : place;
    const source = await context.client.call('source.move', { id, path });
    const text = `"${source.name}" is at ${source.path} now; everything known of it stays.`;
    if (!options.scan) return { json: { source }, text };
    const report = await scan(context, [source]);
    return { ...report, json: { source, ...report.json }, text: `${text}\n${report.text}` };
  });

  const remove = addRemoval(group, 'remove <source>', 'take a folder out of the library');
  act(runtime, remove, async ({ client, confirm }, _options, args) => {
    const source = await chooseSource(client, required('source', args[0]));
    await confirm(`Remove "${source.name}"? Its assets are retired; files stay.`);
    await client.call('source.remove', { id: source.id });
    return { json: { id: source.id }, text: `Removed "${source.name}".` };
  });
}

/** A folder by its whole path; what other kinds are found by, as it was typed. */
function placeOf(kind: string, place: string): string {
  return kind === FOLDER_SOURCE ? folderOf('place', place) : place;
}

async function scan(
  { client, terminal }: CommandContext,
  sources: readonly Source[],
): Promise<Report> {
  const jobs: Job[] = [];
  for (const source of sources) {
    for (const job of await client.call('source.scan', { id: source.id })) {
      jobs.push(await waitForJob(client, terminal, job));
    }
  }
  const good = jobs.filter(({ state }) => state === 'done').length;
  return {
    json: { jobs },
    text: jobsTable(jobs),
    exitCode: good === jobs.length ? EXIT.ok : good === 0 ? EXIT.failed : EXIT.usage,
  };
}

async function chooseSource(client: Client, selector: string): Promise<Source> {
  const wanted = selector.trim().toLowerCase();
  const source = (await client.call('source.list', {})).find(
    ({ id, name, path }) =>
      id === wanted || name.toLowerCase() === wanted || path === resolve(selector),
  );
  if (!source) throw notFound('source', selector);
  return source;
}

function jobsTable(jobs: readonly Job[]): string {
  return tableOr(
    'There are no jobs.',
    ['JOB', 'STATE', 'PHASE', 'DONE', 'PROBLEMS'],
    jobs.map((job) => [
      job.title,
      job.state,
      job.error ?? job.phase,
      `${String(job.done)}/${job.total === null ? '?' : String(job.total)}`,
      job.problems.join(' '),
    ]),
  );
}

interface AssetListOptions {
  readonly text?: string;
  readonly kind?: string;
  readonly state?: string;
  readonly attention?: string;
  readonly limit: string;
  readonly offset: string;
}

function addAssetCommands(group: Command, runtime: CommandRuntime): void {
  const list = addQuery(group, 'list', 'the library')
    .option('--text <words>', 'all must occur in title, series or path')
    .option('--kind <kind>', AssetKind.options.join(', '))
    .option('--state <state>', AssetState.options.join(', '))
    .option('--attention <why>', 'fault or unapproved')
    .option('--limit <n>', 'at most so many', '200')
    .option('--offset <n>', 'leave out the first', '0');
  act<AssetListOptions>(runtime, list, async ({ client }, options) => {
    const { total, items } = await client.call('asset.list', {
      text: options.text ?? '',
      kinds: options.kind === undefined ? [] : [oneOf('kind', AssetKind.options, options.kind)],
      states:
        options.state === undefined ? [] : [oneOf('state', AssetState.options, options.state)],
      ...(options.attention === undefined
        ? {}
        : { attention: oneOf('attention', ['fault', 'unapproved'] as const, options.attention) }),
      limit: integerOf('limit', options.limit),
      offset: integerOf('offset', options.offset),
    });
    return {
      json: { total, assets: items },
      text: tableOr(
        'No asset matches.',
        ['TITLE', 'KIND', 'SERIES', 'LENGTH', 'STATE', 'APPROVED', 'FAULT', 'ID'],
        items.map((asset) => [
          asset.title,
          asset.kind,
          asset.seriesTitle ?? '',
          asset.durationMs === null ? '' : formatDuration(asset.durationMs),
          asset.state,
          asset.isApproved ? 'yes' : 'no',
          asset.faultDetail ?? asset.fault ?? '',
          asset.id,
        ]),
      ),
    };
  });

  act(runtime, addQuery(group, 'show <asset>', 'one asset'), async ({ client }, _options, args) => {
    const { id } = await chooseAsset(client, required('asset', args[0]));
    const { asset, sourcePath, scheduledAirings } = await client.call('asset.show', { id });
    return {
      json: { asset, sourcePath, scheduledAirings },
      text: formatFields([
        ['Asset', asset.title],
        ['Id', asset.id],
        ['File', `${sourcePath}/${asset.relativePath}`],
        ['Kind', asset.kind],
        ['Series', asset.seriesTitle ?? ''],
        ['Length', asset.durationMs === null ? 'unknown' : formatDuration(asset.durationMs)],
        ['State', asset.state],
        ['Approved', asset.isApproved ? 'yes' : 'no'],
        ['Fault', asset.faultDetail ?? asset.fault ?? 'none'],
        ['Markers', String(asset.markers.length)],
        ['To air', `${String(scheduledAirings)} times`],
      ]),
    };
  });

  const picture = addQuery(group, 'picture <asset>', 'write a picture of an asset as a JPEG file')
    .option('-o, --output <file>', 'the file to write')
    .option('--at <seconds>', 'how far into it; a fifth unless given');
  act<{ output?: string; at?: string }>(runtime, picture, async ({ client }, options, args) => {
    const output = required('output', options.output);
    const { id } = await chooseAsset(client, required('asset', args[0]));
    const { atMs, url } = await client.call('asset.picture', {
      id,
      atMs: options.at === undefined ? null : integerOf('at', options.at) * 1_000,
    });
    await writeOutput(output, Buffer.from(url.slice(url.indexOf(',') + 1), 'base64'));
    return { json: { output, atMs }, text: `Wrote ${output}.` };
  });

  for (const [verb, isApproved, description] of [
    ['approve', true, 'allow assets to air'],
    ['revoke', false, 'forbid assets to air'],
  ] as const) {
    const command = addChange(group, `${verb} <assets...>`, description);
    act(runtime, command, async ({ client }, _options, args) => {
      const ids = (await chooseAssets(client, args)).map(({ id }) => id);
      const { changedIds } = await client.call('asset.setApproval', { ids, isApproved });
      const changed = changedIds.length;
      return { json: { changed }, text: `Changed ${String(changed)}.` };
    });
  }

  const retire = addChange(group, 'retire <assets...>', 'take assets out of use for good');
  act(runtime, retire, async ({ client, confirm }, _options, args) => {
    const ids = (await chooseAssets(client, args)).map(({ id }) => id);
    await confirm(`Retire ${String(ids.length)} for good?`);
    const { changed } = await client.call('asset.retire', { ids });
    return { json: { changed }, text: `Retired ${String(changed)}.` };
  });
}
