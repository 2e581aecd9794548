import type { Command } from 'commander';

import type { StationStatus } from '#shared/contract/station.ts';
import { invalidInput } from '#shared/errors/app-error.ts';
import { Settings } from '#shared/model/settings.ts';
import { formatInstant } from '#shared/time/zone.ts';
import { act, addChange, addGroup, addQuery, type CommandRuntime } from '../command-tree.ts';
import { EXIT } from '../exit-code.ts';
import { formatLocal } from '../format-time.ts';
import { formatFields, tableOr } from '../table.ts';
import { required } from '../values.ts';
import { waitForJob } from '../wait-for-job.ts';

/** `status`, `settings` and `demo`. */
export function addStationCommands(program: Command, runtime: CommandRuntime): void {
  act(runtime, addQuery(program, 'status', 'how the station feels'), async (context) => {
    const { client, isRunningStation } = context;
    const status = await client.call('station.status', {});
    const horizon = await client.call('station.horizon', {});
    const onAir = await client.call('onair.list', {});
    const channels = await client.call('channel.list', {});
    const rows = channels.map((channel) => {
      const report = horizon.find(({ channelId }) => channelId === channel.id);
      const air = onAir.find(({ channelId }) => channelId === channel.id);
      const until = (at: number | null | undefined): string =>
        typeof at === 'number' ? formatLocal(channel.timezone, at) : 'none';
      return [
        String(channel.number),
        channel.name,
        air?.now?.title ?? '-',
        String(air?.viewers ?? 0),
        until(report?.scheduleUntil),
        until(report?.logUntil),
        report?.fault ?? (air?.slates ? `on slates: ${air.slates.reason}` : ''),
      ];
    });
    const fields = formatFields([
      ['Station', `${status.stationName} ${status.version}`],
      ['Runs', isRunningStation ? 'yes' : 'no, the data folder was opened for this command'],
      ['Health', `${status.health.state}: ${status.health.sentence}`],
      ['Data', status.dataFolder],
      ['Broadcast', isRunningStation ? status.broadcastUrl : 'off the air'],
      ['Shared', status.isSharedOnNetwork ? status.networkUrls.join(' ') : 'no'],
      ['ffmpeg', status.ffmpeg.version ?? status.ffmpeg.remedy ?? 'unknown'],
      ...lastFaultField(status),
      ['Last backup', status.lastBackup?.name ?? 'none yet'],
      ['Library', `${String(status.assetCount)} assets`],
    ]);
    const table = tableOr(
      'There is no channel yet.',
      ['NO', 'CHANNEL', 'NOW', 'VIEWERS', 'SCHEDULED TO', 'LOCKED TO', 'FAULT'],
      rows,
    );
    return {
      json: { isRunning: isRunningStation, station: status, horizon, onAir },
      text: `${fields}\n\n${table}`,
    };
  });

  const settings = addGroup(program, 'settings', 'what can be set for the whole station');
  act(
    runtime,
    addQuery(settings, 'get [name]', 'one setting, or all'),
    async (context, _o, args) => {
      const values = await context.client.call('settings.get', {});
      const name = args[0] === undefined ? null : settingNamed(args[0]);
      const shown = name === null ? values : { [name]: values[name] };
      return {
        json: { settings: shown },
        text: formatFields(Object.entries(shown).map(([key, value]) => [key, String(value)])),
      };
    },
  );
  const set = addChange(settings, 'set <name> <value>', 'change a setting');
  act(runtime, set, async ({ client }, _options, args) => {
    const name = settingNamed(required('name', args[0]));
    const changes = { [name]: settingValue(name, required('value', args[1])) };
    const values = await client.call('settings.update', { changes });
    return { json: { settings: values }, text: `${name}: ${String(values[name])}` };
  });

  const demo = addChange(program, 'demo', 'make a demo station: clips, library, three channels');
  act(runtime, demo, async ({ client, terminal, isRunningStation }) => {
    const job = await waitForJob(client, terminal, await client.call('demo.create', {}));
    const isDone = job.state === 'done';
    const next = isRunningStation
      ? `It is on the air: ${(await client.call('station.status', {})).broadcastUrl}/guide`
      : 'Start it with "retrovue serve".';
    return {
      json: { job },
      text: isDone ? `The demo station is ready. ${next}` : (job.error ?? job.state),
      exitCode: isDone ? EXIT.ok : EXIT.failed,
    };
  });
}

function lastFaultField({ lastFault }: StationStatus): [string, string][] {
  if (lastFault === null) return [];
  const at = formatInstant(lastFault.at);
  return [['Last fault', `${at}: ${lastFault.what} (reference ${lastFault.reference})`]];
}

function settingNamed(text: string): keyof Settings {
  const names = Object.keys(Settings.shape) as (keyof Settings)[];
  const folded = text.toLowerCase().replaceAll('-', '');
  const name = names.find((candidate) => candidate.toLowerCase() === folded);
  if (name === undefined) {
    throw invalidInput('name', `There is no setting "${text}".`, `Choose ${names.join(', ')}.`);
  }
  return name;
}

/** Text where the setting is a text, else the number, truth value or null that it spells. */
function settingValue(name: keyof Settings, text: string): string | number | boolean | null {
  if (text === 'null') return null;
  if (Settings.shape[name].safeParse(text).success) return text;
  if (text === 'true' || text === 'false') return text === 'true';
  return /^-?\d+$/.test(text) ? Number(text) : text;
}
