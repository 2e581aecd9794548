import type { Command } from 'commander';

import type { Client } from '#shared/contract/client.ts';
import type { PackageEvaluation } from '#shared/contract/virtual-asset.ts';
import { ContentRule } from '#shared/model/content-rule.ts';
import type { AssetId } from '#shared/model/ids.ts';
import type { VirtualAsset } from '#shared/model/virtual-asset.ts';
import { describeRule } from '#shared/planning/choose/describe-rule.ts';
import { nameOfMember } from '#shared/planning/explain/explain-package.ts';
import { MS_PER_MINUTE } from '#shared/time/units.ts';
import {
  act,
  addChange,
  addGroup,
  addQuery,
  addRemoval,
  type CommandRuntime,
} from '../command-tree.ts';
import { formatDuration } from '../format-time.ts';
import { jsonOf } from '../json-input.ts';
import { chooseAsset, chooseChannel } from '../selection.ts';
import { formatFields, formatTable, tableOr } from '../table.ts';
import { instantOf } from '../values.ts';
import { type PackageOptions, fieldsOf, withPackage } from '../package-options.ts';

interface EvaluateOptions {
  readonly channel?: string;
  readonly at?: string;
}

/** `virtual-asset add|list|show|update|delete|evaluate`: packages of several assets. */
export function addVirtualAssetCommands(program: Command, runtime: CommandRuntime): void {
  const group = addGroup(program, 'virtual-asset', 'packages that become several assets');

  const list = addQuery(group, 'list', 'every package');
  act(runtime, list, async ({ client }) => {
    const virtualAssets = await client.call('virtualAsset.list', {});
    return {
      json: { virtualAssets },
      text: tableOr(
        'There is no package yet.',
        ['NAME', 'KIND', 'CONTENT', 'ID'],
        virtualAssets.map((each) => [each.name, each.kind, contentWords(each), each.id]),
      ),
    };
  });

  const show = addQuery(group, 'show <package>', 'one package, by id or name');
  act(runtime, show, async ({ client }, _options, args) => {
    const shown = await client.call('virtualAsset.show', { selector: args[0] ?? '' });
    const titleOf = (id: AssetId): string => {
      const asset = shown.assets.find((each) => each.id === id);
      return asset ? `${asset.title}${asset.isEligible ? '' : ' (may not air)'}` : id;
    };
    return { json: shown, text: detailsOf(shown.virtualAsset, titleOf, shown.plans) };
  });

  const add = withPackage(addChange(group, 'add', 'make a package'));
  act<PackageOptions>(runtime, add, async ({ client }, options) => {
    const fields = await fieldsOf(options, null, (each) => assetsOf(client, each), ruleOf);
    const virtualAsset = await client.call('virtualAsset.add', { fields });
    return {
      json: { virtualAsset },
      text: `Made the package "${virtualAsset.name}" (${virtualAsset.id}).`,
    };
  });

  const update = withPackage(addChange(group, 'update <package>', 'change a package'));
  act<PackageOptions>(runtime, update, async ({ client }, options, args) => {
    const { virtualAsset: before } = await client.call('virtualAsset.show', {
      selector: args[0] ?? '',
    });
    const fields = await fieldsOf(options, before, (each) => assetsOf(client, each), ruleOf);
    const { id, version } = before;
    const virtualAsset = await client.call('virtualAsset.update', { id, version, fields });
    return { json: { virtualAsset }, text: `Changed the package "${virtualAsset.name}".` };
  });

  const remove = addRemoval(group, 'delete <package>', 'remove a package that no plan plays');
  act(runtime, remove, async ({ client, confirm }, _options, args) => {
    const { virtualAsset } = await client.call('virtualAsset.show', { selector: args[0] ?? '' });
    await confirm(`Delete the package "${virtualAsset.name}"?`);
    await client.call('virtualAsset.delete', { id: virtualAsset.id });
    return {
      json: { id: virtualAsset.id },
      text: `Deleted the package "${virtualAsset.name}".`,
    };
  });

  const evaluate = addQuery(group, 'evaluate <package>', 'what it would become; writes nothing')
    .option('--channel <channel>', 'by that channel’s rotations; else as where nothing has aired')
    .option('--at <instant>', 'when it would start; now unless given');
  act<EvaluateOptions>(runtime, evaluate, async ({ client }, { channel, at }, args) => {
    const { virtualAsset } = await client.call('virtualAsset.show', { selector: args[0] ?? '' });
    const on = channel === undefined ? null : await chooseChannel(client, channel);
    const evaluation = await client.call('virtualAsset.evaluate', {
      virtualAsset: { id: virtualAsset.id },
      channelId: on?.id ?? null,
      at: at === undefined ? null : instantOf('at', at),
    });
    return { json: { evaluation }, text: evaluationText(evaluation) };
  });
}

