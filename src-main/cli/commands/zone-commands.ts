import type { Command } from 'commander';

import type { Client } from '#shared/contract/client.ts';
import { contentKey, type PlanContentName } from '#shared/contract/plan.ts';
import { invalidInput, notFound } from '#shared/errors/app-error.ts';
import type { Plan } from '#shared/model/plan.ts';
import { scheduleTimeOf } from '#shared/model/scalars.ts';
import { type ContentItem, DstPolicy, Weekday, type Zone } from '#shared/model/zone.ts';
import { inheritedZones } from '#shared/planning/plan/zone-inheritance.ts';
import {
  ZONE_PRESETS,
  type ZonePresetName,
  zoneOfPreset,
} from '#shared/planning/plan/zone-presets.ts';
import { wallClockOfOffset } from '#shared/time/broadcast-day.ts';
import {
  act,
  addChange,
  addGroup,
  addQuery,
  addRemoval,
  type CommandRuntime,
} from '../command-tree.ts';
import { pageOf, type PageOptions, withPaging } from '../paging.ts';
import { chooseItem, choosePlan } from '../selection.ts';
import { formatFields, tableOr } from '../table.ts';
import { dateOf, offsetMinutesOf, oneOf, required } from '../values.ts';

/** Options that speak of a zone. */
export interface ZoneOptions {
  readonly name?: string;
  readonly start?: string;
  readonly end?: string;
  readonly assets?: readonly string[];
  readonly days?: string;
  readonly clearDays?: boolean;
  readonly enabled?: boolean;
  readonly disabled?: boolean;
  readonly effectiveStart?: string;
  readonly clearEffectiveStart?: boolean;
  readonly effectiveEnd?: string;
  readonly clearEffectiveEnd?: boolean;
  readonly dstPolicy?: string;
  readonly clearDstPolicy?: boolean;
  readonly parent?: string;
  readonly clearParent?: boolean;
}

interface PlanChoice {
  readonly plan?: string;
  readonly planId?: string;
  readonly channel?: string;
}

const PRESET_NAMES = Object.keys(ZONE_PRESETS) as ZonePresetName[];

/** `zone add|list|show|update|delete|preset`. */
export function addZoneCommands(program: Command, runtime: CommandRuntime): void {
  const group = addGroup(program, 'zone', 'named windows of plans with a list of content');
  addReading(group, runtime);
  addWriting(group, runtime);
}

function addReading(group: Command, runtime: CommandRuntime): void {
  const list = withPaging(withPlan(addQuery(group, 'list', 'the zones of a plan'))).option(
    '--enabled-only',
    'leave out disabled ones',
  );
  act<PlanChoice & PageOptions & { enabledOnly?: boolean }>(
    runtime,
    list,
    async ({ client }, options) => {
      const { plan, names, dayStart } = await chosenPlan(client, options);
      const chosen = (await client.call('zone.list', { planId: plan.id })).filter(
        ({ isEnabled }) => isEnabled || options.enabledOnly !== true,
      );
      const { page: zones, total } = pageOf(chosen, options);
      return {
        json: { planId: plan.id, zones, total },
        text: tableOr(
          'The plan has no zones.',
          ['NAME', 'OFFSETS', 'CLOCK', 'DAYS', 'CONTENT', 'ENABLED', 'ID'],
          zones.map((zone) => [
            zone.name,
            offsetsOf(zone),
            clockOf(zone, dayStart),
            zone.dayFilters?.join(',') ?? 'all',
            contentOf(zone, names),
            zone.isEnabled ? 'yes' : 'no',
            zone.id,
          ]),
        ),
      };
    },
  );

  const show = withPlan(addQuery(group, 'show <zone>', 'one zone, by id or name'));
  act<PlanChoice>(runtime, show, async ({ client }, options, args) => {
    const { plan, names, dayStart } = await chosenPlan(client, options);
    const zone = zoneIn(plan, args[0] ?? '');
    return { json: { zone }, text: describe(zone, plan, names, dayStart) };
  });
}

