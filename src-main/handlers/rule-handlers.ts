import { startOfDay } from '#main/horizon/day-succession.ts';
import type { Handlers, ParsedInput } from '#shared/contract/index.ts';
import type { Catalog, CatalogAsset } from '#shared/planning/choose/catalog.ts';
import { describeRule } from '#shared/planning/choose/describe-rule.ts';
import { tryRule, type RuleOccasion } from '#shared/planning/choose/try-rule.ts';
import { instantOfOffset } from '#shared/time/broadcast-day.ts';
import { readCatalog } from '#main/programming/read-catalog.ts';
import { readPlanned } from './read-planned.ts';
import { requireChannel } from '#main/programming/require-stored.ts';
import type { Services } from './services.ts';

type Occasion = NonNullable<ParsedInput<'rule.test'>['occasion']>;

/** What rules match. */
export function ruleHandlers({ store }: Services): Pick<Handlers, 'rule.test'> {
  async function occasionOf(asked: Occasion, catalog: Catalog): Promise<RuleOccasion> {
    const { channelId, date, startOffsetMinutes } = asked;
    const channel = await requireChannel(store, channelId);
    const planned = await readPlanned(store, channelId);
    const at = instantOfOffset(channel, date, startOffsetMinutes);
    const ids = catalog.everyCopy.map(({ id }) => id);
    return {
      ...asked,
      channel,
      carryIn: (await startOfDay(store, channelId, date, planned)).carryIn,
      lastAired: await store.days.lastStartsBefore(channelId, ids, at),
    };
  }

  return {
    'rule.test': async ({ rule, limit, occasion }) => {
      const catalog = await readCatalog(store);
      const asked = occasion && (await occasionOf(occasion, catalog));
      const { matching, turnedAway, pick } = tryRule(catalog, rule, asked);
      return {
        eligible: catalog.programmes.length,
        matching: matching.length,
        episodes: matching.filter(({ kind }) => kind === 'episode').length,
        movies: matching.filter(({ kind }) => kind === 'movie').length,
        series: new Set(matching.flatMap(({ seriesId }) => seriesId ?? [])).size,
        turnedAway: [...turnedAway].map(([field, count]) => ({ field, count })),
        description: describeRule(rule),
        items: matching.slice(0, limit).map(presentMatch),
        pick: pick && {
          item: presentMatch(pick.asset),
          eligibleCount: pick.eligibleCount,
          seed: pick.seed,
          cursorBefore: pick.cursorBefore,
          relaxedToHours: pick.rotation?.relaxedToHours ?? null,
        },
      };
    },
  };
}

function presentMatch(asset: CatalogAsset) {
  const { id, title, seriesTitle, seasonNumber, episodeNumber, year, durationMs } = asset;
  const kind = asset.kind === 'episode' ? ('episode' as const) : ('movie' as const);
  return { id, kind, title, seriesTitle, seasonNumber, episodeNumber, year, durationMs };
}
