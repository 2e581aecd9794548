import { describe, expect, test } from 'vitest';

import { createDocumentShelf } from '#main/broadcast/documents/document-shelf.ts';

describe('createDocumentShelf', () => {
  test('makes a document once for a revision, however many ask', async () => {
    const shelf = createDocumentShelf<string>(4);
    let made = 0;
    const make = async (): Promise<string> => {
      made += 1;
      await Promise.resolve();
      return `made ${String(made)}`;
    };
    const first = await Promise.all(Array.from({ length: 50 }, () => shelf.get('a', '1', make)));
    const later = await shelf.get('a', '1', make);
    const next = await shelf.get('a', '2', make);

    expect(new Set([...first, later])).toEqual(new Set(['made 1']));
    expect(next).toBe('made 2');
  });

  test('never makes two of a name at a time, and gives the maker what was there', async () => {
    const shelf = createDocumentShelf<string>(4);
    let making = 0;
    let most = 0;
    const make =
      (text: string) =>
      async (former: string | null): Promise<string> => {
        making += 1;
        most = Math.max(most, making);
        await new Promise((resolve) => setImmediate(resolve));
        making -= 1;
        return `${former ?? 'nothing'}, ${text}`;
      };
    const texts = await Promise.all(
      ['1', '2', '2', '3'].map((revision) => shelf.get('a', revision, make(revision))),
    );

    expect(most).toBe(1);
    expect(texts).toEqual(['nothing, 1', 'nothing, 1, 2', 'nothing, 1, 2', 'nothing, 1, 2, 3']);
  });

  test('tells a failure to all that wait and tries again after it', async () => {
    const shelf = createDocumentShelf<string>(4);
    const fail = (): Promise<string> => Promise.reject(new Error('no guide'));
    const waiting = [shelf.get('a', '1', fail), shelf.get('a', '1', fail)];
    const failed = await Promise.allSettled(waiting);
    const again = await shelf.get('a', '1', () => Promise.resolve('there'));

    expect(failed.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(again).toBe('there');
  });

  test('keeps no more than its capacity, the ones asked for last', async () => {
    const shelf = createDocumentShelf<string>(2);
    const made: string[] = [];
    const ask = (name: string): Promise<string> =>
      shelf.get(name, '1', () => {
        made.push(name);
        return Promise.resolve(name);
      });
    for (const name of ['a', 'b', 'a', 'c', 'a', 'b']) await ask(name);

    expect(made).toEqual(['a', 'b', 'c', 'b']);
  });
});
