import { randomUUID } from 'node:crypto';

import type { Command } from 'commander';

import { contentKey } from '#shared/contract/plan.ts';
import { notFound } from '#shared/errors/app-error.ts';
import { ZoneId } from '#shared/model/ids.ts';
import { type ContentItem, DEFAULT_ZONE_FIELDS, type Zone } from '#shared/model/zone.ts';
import { checkZones, orderZones } from '#shared/planning/plan/zones.ts';
import {
  fieldsOf as zoneFieldsOf,
  offsetsOf,
  withFields as withZoneFields,
  zoneIn,
  type ZoneOptions,
} from './commands/zone-commands.ts';
import { change, type PlanDesk } from './plan-desk.ts';
import { chooseItem } from './selection.ts';
import { formatFields, tableOr } from './table.ts';
import { offsetMinutesOf, required } from './values.ts';

/** `zone add|list|show|remove` and `zone asset add|remove` in a session. */
export function addZones(program: Command, desk: PlanDesk): void {
  const group = program.command('zone').description('the zones of the plan');
  const add = withZoneFields(group.command('add').description('add a zone'));
  add.action(async () => {
    const options = add.opts<ZoneOptions>();
    const zone = {
      ...DEFAULT_ZONE_FIELDS,
      ...(await zoneFieldsOf(desk.client, options, desk.manuscript)),
      id: ZoneId.parse(randomUUID()),
      name: required('name', options.name),
      startOffsetMinutes: offsetMinutesOf('start', required('start', options.start)),
      endOffsetMinutes: offsetMinutesOf('end', required('end', options.end)),
    };
    const zones = orderZones([...desk.manuscript.zones, zone]);
    checkZones(zones);
    change(desk, { zones });
    desk.say(`Added the zone "${zone.name}".`);
  });
  group
    .command('list')
    .description('the zones by start')
    .action(() => {
      desk.say(zonesText(desk));
    });
  group
    .command('show <name>')
    .description('one zone with its content')
    .action(async (name: string) => {
      desk.say(await zoneText(desk, zoneIn(desk.manuscript, name)));
    });
  addZoneAssets(group, desk);
  group
    .command('remove <name>')
    .alias('delete')
    .description('remove a zone')
    .action((name: string) => {
      const zone = zoneIn(desk.manuscript, name);
      change(desk, { zones: desk.manuscript.zones.filter((each) => each !== zone) });
      desk.say(`Removed the zone "${zone.name}".`);
    });
}

/** `zone asset add|remove`: what stands in the list of a zone. */
function addZoneAssets(zones: Command, desk: PlanDesk): void {
  const group = zones.command('asset').description('the content of a zone');
  group
    .command('add <zone> <content...>')
    .description('put series or assets at the end of its list, by title, id or path')
    .action(async (name: string, content: readonly string[]) => {
      const zone = zoneIn(desk.manuscript, name);
      const items = [...zone.items];
      for (const each of content) items.push(await chooseItem(desk.client, each));
      changeZone(desk, { ...zone, items });
      desk.say(`"${zone.name}" has ${String(items.length)} entries.`);
    });
  group
    .command('remove <zone> <content>')
    .description('take an entry out of its list, by title, id, path or number')
    .action(async (name: string, content: string) => {
      const zone = zoneIn(desk.manuscript, name);
      const index = await indexOfItem(desk, zone, content);
      const items = zone.items.toSpliced(index, 1);
      changeZone(desk, { ...zone, items });
      desk.say(`"${zone.name}" has ${String(items.length)} entries.`);
    });
}

/** Where an entry stands: by its number from 1, else by what it names. Throws `not-found`. */
async function indexOfItem(desk: PlanDesk, zone: Zone, text: string): Promise<number> {
  if (/^\d+$/.test(text) && Number(text) >= 1 && Number(text) <= zone.items.length) {
    return Number(text) - 1;
  }
  const key = contentKey(await chooseItem(desk.client, text));
  const index = zone.items.findIndex((item) => contentKey(item) === key);
  if (index < 0) throw notFound('entry', text);
  return index;
}

function changeZone(desk: PlanDesk, changed: Zone): void {
  const { zones } = desk.manuscript;
  change(desk, { zones: zones.map((zone) => (zone.id === changed.id ? changed : zone)) });
}

/** The zones of the plan on the desk as a table. */
export function zonesText(desk: PlanDesk): string {
  return tableOr(
    'The plan has no zones.',
    ['NAME', 'OFFSETS', 'DAYS', 'CONTENT'],
    desk.manuscript.zones.map((zone) => [
      zone.name,
      offsetsOf(zone),
      zone.dayFilters?.join(',') ?? 'all',
      `${String(zone.items.length)} items`,
    ]),
  );
}

/** A zone as it is now: its fields, then its entries by number. */
async function zoneText(desk: PlanDesk, zone: Zone): Promise<string> {
  const series = await desk.client.call('series.list', {});
  const packages = await desk.client.call('virtualAsset.list', {});
  const titleOf = async (item: ContentItem): Promise<string> => {
    switch (item.type) {
      case 'series':
        return series.find(({ id }) => id === item.seriesId)?.title ?? contentKey(item);
      case 'virtual_package':
        return packages.find(({ id }) => id === item.virtualAssetId)?.name ?? contentKey(item);
      case 'asset':
        return (await desk.client.call('asset.show', { id: item.assetId })).asset.title;
    }
  };
  const titles: string[] = [];
  for (const item of zone.items) titles.push(await titleOf(item));
  const fields = formatFields([
    ['Zone', zone.name],
    ['Offsets', offsetsOf(zone)],
    ['Days', zone.dayFilters?.join(',') ?? 'all'],
    ['Dates', `${zone.effectiveStart ?? '…'} – ${zone.effectiveEnd ?? '…'}`],
    ['Enabled', zone.isEnabled ? 'yes' : 'no'],
  ]);
  const entries = tableOr(
    'It has no entries.',
    ['NO', 'CONTENT'],
    titles.map((title, index) => [String(index + 1), title]),
  );
  return `${fields}\n\n${entries}`;
}
