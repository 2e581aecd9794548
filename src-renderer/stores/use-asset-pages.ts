import { useQueries } from '@tanstack/react-query';

import type { Input } from '#shared/contract/index.ts';
import type { AssetSummary } from '#shared/contract/library.ts';
import type { AppError } from '#shared/errors/app-error.ts';

import { useServices } from './services.ts';
import { remoteOf } from './station-queries.ts';

/** How many assets one question fetches. */
export const PAGE_SIZE = 200;

export type AssetQuestion = Omit<Input<'asset.list'>, 'offset' | 'limit'>;

/** The part of the list that has been fetched. */
export interface AssetPages {
  /** `null` until the first page has come. */
  readonly total: number | null;
  readonly error: AppError | null;
  /** The asset at a place in the list, if its page is there. */
  readonly at: (index: number) => AssetSummary | undefined;
  /** Every asset that is on a fetched page of the visible range. */
  readonly loaded: readonly AssetSummary[];
}

/** Fetches the pages of a long list that hold the rows `first` … `last`, and keeps them fresh. */
export function useAssetPages(question: AssetQuestion, first: number, last: number): AssetPages {
  const { queries } = useServices();
  const firstPage = Math.floor(Math.max(0, first) / PAGE_SIZE);
  const lastPage = Math.floor(Math.max(0, last) / PAGE_SIZE);
  const numbers = Array.from({ length: lastPage - firstPage + 1 }, (_, index) => firstPage + index);
  const answers = useQueries(
    {
      queries: numbers.map((page) =>
        queries.question('asset.list', pageInput(question, page), ['library.changed']),
      ),
    },
    queries.client,
  );
  const pages = answers.map(remoteOf);
  const ready = pages.filter((page) => page.state === 'ready');
  const failed = pages.find((page) => page.state === 'failed');
  return {
    total: ready[0]?.value.total ?? null,
    error: failed?.error ?? null,
    at(index) {
      const page = pages[Math.floor(index / PAGE_SIZE) - firstPage];
      return page?.state === 'ready' ? page.value.items[index % PAGE_SIZE] : undefined;
    },
    loaded: ready.flatMap((page) => page.value.items),
  };
}

function pageInput(question: AssetQuestion, page: number): Input<'asset.list'> {
  return { ...question, offset: page * PAGE_SIZE, limit: PAGE_SIZE };
}
