import { isRatedAtMost } from '../../model/content-rating.ts';
import type { ContentCriteria, ContentRule, DaypartRule } from '../../model/content-rule.ts';
import { MS_PER_MINUTE } from '../../time/units.ts';
import type { Catalog, CatalogAsset } from './catalog.ts';
import { airsInHours, freshFrom, type RuleMoment } from './rule-moment.ts';
import { oneOfEach } from './works.ts';

/** A field of a rule that a programme does not fulfil. */
export type Criterion = keyof ContentRule;

/** Without a moment, what depends on one holds. */
type Test = (asset: CatalogAsset, criteria: ContentCriteria, moment: RuleMoment | null) => boolean;

const fold = (text: string): string => text.trim().toLowerCase();

/** Whether one of the words, any case, is one of the values. */
function hasOneOf(values: readonly (string | null)[], words: readonly string[]): boolean {
  const known = new Set(values.flatMap((value) => (value === null ? [] : [fold(value)])));
  return words.some((word) => known.has(fold(word)));
}

const foldedTags = new WeakMap<CatalogAsset, readonly string[]>();

function tagsOf(asset: CatalogAsset): readonly string[] {
  const known = foldedTags.get(asset) ?? (asset.tags ?? []).map(fold);
  foldedTags.set(asset, known);
  return known;
}

/** Whether the asset has the tag; `namespace:*` asks for any of a namespace. */
export function hasTag(asset: CatalogAsset, wanted: string): boolean {
  const tag = fold(wanted);
  const tags = tagsOf(asset);
  return tag.endsWith(':*')
    ? tags.some((each) => each.startsWith(tag.slice(0, -1)) && each.length > tag.length - 1)
    : tags.includes(tag);
}

const ROLES = ['actor', 'director', 'writer'] as const;

/** Whether the asset has the person, in the role that the text names or in any. */
function hasPerson(asset: CatalogAsset, wanted: string): boolean {
  const isRole = ROLES.some((role) => fold(wanted).startsWith(`${role}:`));
  return isRole
    ? hasTag(asset, wanted)
    : ROLES.some((role) => hasTag(asset, `${role}:${wanted.trim()}`));
}

/** Whether the value passes; one that is not asked for does. */
function passes<Value>(value: Value | undefined, test: (value: Value) => boolean): boolean {
  return value === undefined || test(value);
}

/** Whether the number lies in the span, both ends included. */
function isWithin(
  value: number,
  { from, to }: { readonly from?: number | undefined; readonly to?: number | undefined },
): boolean {
  return (from === undefined || value >= from) && (to === undefined || value <= to);
}

const TESTS: Readonly<Record<keyof ContentCriteria, Test>> = {
  kind: (asset, { kind }) => passes(kind, (kinds) => kinds.some((each) => each === asset.kind)),
  series: (asset, { series }) =>
    passes(series, (names) => hasOneOf([asset.seriesTitle, asset.seriesId], names)),
  season: ({ seasonNumber }, { season }) =>
    passes(season, (span) => seasonNumber !== null && isWithin(seasonNumber, span)),
  genre: (asset, { genre }) =>
    passes(genre, (genres) =>
      genres.some((each) => hasTag(asset, `genre:${each}`) || hasTag(asset, each)),
    ),
  tags: (asset, { tags }) => passes(tags, (all) => all.every((tag) => hasTag(asset, tag))),
  anyTag: (asset, { anyTag }) => passes(anyTag, (some) => some.some((tag) => hasTag(asset, tag))),
  rating: (asset, { rating }) =>
    passes(rating, (codes) => codes.some((code) => hasTag(asset, `rating:${code}`))),
  year: ({ year }, criteria) =>
    passes(criteria.year, (span) => year !== null && isWithin(year, span)),
  decade: ({ year }, { decade }) =>
    passes(
      decade,
      (decades) =>
        year !== null && decades.some((first) => year >= first && year < first + DECADE_YEARS),
    ),
  durationMinutes: ({ durationMs }, { durationMinutes }) =>
    passes(
      durationMinutes,
      ({ min, max }) =>
        (min === undefined || durationMs >= min * MS_PER_MINUTE) &&
        (max === undefined || durationMs <= max * MS_PER_MINUTE),
    ),
  title: (asset, { title }) =>
    passes(title, (text) => {
      const own = fold(`${asset.title}\n${asset.seriesTitle ?? ''}`);
      return fold(text)
        .split(/\s+/)
        .every((word) => own.includes(word));
    }),
  source: (asset, { source }) => passes(source, (names) => hasOneOf([asset.source ?? null], names)),
  people: (asset, { people }) =>
    passes(people, (some) => some.some((one) => hasPerson(asset, one))),
  ratingAtMost: (asset, { ratingAtMost }) =>
    passes(ratingAtMost, (limit) => isRatedAtMost(asset.tags ?? [], limit)),
  addedWithinDays: ({ addedAt }, { addedWithinDays }, moment) =>
    passes(
      addedWithinDays,
      (days) => moment === null || (addedAt !== undefined && addedAt >= freshFrom(moment, days)),
    ),
};

