import type { Channel } from '../../model/channel.ts';
import type { ContentRule } from '../../model/content-rule.ts';
import { RowId, type AssetId } from '../../model/ids.ts';
import type { EpisodePolicy } from '../../model/episode-policy.ts';
import type { Carry } from '../../model/schedule-day.ts';
import { instantOfOffset } from '../../time/broadcast-day.ts';
import type { EpochMs, IsoDate } from '../../time/units.ts';
import { noteAiring } from './airing-history.ts';
import type { Catalog, CatalogAsset } from './catalog.ts';
import { chooseContent, type AssetChoice } from './choose-content.ts';
import { airedAsWorks, workIdOf } from './copies.ts';
import { brokenDayparts, failedCriteria } from './match-rule.ts';
import { momentAt } from './rule-moment.ts';
import { rotationOf } from './rotation.ts';
import { oneOfEach } from './works.ts';
import { compareText } from '../../model/natural-order.ts';
import { isResting } from './programme-gates.ts';

/** Where and how a rule is tried: as a row of the channel at an offset of a date. */
export interface RuleOccasion {
  readonly channel: Channel;
  readonly date: IsoDate;
  readonly startOffsetMinutes: number;
  readonly episodePolicy: EpisodePolicy;
  /** What the day before left behind. */
  readonly carryIn: Carry;
  /** When assets, every copy of a work, last began on the channel before the slot; never: not in the map. */
  readonly lastAired: ReadonlyMap<AssetId, EpochMs>;
}

/** What a rule matches, what turns the others away, and what a row of it would air. */
export interface RuleTrial {
  /** In canonical order, one copy of each work; what the channel's hours forbid, or rests, is not in it. */
  readonly matching: readonly CatalogAsset[];
  /** By field of the rule, `channel-hours` or `rest`; a programme counts with every field that it fails. */
  readonly turnedAway: ReadonlyMap<string, number>;
  /** `null` without an occasion, or when nothing may air. */
  readonly pick: AssetChoice | null;
}

/**
 * Tries a rule on a catalogue. With an occasion the hours, the date, the rest and the channel's own hours count, and the choice
 * is the one that a row of a plan would make then with the rotations of the day before. Pure.
 */
export function tryRule(
  catalog: Catalog,
  rule: ContentRule,
  asked: RuleOccasion | null,
): RuleTrial {
  const turnedAway = new Map<string, number>();
  const occasion = asked && { ...asked, lastAired: airedAsWorks(catalog, asked.lastAired) };
  const copies = catalog.everyCopy.filter((asset) => {
    const failed = failuresOf(asset, rule, occasion);
    for (const field of failed) turnedAway.set(field, (turnedAway.get(field) ?? 0) + 1);
    return failed.length === 0;
  });
  const inOrder = [...turnedAway].sort((a, b) => b[1] - a[1] || compareText(a[0], b[0]));
  const pick = occasion && pickOf(catalog, rule, occasion);
  const matching = oneOfEach(catalog.works, copies);
  return { matching, turnedAway: new Map(inOrder), pick };
}

function failuresOf(
  asset: CatalogAsset,
  rule: ContentRule,
  occasion: RuleOccasion | null,
): string[] {
  if (occasion === null) return failedCriteria(asset, rule);
  const { channel, date, startOffsetMinutes, lastAired } = occasion;
  const slotAt = instantOfOffset(channel, date, startOffsetMinutes);
  const moment = momentAt(channel, date, slotAt);
  const failed: string[] = failedCriteria(asset, rule, moment);
  if (brokenDayparts(asset, channel.dayparts, moment).length > 0) failed.push('channel-hours');
  if (isResting(lastAired.get(asset.id), slotAt, rule.notAiredWithinHours ?? 0))
    failed.push('rest');
  return failed;
}

/** The choice of a row that is not in any plan; its own decks and turns begin here. */
function pickOf(catalog: Catalog, rule: ContentRule, occasion: RuleOccasion): AssetChoice | null {
  const { channel, date, startOffsetMinutes, episodePolicy, carryIn, lastAired } = occasion;
  const rotation = rotationOf(carryIn);
  for (const [id, airedAt] of lastAired) {
    noteAiring(rotation.history, workIdOf(catalog, id), airedAt);
  }
  const choice = chooseContent({
    catalog,
    channel,
    rotation,
    date,
    isZone: false,
    slotAt: instantOfOffset(channel, date, startOffsetMinutes),
    row: {
      id: RowId.parse('rule-test'),
      content: { type: 'rule', rule },
      episodePolicy,
      startOffsetMinutes,
    },
  });
  return choice?.kind === 'asset' ? choice : null;
}
