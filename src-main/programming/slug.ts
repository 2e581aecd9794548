import type { Channel } from '#shared/model/channel.ts';

const LONGEST_STEM = 58;

/** The lower-case kebab form of a name, accents dropped; `null` when no letter or digit of a–z, 0–9 is left. */
export function slugOf(name: string): string | null {
  const stem = name
    .replaceAll('ß', 'ss')
    .normalize('NFKD')
    .replaceAll(/\p{Mark}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, LONGEST_STEM)
    .replaceAll(/^-+|-+$/g, '');
  return stem === '' ? null : stem;
}

/** The stem itself, or with the smallest number from 2 that makes it new. */
export function unusedSlug(stem: string, channels: readonly Pick<Channel, 'slug'>[]): string {
  const taken = new Set(channels.map((channel) => channel.slug));
  let slug = stem;
  for (let n = 2; taken.has(slug); n += 1) slug = `${stem}-${String(n)}`;
  return slug;
}