const DECADE_YEARS = 10;

const FIELDS = Object.keys(TESTS) as (keyof ContentCriteria)[];

function matchesCriteria(
  asset: CatalogAsset,
  criteria: ContentCriteria,
  moment: RuleMoment | null,
): boolean {
  return askedIn(criteria).every((field) => TESTS[field](asset, criteria, moment));
}

/** The fields that criteria ask about; the others pass. Asked for with every programme of the library. */
const asked = new WeakMap<ContentCriteria, readonly (keyof ContentCriteria)[]>();

function askedIn(criteria: ContentCriteria): readonly (keyof ContentCriteria)[] {
  const known = asked.get(criteria) ?? FIELDS.filter((field) => criteria[field] !== undefined);
  asked.set(criteria, known);
  return known;
}

/** An exclusion that asks about the moment excludes nothing as long as there is none. */
function isExcluded(
  asset: CatalogAsset,
  exclude: ContentCriteria | undefined,
  moment: RuleMoment | null,
): boolean {
  if (exclude === undefined || (moment === null && exclude.addedWithinDays !== undefined)) {
    return false;
  }
  return matchesCriteria(asset, exclude, moment);
}

/** The rules for hours in which the programme would air and which it breaks; none without a moment. */
export function brokenDayparts<Rule extends DaypartRule>(
  asset: CatalogAsset,
  dayparts: readonly Rule[],
  moment: RuleMoment | null,
): Rule[] {
  if (moment === null) return [];
  return dayparts.filter(
    (part) =>
      airsInHours(part, moment, asset.durationMs) &&
      (!matchesCriteria(asset, part, moment) || isExcluded(asset, part.exclude, moment)),
  );
}

/**
 * The fields of the rule that the programme fails when it starts at the moment; none: it matches. Without a moment the fields
 * that depend on one do not count. Rest after airing is not asked here.
 */
export function failedCriteria(
  asset: CatalogAsset,
  rule: ContentRule,
  moment: RuleMoment | null = null,
): Criterion[] {
  const failed: Criterion[] = FIELDS.filter((field) => !TESTS[field](asset, rule, moment));
  if (isExcluded(asset, rule.exclude, moment)) failed.push('exclude');
  if (brokenDayparts(asset, rule.dayparts ?? [], moment).length > 0) failed.push('dayparts');
  return failed;
}

/**
 * The eligible programmes that match at the moment, in canonical order, of each work the best copy that does; without a moment,
 * those that may match at some.
 */
export function programmesMatching(
  catalog: Catalog,
  rule: ContentRule,
  moment: RuleMoment | null = null,
): readonly CatalogAsset[] {
  const matching = catalog.everyCopy.filter(
    (asset) =>
      matchesCriteria(asset, rule, moment) &&
      !isExcluded(asset, rule.exclude, moment) &&
      brokenDayparts(asset, rule.dayparts ?? [], moment).length === 0,
  );
  return oneOfEach(catalog.works, matching);
}
