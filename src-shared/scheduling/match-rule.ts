import type { ContentCriteria, ContentRule } from '../model/content-rule.ts';
import { MS_PER_MINUTE } from '../time/units.ts';
import type { Catalog, CatalogAsset } from './catalog.ts';

/** A field of a rule that a programme does not fulfil. */
export type Criterion = keyof ContentRule;

type Test = (asset: CatalogAsset, criteria: ContentCriteria) => boolean;

const fold = (text: string): string => text.trim().toLowerCase();

/** Whether one of the words, any case, is one of the values. */
function hasOneOf(values: readonly (string | null)[], words: readonly string[]): boolean {
  const known = new Set(values.flatMap((value) => (value === null ? [] : [fold(value)])));
  return words.some((word) => known.has(fold(word)));
}

/** Whether the asset has the tag; `namespace:*` asks for any of a namespace. */
function hasTag(asset: CatalogAsset, wanted: string): boolean {
  const tag = fold(wanted);
  const tags = (asset.tags ?? []).map(fold);
  return tag.endsWith(':*')
    ? tags.some((each) => each.startsWith(tag.slice(0, -1)) && each.length > tag.length - 1)
    : tags.includes(tag);
}

/** Whether the value passes; one that is not asked for does. */
function passes<Value>(value: Value | undefined, test: (value: Value) => boolean): boolean {
  return value === undefined || test(value);
}

const TESTS: Readonly<Record<keyof ContentCriteria, Test>> = {
  kind: (asset, { kind }) => passes(kind, (kinds) => kinds.some((each) => each === asset.kind)),
  series: (asset, { series }) =>
    passes(series, (names) => hasOneOf([asset.seriesTitle, asset.seriesId], names)),
  genre: (asset, { genre }) =>
    passes(genre, (genres) =>
      genres.some((each) => hasTag(asset, `genre:${each}`) || hasTag(asset, each)),
    ),
  tags: (asset, { tags }) => passes(tags, (all) => all.every((tag) => hasTag(asset, tag))),
  anyTag: (asset, { anyTag }) => passes(anyTag, (some) => some.some((tag) => hasTag(asset, tag))),
  rating: (asset, { rating }) =>
    passes(rating, (codes) => codes.some((code) => hasTag(asset, `rating:${code}`))),
  year: ({ year }, criteria) =>
    passes(
      criteria.year,
      ({ from, to }) =>
        year !== null && (from === undefined || year >= from) && (to === undefined || year <= to),
    ),
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
};

const DECADE_YEARS = 10;

const FIELDS = Object.keys(TESTS) as (keyof ContentCriteria)[];

function matchesCriteria(asset: CatalogAsset, criteria: ContentCriteria): boolean {
  return FIELDS.every((field) => TESTS[field](asset, criteria));
}

/** The fields of the rule that the programme fails; none: it matches. Rest after airing is not asked here. */
export function failedCriteria(asset: CatalogAsset, rule: ContentRule): Criterion[] {
  const failed: Criterion[] = FIELDS.filter((field) => !TESTS[field](asset, rule));
  const isExcluded = rule.exclude !== undefined && matchesCriteria(asset, rule.exclude);
  return isExcluded ? [...failed, 'exclude'] : failed;
}

/** The eligible programmes that match, in canonical order. Rest after airing is not asked here. */
export function programmesMatching(catalog: Catalog, rule: ContentRule): CatalogAsset[] {
  return catalog.programmes.filter(
    (asset) =>
      matchesCriteria(asset, rule) && !(rule.exclude && matchesCriteria(asset, rule.exclude)),
  );
}
