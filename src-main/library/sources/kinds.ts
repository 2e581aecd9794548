import { AppError, invalidInput } from '#shared/errors/app-error.ts';
import type { Source, SourceKind } from '#shared/model/asset.ts';

import { folders } from './folder/folders.ts';
import type { KindOfSource, SourceAccess } from './source-access.ts';

/** Every kind of source. */
export const KINDS: Record<SourceKind, KindOfSource> = { folder: folders };

/** The kind of the name. Throws `invalid-input` when there is none. */
export function requireKind(name: SourceKind): KindOfSource {
  const kind = Object.hasOwn(KINDS, name) ? KINDS[name] : undefined;
  if (kind) return kind;
  throw invalidInput(
    'kind',
    `There is no kind of source "${name}".`,
    `Choose one of: ${Object.keys(KINDS).join(', ')}.`,
  );
}

/** What is needed to read a source of any kind; of a kind that this station does not have nothing can be read. */
export function accessTo(source: Source): SourceAccess {
  const kind = Object.hasOwn(KINDS, source.kind) ? KINDS[source.kind] : undefined;
  return kind ? kind.open(source) : noAccessTo(source);
}

function noAccessTo({ name, kind, path }: Source): SourceAccess {
  const unreachable = () =>
    new AppError(
      'source-unreachable',
      `This station cannot read "${name}", a source of kind "${kind}".`,
      {
        field: 'kind',
        path,
        remedy: 'Open it with a version that knows this kind, or remove the source.',
      },
    );
  const refuse = () => Promise.reject(unreachable());
  return {
    check: refuse,
    unreachable,
    list: refuse,
    identify: refuse,
    locate: (relativePath) => `${path}/${relativePath}`,
    context: [],
  };
}
