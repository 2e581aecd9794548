import type { AssetKind } from '../../../model/asset.ts';
import type { ContentRule } from '../../../model/content-rule.ts';
import type { AssetId, SeriesId, VirtualAssetId } from '../../../model/ids.ts';
import type { ContentReference } from '../../../model/plan.ts';
import type { ContentItem } from '../../../model/zone.ts';
import type { DurationMs } from '../../../time/units.ts';
import type { Catalog } from '../catalog.ts';
import type { ChoiceContext } from '../choosing.ts';
import type { ContentPool, PoolEntry } from '../content-pool.ts';
import type { EpisodeChoice } from '../episode-choice.ts';
import type { PackageChoice } from '../package-choice.ts';
import type { RuleMoment } from '../rule-moment.ts';

export type Referring<Type extends ContentReference['type']> = Extract<
  ContentReference,
  { type: Type }
>;

/** What a pool is made from. */
export interface PoolScope {
  readonly catalog: Catalog;
  /** The pool's own key. */
  readonly key: string;
  /** `null`: whatever it may mean at some. */
  readonly moment: RuleMoment | null;
  /** The entry that an item of a list is. */
  entryOf(item: ContentItem): PoolEntry;
}

/** The names of what content refers to; `null`: it is gone. */
export interface ContentNames {
  series(id: SeriesId): Promise<string | null>;
  asset(id: AssetId): Promise<{
    readonly title: string;
    readonly seriesTitle: string | null;
    readonly kind: AssetKind;
  } | null>;
  package(id: VirtualAssetId): string | null;
  /** The content's own name, of the entry of a list or of what an encore repeats. */
  content(content: ContentReference): Promise<ContentName>;
  /** What an encore repeats: its content, where it has some, and in words. */
  source(of: string): { readonly content: ContentReference | null; readonly what: string | null };
}

/** What content is called. */
export interface ContentName {
  readonly title: string;
  readonly kind: AssetKind | 'package';
}

/** What content names itself, eligible or not. */
export interface NamedContent {
  readonly assetIds: readonly AssetId[];
  readonly seriesIds: readonly SeriesId[];
}

export const NAMES_NOTHING: NamedContent = { assetIds: [], seriesIds: [] };

/** What a kind of content does. What is said of it stands in `model/content-kinds.ts`. */
export interface ContentKind<Type extends ContentReference['type'] = ContentReference['type']> {
  /** Under this key the carry remembers the rotations of its pool. */
  poolKey(content: Referring<Type>): string;
  /** The eligible programmes that it means. */
  pool(scope: PoolScope, content: Referring<Type>): ContentPool;
  /** As an entry of a list or zone. Left out where it is none. */
  readonly entry?: (catalog: Catalog, content: Referring<Type>) => PoolEntry;
  /** The rule of a package that it names. Left out where it names none. */
  readonly ruleBehind?: (catalog: Catalog, content: Referring<Type>) => ContentRule | null;
  /** What airs where it names that. Left out where the row's policy chooses from its pool. */
  readonly choose?: (
    context: ChoiceContext,
    content: Referring<Type>,
  ) => EpisodeChoice | PackageChoice | null;
  /** How long the one thing lasts, at most, that a row of it airs; `null`: it is gone. Left out where a row goes on. */
  readonly length?: (catalog: Catalog, content: Referring<Type>) => DurationMs | null;
  /** Whether there is something eligible to air. Left out: when its pool has something. */
  readonly isEligible?: (
    catalog: Catalog,
    content: Referring<Type>,
    isItemEligible: (item: ContentItem) => boolean,
  ) => boolean;
  /** The assets and series that it names; what a rule matches, or an encore repeats, is named nowhere. */
  named(
    catalog: Pick<Catalog, 'virtualAssets'>,
    content: Referring<Type>,
    namedBy: (item: ContentItem) => NamedContent,
  ): NamedContent;
  name(content: Referring<Type>, names: ContentNames): Promise<ContentName>;
}