function addWriting(group: Command, runtime: CommandRuntime): void {
  const add = withFields(withPlan(addChange(group, 'add', 'add a zone')));
  act<PlanChoice & ZoneOptions>(runtime, add, async ({ client }, options) => {
    const { plan } = await chosenPlan(client, options);
    const zone = await client.call('zone.add', {
      planId: plan.id,
      zone: {
        ...(await fieldsOf(client, options, plan)),
        name: required('name', options.name),
        startOffsetMinutes: offsetMinutesOf('start', required('start', options.start)),
        endOffsetMinutes: offsetMinutesOf('end', required('end', options.end)),
      },
    });
    return { json: { zone }, text: `Added the zone "${zone.name}" (${zone.id}).` };
  });

  const update = withFields(withPlan(addChange(group, 'update <zone>', 'change a zone')))
    .option('--clear-days', 'every day')
    .option('--clear-effective-start', 'no first date')
    .option('--clear-effective-end', 'no last date')
    .option('--clear-dst-policy', 'follow the clock')
    .option('--clear-parent', 'inherit nothing');
  act<PlanChoice & ZoneOptions>(runtime, update, async ({ client }, options, args) => {
    const { plan } = await chosenPlan(client, options);
    const { id } = zoneIn(plan, args[0] ?? '');
    const zone = await client.call('zone.update', {
      id,
      changes: await fieldsOf(client, options, plan),
    });
    return { json: { zone }, text: `Changed the zone "${zone.name}".` };
  });

  const remove = withPlan(addRemoval(group, 'delete <zone>', 'remove a zone'));
  act<PlanChoice>(runtime, remove, async ({ client, confirm }, options, args) => {
    const { plan } = await chosenPlan(client, options);
    const zone = zoneIn(plan, args[0] ?? '');
    await confirm(`Delete the zone "${zone.name}"?`);
    await client.call('zone.delete', { id: zone.id });
    return { json: { id: zone.id }, text: `Deleted the zone "${zone.name}".` };
  });

  const preset = withFields(
    withPlan(addChange(group, 'preset <preset>', `add a zone: ${PRESET_NAMES.join(', ')}`)),
  );
  act<PlanChoice & ZoneOptions>(runtime, preset, async ({ client }, options, args) => {
    const { plan, dayStart } = await chosenPlan(client, options);
    const fields = zoneOfPreset(oneOf('preset', PRESET_NAMES, args[0] ?? ''), dayStart);
    const zone = await client.call('zone.add', {
      planId: plan.id,
      zone: { ...fields, ...(await fieldsOf(client, options, plan)) },
    });
    return { json: { zone }, text: `Added the zone "${zone.name}" (${zone.id}).` };
  });
}

function withPlan(command: Command): Command {
  return command
    .option('--plan <plan>', 'the plan, by id or name')
    .option('--plan-id <plan>', 'the same')
    .option('--channel <channel>', 'the plan’s channel');
}

/** Adds the options of a zone. */
export function withFields(command: Command): Command {
  return command
    .option('--name <name>', 'unique in the plan')
    .option('--start <HH:MM>', 'offset from the start of the broadcast day')
    .option('--end <HH:MM>', 'offset; at or before the start, it lies in the next day')
    .option('--assets <content...>', 'series and assets in turn, by title, id or path')
    .option('--days <list>', 'such as MON,TUE or SAT')
    .option('--enabled', 'it applies')
    .option('--disabled', 'it does not apply')
    .option('--effective-start <YYYY-MM-DD>', 'first date')
    .option('--effective-end <YYYY-MM-DD>', 'last date')
    .option('--dst-policy <policy>', `${DstPolicy.options.join(', ')}; else it follows the clock`)
    .option('--parent <zone>', 'take from it what is not said here, by id or name');
}

async function chosenPlan(client: Client, options: PlanChoice) {
  const { id } = await choosePlan(client, options.plan ?? options.planId, options.channel);
  const { plan, names } = await client.call('plan.show', { selector: id });
  const { dayStart } = await client.call('channel.show', { selector: plan.channelId });
  return { plan, names, dayStart };
}

export function zoneIn(plan: Pick<Plan, 'zones'>, selector: string): Zone {
  const wanted = selector.trim().toLowerCase();
  const zone = (plan.zones ?? []).find(
    ({ id, name }) => id === wanted || name.toLowerCase() === wanted,
  );
  if (!zone) throw notFound('zone', selector);
  return zone;
}

