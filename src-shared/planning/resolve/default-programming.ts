import type { DefaultProgramming } from '../../model/channel.ts';
import { POLICY_TRAITS } from '../../model/episode-policy.ts';
import { RowId, type AssetId } from '../../model/ids.ts';
import { MS_PER_MINUTE, type DurationMs, type EpochMs } from '../../time/units.ts';
import type { Catalog, CatalogAsset } from '../choose/catalog.ts';
import { chooseContent, type ContentChoice } from '../choose/choose-content.ts';
import { poolOf } from '../choose/contents/kinds.ts';
import { eligibleCopy, isOneWork, workIdOf } from '../choose/copies.ts';
import { endOfContent, placeSlate, type DayBuilder, type DraftAiring } from './day-builder.ts';
import { nextEpisode } from '../choose/episode-choice.ts';
import { fitsGap, LIBRARY_POOL, pickFromLibrary } from '../choose/library-deck.ts';
import { hoursGate, restGate, type ProgrammeGate } from '../choose/programme-gates.ts';
import type { RuleMoment } from '../choose/rule-moment.ts';
import { packSlot, placeChoices } from './pack-slot.ts';
import { catalogWithin, permittedCatalog } from '../choose/permitted-catalog.ts';

const DEFAULT_SOURCE = {
  planId: null,
  assignmentId: null,
  rule: 'default-programming',
  operatorIntent: null,
} as const;

/**
 * Fills from the cursor to `untilAt` (a grid line) with the channel's default programming. Only what ends by then is placed,
 * so that what follows starts on time; where nothing fits or nothing is eligible, one slate stands until something does. The channel's
 * rules for hours count here too.
 */
export function fillWithDefault(builder: DayBuilder, catalog: Catalog, untilAt: EpochMs): void {
  while (builder.cursorAt < untilAt) {
    const choice = chooseDefault(builder, catalog, untilAt);
    if (choice === null) {
      placeSlate(builder, nextChanceAt(builder, catalog, untilAt), catalog.programmes.length);
      continue;
    }
    const shorts = packSlot(builder, choice, {}, (drawAt, roomMs) =>
      chooseDefault(builder, catalog, untilAt, { drawAt, roomMs }),
    );
    placeChoices(builder, shorts, { ...DEFAULT_SOURCE, policy: choice.policy });
  }
}

/** The first grid line after the cursor at which something may air, where hours restrict; else where the gap ends. */
function nextChanceAt(builder: DayBuilder, catalog: Catalog, untilAt: EpochMs): EpochMs {
  const { dayparts, defaultProgramming: byDefault } = builder.channel;
  const isTimed = byDefault.kind === 'rule' && byDefault.rule.dayparts !== undefined;
  if (dayparts.length === 0 && !isTimed) return untilAt;
  let cursorAt = builder.cursorAt;
  do cursorAt = endOfContent({ ...builder, cursorAt }, 1);
  while (cursorAt < untilAt && chooseDefault({ ...builder, cursorAt }, catalog, untilAt) === null);
  return Math.min(cursorAt, untilAt);
}

/** The row that stands for default programming by a rule; the deck of a shuffle is named by it. */
const DEFAULT_ROW_ID = RowId.parse('default-programming');

/** What rows, pins and changes by hand air on the day; what the library has dealt itself, its deck knows. */
function takenToday(builder: DayBuilder, catalog: Catalog): (asset: CatalogAsset) => boolean {
  const taken = new Set<AssetId>();
  for (const id of builder.airedToday) taken.add(workIdOf(catalog, id));
  for (const airing of builder.airings) {
    for (const id of dealtByLibrary(airing)) taken.delete(workIdOf(catalog, id));
  }
  return ({ id }) => taken.has(workIdOf(catalog, id));
}

/** What the library dealt to the airing. Asked of every airing of the day at each choice, so nothing is made for it. */
function* dealtByLibrary({ content, lineage }: DraftAiring): Generator<AssetId> {
  const isDealt = lineage.rotation?.pool === LIBRARY_POOL;
  if (content.kind === 'asset' && isDealt) yield content.assetId;
  if (content.kind !== 'shorts') return;
  for (const { assetId, choice } of content.members) {
    if (choice && (choice.rotation ? choice.rotation.pool === LIBRARY_POOL : isDealt))
      yield assetId;
  }
}

