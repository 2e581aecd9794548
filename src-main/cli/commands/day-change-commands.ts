import type { Command } from 'commander';

import type { Client } from '#shared/contract/client.ts';
import type { Output } from '#shared/contract/index.ts';
import { invalidInput, notFound } from '#shared/errors/app-error.ts';
import type { Channel } from '#shared/model/channel.ts';
import type { AiringId } from '#shared/model/ids.ts';
import { OverrideScope, type DayChange, type DayOverride } from '#shared/model/override.ts';
import type { ScheduleDayRecord } from '#shared/model/airing-record.ts';
import { MS_PER_MINUTE, type EpochMs } from '#shared/time/units.ts';
import { localTimeAt } from '#shared/time/zone.ts';
import { act, addChange, addQuery, type CommandRuntime } from '../command-tree.ts';
import { airingsTable } from '../day-table.ts';
import { findingsText } from '../findings.ts';
import { formatLocal } from '../format-time.ts';
import { chooseAsset, chooseChannel, chooseDate, choosePlan } from '../selection.ts';
import { tableOr } from '../table.ts';
import { durationMinutesOf, instantOf, integerOf, oneOf, required } from '../values.ts';
import { type ChannelOption, withDate } from '../window-options.ts';

interface ChangeOptions extends ChannelOption {
  readonly date?: string;
  readonly reason?: string;
  readonly dryRun?: boolean;
}

interface OverrideOptions extends ChangeOptions {
  readonly airing?: string;
  readonly replace?: string;
  readonly insert?: string;
  readonly remove?: boolean;
  readonly trim?: string;
  readonly shift?: string;
  readonly plan?: string;
  readonly pin?: string;
  readonly unlock?: boolean;
  readonly scope: string;
}

/** What a change does, as the station tells it. */
export type Changed = Output<'day.overridePreview'>;

/** `schedule-day override|revert|history`. */
export function addDayChangeCommands(group: Command, runtime: CommandRuntime): void {
  const override = withDate(addChange(group, 'override', 'change a frozen day by hand'))
    .option('--airing <airing>', 'its id, or its start as HH:MM or ISO 8601')
    .option('--replace <asset>', 'another asset in its place')
    .option('--insert <asset>', 'an asset before it')
    .option('--remove', 'take it out')
    .option('--trim <length>', 'only so much of it, in minutes or H:MM')
    .option('--shift <start>', 'start it then, HH:MM or ISO 8601')
    .option('--plan <plan>', 'the whole day from another plan, instead of one airing')
    .option('--pin <pin>', 'a pin of the channel, by id, and what follows it anew')
    .option(
      '--scope <scope>',
      `how far it may reach: ${OverrideScope.options.join(', ')}`,
      'airing',
    )
    .option('--unlock', 'also where it is locked, as far as it is not published')
    .option('--reason <text>', 'goes into the record; compulsory');
  act<OverrideOptions>(runtime, override, async ({ client, confirm }, options) => {
    const channel = await chooseChannel(client, options.channel);
    const date = await chooseDate(client, channel, options.date);
    const key = { channelId: channel.id, date };
    const reason = required('reason', options.reason);
    const live = await client.call('day.show', key);
    const change = await changeOf(client, channel, live, options);
    const unlock = options.unlock === true;
    const preview = await client.call('day.overridePreview', { ...key, change, reason, unlock });
    if (options.dryRun === true) return dryRun(channel, preview);
    await confirm(`${impactText(channel, preview)}\nChange the day ${date} of "${channel.name}"?`);
    const request = { ...key, change, reason, unlock, baseDayId: live.id };
    return report(channel, await client.call('day.override', request));
  });

  const revert = withDate(addChange(group, 'revert', 'take a day back to an earlier generation'))
    .option('--to <generation>', 'as "history" numbers them; 1 is the first')
    .option('--reason <text>', 'goes into the record; compulsory');
  act<ChangeOptions & { to?: string }>(runtime, revert, async ({ client, confirm }, options) => {
    const channel = await chooseChannel(client, options.channel);
    const date = await chooseDate(client, channel, options.date);
    const key = { channelId: channel.id, date };
    const reason = required('reason', options.reason);
    const generation = integerOf('to', required('to', options.to));
    const { id: baseDayId } = await client.call('day.show', key);
    const change: DayChange = { type: 'revert', generation };
    const preview = await client.call('day.overridePreview', { ...key, change, reason });
    if (options.dryRun === true) return dryRun(channel, preview);
    await confirm(`${impactText(channel, preview)}\nTake ${date} of "${channel.name}" back?`);
    const request = { ...key, generation, reason, baseDayId };
    return report(channel, await client.call('day.revert', request));
  });

  const history = withDate(addQuery(group, 'history', 'every freezing of a day, and why'));
  act<ChangeOptions>(runtime, history, async ({ client }, options) => {
    const channel = await chooseChannel(client, options.channel);
    const date = await chooseDate(client, channel, options.date);
    const generations = await client.call('day.history', { channelId: channel.id, date });
    return {
      json: { generations },
      text: tableOr(
        'The day was never frozen.',
        ['GENERATION', 'STATUS', 'FROZEN', 'UNTIL', 'CHANGE', 'REASON'],
        generations.map(({ generation, day, supersededAt, record }) => [
          String(generation),
          day.status,
          formatLocal(channel.timezone, day.frozenAt),
          supersededAt === null ? 'live' : formatLocal(channel.timezone, supersededAt),
          record === null ? 'frozen' : (record.change?.type ?? 'regenerated'),
          record?.reason ?? '',
        ]),
      ),
    };
  });
}

