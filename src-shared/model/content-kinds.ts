import type { ContentRule } from './content-rule.ts';
import type { EpisodePolicy } from './episode-policy.ts';
import type { RowId, VirtualAssetId } from './ids.ts';
import type { ContentReference } from './plan.ts';
import type { PortableContent, PortableItem, PortableSource } from './plan-file.ts';
import { canonicalJson } from './seed.ts';
import type { ContentItem } from './zone.ts';

export type ContentType = ContentReference['type'];

type Referring<Type extends ContentType> = Extract<ContentReference, { type: Type }>;
type Portable<Type extends ContentType> = Extract<PortableContent, { type: Type }>;

/** How a station's own ids become names. */
export interface ContentNaming {
  nameItem(item: ContentItem): PortableItem;
  /** What an encore of the plan repeats. */
  nameSource(of: RowId): PortableSource;
}

/** How names become a station's own ids. */
export interface ContentLookup {
  findItem(item: PortableItem): ContentItem;
  findSource(source: PortableSource): RowId;
}

/** What is said and known of a kind of content wherever it is met. What it airs stands in `planning/choose/contents`. */
export interface ContentTraits<Type extends ContentType = ContentType> {
  /** It is one thing that a row airs once, instead of going on until the row is full. */
  readonly isAiredOnce?: true;
  /** Several assets air as one; its pool is what they are taken from. */
  readonly isSeveral?: true;
  /** `The row plays … ready and approved.` */
  readonly unusable: string;
  /** Why a row of it is refused. */
  readonly refused: string;
  /** `… ready and approved for the row.` */
  readonly missing: string;
  /** The key under which clients know it. */
  key(content: Referring<Type>): string;
  /** The series, assets and packages that it names. */
  items(content: Referring<Type>): readonly ContentItem[];
  /** The same of a file. */
  portableItems(content: Portable<Type>): readonly PortableItem[];
  /** The packages among them. */
  packages(content: Referring<Type>): readonly VirtualAssetId[];
  /** The rule of its own by which it chooses; left out where it names what airs. */
  readonly rule?: (content: Referring<Type>) => ContentRule;
  /** The policy that really chooses where a row has this one; `null`: none, it names what airs. */
  policy(ofRow: EpisodePolicy): EpisodePolicy | null;
  toPortable(content: Referring<Type>, naming: ContentNaming): Portable<Type>;
  toOwn(content: Portable<Type>, lookup: ContentLookup): Referring<Type> | ContentItem;
}

const AS_ROW_SAYS = (ofRow: EpisodePolicy): EpisodePolicy => ofRow;
const BY_NAME = (): null => null;

/** Content that is one entry: a series, an asset or a package. */
const ITEM = {
  items: <Item>(content: Item): readonly Item[] => [content],
  portableItems: <Item>(content: Item): readonly Item[] => [content],
  packages: () => [],
  toOwn: (content: PortableItem, lookup: ContentLookup) => lookup.findItem(content),
};

/** Content that names nothing of the library. */
const NAMELESS = {
  items: () => [],
  portableItems: () => [],
  packages: () => [],
  unusable: 'a rule that matches nothing',
  refused: 'The rule matches nothing that is ready and approved',
  missing: 'Nothing that it may choose from is',
};

const KINDS: { readonly [Type in ContentType]: ContentTraits<Type> } = {
  series: {
    ...ITEM,
    unusable: 'a series without an episode that is',
    refused: 'The series has no episode that is ready and approved',
    missing: 'No episode of its series is',
    key: ({ seriesId }) => `series:${seriesId}`,
    policy: AS_ROW_SAYS,
    toPortable: (content, naming) => naming.nameItem(content) as Portable<'series'>,
  },
  asset: {
    ...ITEM,
    isAiredOnce: true,
    unusable: 'an asset that is not',
    refused: 'The asset is not ready and approved',
    missing: 'Its asset is not',
    key: ({ assetId }) => `asset:${assetId}`,
    policy: BY_NAME,
    toPortable: (content, naming) => naming.nameItem(content) as Portable<'asset'>,
  },
  virtual_package: {
    ...ITEM,
    isAiredOnce: true,
    isSeveral: true,
    unusable: 'a package of which nothing is',
    refused: 'The package does not exist, or it cannot air at present',
    missing: 'Nothing that it may choose from is',
    key: ({ virtualAssetId }) => `virtual_package:${virtualAssetId}`,
    packages: ({ virtualAssetId }) => [virtualAssetId],
    policy: BY_NAME,
    toPortable: (content, naming) => naming.nameItem(content) as Portable<'virtual_package'>,
  },
  list: {
    unusable: 'a list of which nothing is',
    refused: 'Nothing of the list is ready and approved',
    missing: 'Nothing that it may choose from is',
    key: ({ items }) => `list:${canonicalJson(items)}`,
    items: ({ items }) => items,
    portableItems: ({ items }) => items,
    packages: ({ items }) => items.flatMap((item) => [...packagesIn(item)]),
    // A list in order is a list in turn.
    policy: (ofRow) => (ofRow === 'sequential' ? 'round-robin' : ofRow),
    toPortable: ({ type, items }, naming) => ({
      type,
      items: items.map((item) => naming.nameItem(item)),
    }),
    toOwn: ({ type, items }, lookup) => ({
      type,
      items: items.map((item) => lookup.findItem(item)),
    }),
  },
  rule: {
    ...NAMELESS,
    key: ({ type, rule }) => `${type}:${canonicalJson(rule)}`,
    rule: ({ rule }) => rule,
    policy: AS_ROW_SAYS,
    toPortable: (content) => content,
    toOwn: (content) => content,
  },
  random: {
    ...NAMELESS,
    key: ({ type, rule }) => `${type}:${canonicalJson(rule)}`,
    rule: ({ rule }) => rule,
    policy: () => 'random',
    toPortable: (content) => content,
    toOwn: (content) => content,
  },
  encore: {
    ...NAMELESS,
    unusable: 'an encore of nothing',
    refused: 'The encore repeats nothing',
    key: ({ daysAgo, of }) => `encore:${String(daysAgo)}:${of}`,
    policy: AS_ROW_SAYS,
    toPortable: (content, naming) => ({ ...content, of: naming.nameSource(content.of) }),
    toOwn: (content, lookup) => ({ ...content, of: lookup.findSource(content.of) }),
  },
};

export const CONTENT_TYPES = Object.keys(KINDS) as ContentType[];

/** What is said and known of the content's kind; it is asked of that content alone. */
export function traitsOf({ type }: { readonly type: ContentType }): ContentTraits {
  return KINDS[type] as ContentTraits;
}

/** Whether the content is one thing that a row airs once, instead of going on until the row is full. */
export function isAiredOnce(content: ContentReference): boolean {
  return traitsOf(content).isAiredOnce ?? false;
}

/** The packages that a content reference names, by itself or in its list. */
export function packagesIn(content: ContentReference): readonly VirtualAssetId[] {
  return traitsOf(content).packages(content);
}

/** The rule of its own by which content chooses; `null` for what is named. */
export function ruleOf(content: ContentReference): ContentRule | null {
  return traitsOf(content).rule?.(content) ?? null;
}

/** The content with another rule in place of its own; content without one stays as it is. */
export function withRule(content: ContentReference, rule: ContentRule): ContentReference {
  return 'rule' in content ? { ...content, rule } : content;
}