/** What default programming may choose from at all, hours and rest aside; of the catalogue that is given. */
export function poolOfDefault(
  programming: DefaultProgramming,
  catalog: Catalog,
  moment: RuleMoment,
): readonly CatalogAsset[] {
  switch (programming.kind) {
    case 'series':
      return catalog.episodesBySeries.get(programming.seriesId) ?? [];
    case 'asset':
      return [eligibleCopy(catalog, programming.assetId) ?? []].flat();
    case 'rule':
      return poolOf(catalog, { type: 'rule', rule: programming.rule }, moment).assets;
    case 'library':
      return catalog.programmes;
    case 'slate':
      return [];
  }
}

/**
 * What default programming is judged by where the day stands. The whole library lets wait what aired right before, and passes over
 * what the day airs otherwise, while there is anything else; the rest of a rule is set aside step by step. All else is never set
 * aside.
 */
export function gatesOfDefault(
  builder: DayBuilder,
  catalog: Catalog,
  untilAt: EpochMs,
): Readonly<Record<ProgrammeGate['name'], ProgrammeGate>> {
  const { channel, rotation, date, lastAssetId, cursorAt: slotAt } = builder;
  const programming = channel.defaultProgramming;
  const roomMs = untilAt - slotAt;
  const isLibrary = programming.kind === 'library';
  const fits = (asset: CatalogAsset): boolean =>
    isLibrary
      ? fitsGap(catalog, asset, channel, roomMs)
      : endOfContent(builder, asset.durationMs) <= untilAt;
  const isTaken = isLibrary ? takenToday(builder, catalog) : () => false;
  const tooLong = (): string =>
    `longer than the ${String(Math.floor(roomMs / MS_PER_MINUTE))} minutes up to what follows`;
  const rule = programming.kind === 'rule' ? programming : null;
  const restHours =
    rule && !POLICY_TRAITS[rule.episodePolicy].ignoresRest
      ? (rule.rule.notAiredWithinHours ?? null)
      : null;
  return {
    hours: hoursGate(channel, date, slotAt),
    length: { name: 'length', refuses: (asset) => (fits(asset) ? null : tooLong) },
    taken: {
      name: 'taken',
      refuses: (asset) => (isTaken(asset) ? () => 'aired already on that day' : null),
    },
    last: {
      name: 'last',
      refuses: ({ id }) =>
        isLibrary && lastAssetId !== null && isOneWork(catalog, id, lastAssetId)
          ? () => 'aired right before'
          : null,
    },
    rest: restGate({ catalog, channel, rotation, slotAt }, restHours),
  };
}

function chooseDefault(
  builder: DayBuilder,
  wholeCatalog: Catalog,
  untilAt: EpochMs,
  short: { readonly drawAt: EpochMs; readonly roomMs: DurationMs } | null = null,
): ContentChoice | null {
  const { channel, rotation, date, cursorAt: slotAt } = builder;
  const drawAt = short?.drawAt ?? slotAt;
  const catalog = permittedCatalog(wholeCatalog, channel, date, slotAt);
  const { length, taken } = gatesOfDefault(builder, catalog, untilAt);
  const fits = (asset: CatalogAsset): boolean => length.refuses(asset) === null;
  const roomMs = untilAt - slotAt;
  const programming = channel.defaultProgramming;
  switch (programming.kind) {
    case 'library': {
      const pick = pickFromLibrary({
        catalog,
        channel,
        rotation,
        lastAssetId: builder.lastAssetId,
        // Shorts are dealt among themselves, so those that share a slot leave the turns of others alone.
        roomMs: short?.roomMs ?? roomMs,
        isTaken: (asset) => taken.refuses(asset) !== null,
      });
      return pick && { ...pick, policy: null };
    }
    case 'series': {
      const next = nextEpisode(catalog, rotation, programming.seriesId, fits);
      return next && { ...next, policy: 'sequential' };
    }
    case 'rule': {
      const { rule, episodePolicy } = programming;
      const content = { type: 'rule', rule } as const;
      const row = { id: DEFAULT_ROW_ID, content, episodePolicy, startOffsetMinutes: 0 };
      const fitting = catalogWithin(catalog, roomMs + channel.overrunToleranceMs);
      return chooseContent({
        catalog: fitting,
        channel,
        rotation,
        date,
        slotAt,
        drawAt,
        row,
        isZone: false,
      });
    }
    case 'asset': {
      const asset = eligibleCopy(catalog, programming.assetId);
      if (!asset || !fits(asset)) return null;
      return {
        kind: 'asset',
        asset,
        cursorBefore: null,
        seed: null,
        eligibleCount: 1,
        policy: null,
      };
    }
    case 'slate':
      return null;
  }
}