async function assetsOf(client: Client, references: readonly string[]): Promise<AssetId[]> {
  const ids: AssetId[] = [];
  for (const reference of references) ids.push((await chooseAsset(client, reference)).id);
  return ids;
}

function ruleOf(text: string): Promise<ContentRule> {
  return jsonOf('rule', text, ContentRule);
}

function contentWords(virtualAsset: VirtualAsset): string {
  if (virtualAsset.kind === 'fixed_sequence') {
    return `${String(virtualAsset.assetIds.length)} in order`;
  }
  const { size, method, rule } = virtualAsset;
  const amount = 'count' in size ? String(size.count) : `${String(size.targetMinutes)} min`;
  return `${amount} of ${describeRule(rule)}, ${method}`;
}

function detailsOf(
  virtualAsset: VirtualAsset,
  titleOf: (id: AssetId) => string,
  plans: readonly { readonly name: string }[],
): string {
  const titles = (ids: readonly AssetId[]): string =>
    ids.length === 0 ? '-' : ids.map(titleOf).join(' · ');
  const limits =
    virtualAsset.kind === 'fixed_sequence'
      ? []
      : ([
          ['shortest', minutesText(virtualAsset.minimumMinutes)],
          ['longest', minutesText(virtualAsset.maximumMinutes)],
          [
            'rest',
            virtualAsset.excludeRecentDays === null
              ? '-'
              : `${String(virtualAsset.excludeRecentDays)} days`,
          ],
        ] as const);
  return formatFields([
    ['name', virtualAsset.name],
    ['kind', virtualAsset.kind],
    [
      'content',
      virtualAsset.kind === 'fixed_sequence'
        ? titles(virtualAsset.assetIds)
        : contentWords(virtualAsset),
    ],
    ['before', titles(virtualAsset.before)],
    ['after', titles(virtualAsset.after)],
    ['may be short', virtualAsset.allowShort ? 'yes' : 'no'],
    ...limits,
    ['plans', plans.length === 0 ? '-' : plans.map(({ name }) => name).join(' · ')],
    ['id', virtualAsset.id],
  ]);
}

function minutesText(minutes: number | null): string {
  return minutes === null ? '-' : formatDuration(minutes * MS_PER_MINUTE);
}

function evaluationText(evaluation: PackageEvaluation): string {
  const { name, members, durationMs, eligibleCount, isShort, missingCount, why } = evaluation;
  if (why !== null) return `"${name}" cannot air. ${why}`;
  const table = formatTable(
    ['AT', 'LENGTH', 'ROLE', 'TITLE', 'ID'],
    members.map((member) => [
      formatDuration(member.startMs),
      formatDuration(member.durationMs),
      member.role,
      nameOfMember(member),
      member.assetId,
    ]),
  );
  const doubts = [
    ...(isShort ? ['It is short.'] : []),
    ...(missingCount > 0
      ? [`${String(missingCount)} of its fixed assets may not air and are left out.`]
      : []),
  ];
  const head = `"${name}": ${String(members.length)} assets, ${formatDuration(durationMs)}, from ${String(eligibleCount)}.`;
  return [[head, ...doubts].join(' '), '', table].join('\n');
}
