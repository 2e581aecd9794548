import { describe, expect, test } from 'vitest';

import { judgeOrigin, type AskingPage, type Audience } from '#main/broadcast/cross-origin.ts';
import type { OtherPagesMay } from '#shared/model/settings.ts';

const OWN = 'http://127.0.0.1:8778';
const PAGES = {
  'no page': {},
  'a link': { fetchSite: 'cross-site', fetchMode: 'navigate' },
  'its own page': { origin: 'http://127.0.0.1:8777', fetchSite: 'same-origin' },
  'the interface': { origin: OWN, fetchSite: 'same-site' },
  'a foreign page': { origin: 'https://evil.example', fetchSite: 'cross-site' },
  'a foreign frame': { origin: 'null', fetchSite: 'cross-site' },
  'a foreign picture': { fetchSite: 'cross-site', fetchMode: 'no-cors' },
} satisfies Record<string, Partial<AskingPage>>;

/** The answer in one word: the header’s value, `none`, or `refused`. */
function judge(
  isShared: boolean,
  otherPagesMay: OtherPagesMay,
  page: keyof typeof PAGES,
  audience: Audience,
): string {
  const asking: AskingPage = {
    origin: undefined,
    fetchSite: undefined,
    fetchMode: undefined,
    host: '127.0.0.1:8777',
    ...PAGES[page],
  };
  const verdict = judgeOrigin({ isShared, otherPagesMay, ownOrigins: [OWN] }, asking, audience);
  if (verdict.isRefused) return 'refused';
  if (verdict.resourcePolicy === 'cross-origin') expect(verdict.allowOrigin).toBe('*');
  return verdict.allowOrigin ?? 'none';
}

const CLOSED = {
  'no page': 'none',
  'a link': 'none',
  'its own page': 'http://127.0.0.1:8777',
  'the interface': OWN,
  'a foreign page': 'refused',
  'a foreign frame': 'refused',
  'a foreign picture': 'refused',
};
const OPEN = Object.fromEntries(Object.keys(PAGES).map((page) => [page, '*']));

describe('judgeOrigin', () => {
  test.each([
    ['not shared', false, 'nothing', 'channels', CLOSED],
    ['not shared', false, 'play', 'channels', CLOSED],
    ['not shared', false, 'play-and-read-guide', 'channels', CLOSED],
    ['not shared', false, 'play-and-read-guide', 'guide', CLOSED],
    ['shared', true, 'nothing', 'channels', CLOSED],
    ['shared', true, 'nothing', 'guide', CLOSED],
    ['shared', true, 'play', 'channels', OPEN],
    ['shared', true, 'play', 'guide', CLOSED],
    ['shared', true, 'play-and-read-guide', 'channels', OPEN],
    ['shared', true, 'play-and-read-guide', 'guide', OPEN],
  ] as const)('%s, other pages may %3$s, %4$s', (_name, isShared, may, audience, expected) => {
    const answers = Object.fromEntries(
      Object.keys(PAGES).map((page) => [
        page,
        judge(isShared, may, page as keyof typeof PAGES, audience),
      ]),
    );

    expect(answers).toEqual(expected);
  });
});