function dryRun(channel: Channel, changed: Changed) {
  return {
    json: { dryRun: true, ...changed },
    text: `Dry run, nothing is written.\n${impactText(channel, changed)}`,
  };
}

function report(channel: Channel, changed: Changed) {
  const text = `${impactText(channel, changed)}\n\n${airingsTable(channel, changed.day)}`;
  return { json: { ...changed }, text };
}

/** What becomes of each airing, then what else is to be known. */
export function impactText(channel: Channel, { impact, findings }: Changed): string {
  const at = (place: { readonly startAt: EpochMs } | null): string =>
    place === null ? '-' : localTimeAt(channel.timezone, place.startAt);
  const changes = tableOr(
    'Nothing changes.',
    ['CHANGE', 'FROM', 'TO', 'TITLE', 'EPISODE', 'NOTE'],
    impact.changes.map((change) => [
      change.type,
      at(change.before),
      at(change.after),
      change.title,
      change.episodeTitle ?? '',
      change.isSkipped ? 'its series goes on without it' : '',
    ]),
  );
  const later =
    impact.laterFrozenDates.length === 0
      ? `${String(impact.cursors.length)} rotations go on elsewhere from the next day on.`
      : `Later frozen days stay: ${impact.laterFrozenDates.join(', ')}.`;
  const relocked = impact.relockedBlocks?.length ?? 0;
  const unlocked =
    relocked === 0 ? '' : `${String(relocked)} blocks of the locked log are made anew.`;
  return [changes, later, unlocked, findingsText(findings, '')].filter(Boolean).join('\n');
}

async function changeOf(
  client: Client,
  channel: Channel,
  day: ScheduleDayRecord,
  options: OverrideOptions,
): Promise<DayOverride> {
  const asked = (['replace', 'insert', 'remove', 'trim', 'shift', 'plan', 'pin'] as const).filter(
    (name) => options[name] !== undefined,
  );
  const [type] = asked;
  if (type === undefined || asked.length > 1) {
    throw invalidInput(
      'override',
      asked.length === 0 ? 'No change is named.' : 'Only one change at a time.',
      'Say one of --replace, --insert, --remove, --trim, --shift, --plan, --pin.',
    );
  }
  if (type === 'plan') {
    const plan = await choosePlan(client, options.plan, channel.id);
    return { type, planId: plan.id };
  }
  if (type === 'pin') {
    const pins = await client.call('pin.list', { channelId: channel.id });
    const pin = pins.find(({ id }) => id === options.pin);
    if (!pin) throw notFound('pin', options.pin ?? '');
    return { type, pin };
  }
  const airingId = airingOf(channel, day, required('airing', options.airing));
  const target = { airingId, scope: oneOf('scope', OverrideScope.options, options.scope) };
  switch (type) {
    case 'replace':
    case 'insert': {
      const asset = await chooseAsset(client, required(type, options[type]));
      return { ...target, type, assetId: asset.id };
    }
    case 'remove':
      return { ...target, type };
    case 'trim': {
      const minutes = durationMinutesOf('trim', required('trim', options.trim));
      return { ...target, type, contentDurationMs: minutes * MS_PER_MINUTE };
    }
    case 'shift':
      return { ...target, type, startAt: startOf(channel, day, required('shift', options.shift)) };
  }
}

function airingOf(channel: Channel, day: ScheduleDayRecord, text: string): AiringId {
  const byId = day.airings.find(({ id }) => id === text);
  if (byId) return byId.id;
  const isClock = /^\d{2}:\d{2}$/.test(text);
  const at = isClock ? null : instantOf('airing', text);
  const airing = day.airings.find(({ startAt }) =>
    at === null ? localTimeAt(channel.timezone, startAt) === text : startAt === at,
  );
  if (!airing) throw notFound('airing', text);
  return airing.id;
}

/** The grid line of the day that a clock time names, or an instant. */
function startOf(channel: Channel, day: ScheduleDayRecord, text: string): EpochMs {
  if (!/^\d{2}:\d{2}$/.test(text)) return instantOf('shift', text);
  for (let at = day.startAt; at < day.endAt; at += 15 * MS_PER_MINUTE) {
    if (localTimeAt(channel.timezone, at) === text) return at;
  }
  throw invalidInput(
    'shift',
    `--shift: no quarter of an hour of the day is ${text}.`,
    'Write HH:MM.',
  );
}
