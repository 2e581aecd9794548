import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import {
  airedAfter,
  airedLongestAgo,
  copyLastAired,
  keepAired,
  writeAired,
} from '#shared/scheduling/airing-order.ts';

const Names = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f');
const Step = fc.record({ id: Names, at: fc.nat(50), ends: fc.boolean(), drops: fc.boolean() });

describe('airedAfter', () => {
  test('answers what a search of the whole record would, however the record came about', () => {
    fc.assert(
      fc.property(
        fc.dictionary(Names, fc.nat(50)),
        fc.array(Step, { maxLength: 30 }),
        fc.nat(50),
        (carried, steps, after) => {
          let record = copyLastAired(carried);
          const plain = new Map(Object.entries(carried));
          for (const { id, at, ends, drops } of steps) {
            writeAired(record, id, at);
            plain.set(id, at);
            if (drops) {
              keepAired(record, (each) => each !== id);
              plain.delete(id);
            }
            const late = [...plain].filter(([, airedAt]) => airedAt > after).map(([each]) => each);
            expect(airedAfter(record, after).sort()).toEqual(late.sort());
            const oldest = [...plain].sort(
              ([a, aAt], [b, bAt]) => aAt - bAt || (a < b ? -1 : 1),
            )[0];
            expect(airedLongestAgo(record, () => true)).toBe(oldest?.[0] ?? null);
            if (ends) record = copyLastAired(record);
          }
          expect(record).toEqual(Object.fromEntries(plain));
        },
      ),
    );
  });
});
