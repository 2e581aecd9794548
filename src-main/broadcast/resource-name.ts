const SLUG = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;
const MEDIA_SEQUENCE = /^(0|[1-9]\d{0,14})\.ts$/;
const CHANNEL_RESOURCE = /^([a-z0-9]+(?:-[a-z0-9]+)*)\.(ts|m3u8)$/;

/** Whether the text can be a channel's slug. */
export function isSlug(text: string): boolean {
  return text.length <= 64 && SLUG.test(text);
}

/** The media sequence number in `123.ts`; `null` for anything else, so that no other name ever reaches playout. */
export function mediaSequenceOf(name: string): number | null {
  const match = MEDIA_SEQUENCE.exec(name);
  return match ? Number(match[1]) : null;
}

/** The slug in `channel-one.ics`; `null` for anything else. */
export function calendarSlugOf(name: string): string | null {
  const slug = name.endsWith('.ics') ? name.slice(0, -'.ics'.length) : '';
  return isSlug(slug) ? slug : null;
}

/** Slug and kind in `channel-one.ts` or `channel-one.m3u8`; `null` for anything else. */
export function channelResourceOf(name: string): { slug: string; kind: 'ts' | 'm3u8' } | null {
  const [, slug, kind] = CHANNEL_RESOURCE.exec(name) ?? [];
  if (slug === undefined || !isSlug(slug) || (kind !== 'ts' && kind !== 'm3u8')) return null;
  return { slug, kind };
}