/** The fields that the options speak of. */
export async function fieldsOf(client: Client, options: ZoneOptions, plan: Pick<Plan, 'zones'>) {
  const { name, start, end, assets, days, effectiveStart, effectiveEnd, dstPolicy } = options;
  const items: ContentItem[] = [];
  for (const each of assets ?? []) items.push(await chooseItem(client, each));
  return {
    ...(name === undefined ? {} : { name }),
    ...(start === undefined ? {} : { startOffsetMinutes: offsetMinutesOf('start', start) }),
    ...(end === undefined ? {} : { endOffsetMinutes: offsetMinutesOf('end', end) }),
    ...(assets === undefined ? {} : { items }),
    ...(days === undefined ? {} : { dayFilters: daysOf(days) }),
    ...(options.clearDays === true ? { dayFilters: null } : {}),
    ...(options.enabled === true ? { isEnabled: true } : {}),
    ...(options.disabled === true ? { isEnabled: false } : {}),
    ...(effectiveStart === undefined
      ? {}
      : { effectiveStart: dateOf('effective-start', effectiveStart) }),
    ...(options.clearEffectiveStart === true ? { effectiveStart: null } : {}),
    ...(effectiveEnd === undefined ? {} : { effectiveEnd: dateOf('effective-end', effectiveEnd) }),
    ...(options.clearEffectiveEnd === true ? { effectiveEnd: null } : {}),
    ...(dstPolicy === undefined
      ? {}
      : { dstPolicy: oneOf('dst-policy', DstPolicy.options, dstPolicy) }),
    ...(options.clearDstPolicy === true ? { dstPolicy: null } : {}),
    ...(options.parent === undefined ? {} : { parentId: zoneIn(plan, options.parent).id }),
    ...(options.clearParent === true ? { parentId: null } : {}),
  };
}

function daysOf(text: string): Weekday[] {
  const words = text.split(',').map((word) => word.trim().toUpperCase());
  const days = Weekday.options.filter((day) => words.includes(day));
  if (days.length === 0 || days.length !== new Set(words).size) {
    throw invalidInput(
      'days',
      `--days: "${text}" is not a list of weekdays.`,
      'Write them as MON,TUE,WED,THU,FRI,SAT,SUN.',
    );
  }
  return days;
}

export function offsetsOf(zone: Pick<Zone, 'startOffsetMinutes' | 'endOffsetMinutes'>): string {
  return `${scheduleTimeOf(zone.startOffsetMinutes)}–${scheduleTimeOf(zone.endOffsetMinutes)}`;
}

function clockOf(zone: Zone, dayStart: string): string {
  const clock = (minutes: number): string => wallClockOfOffset(dayStart, minutes);
  return `${clock(zone.startOffsetMinutes)}–${clock(zone.endOffsetMinutes)}`;
}

function contentOf(zone: Zone, names: readonly PlanContentName[]): string {
  const titles = zone.items.map((item) => {
    const key = contentKey(item);
    return names.find((name) => name.key === key)?.title ?? key;
  });
  return titles.length === 0 ? 'nothing' : titles.join(' · ');
}

/** What it says itself or takes from its parent. */
function describe(
  own: Zone,
  { zones = [] }: Pick<Plan, 'zones'>,
  names: readonly PlanContentName[],
  dayStart: string,
): string {
  const parent = zones.find(({ id }) => id === own.parentId);
  const zone = inheritedZones(zones).find(({ id }) => id === own.id) ?? own;
  return formatFields([
    ['Zone', zone.name],
    ['Id', zone.id],
    ['Offsets', offsetsOf(zone)],
    ['Wall clock', clockOf(zone, dayStart)],
    ['Days', zone.dayFilters?.join(',') ?? 'all'],
    ['Dates', `${zone.effectiveStart ?? '…'} – ${zone.effectiveEnd ?? '…'}`],
    ['Clock change', zone.dstPolicy ?? 'follows the clock'],
    ['Enabled', zone.isEnabled ? 'yes' : 'no'],
    ['Content', contentOf(zone, names)],
    ...(parent ? [['Inherits from', parent.name] as const] : []),
  ]);
}
