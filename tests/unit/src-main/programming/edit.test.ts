import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { asEdits, type Edit, runEdit } from '#main/programming/edit.ts';
import { LabelId } from '#shared/model/ids.ts';
import { createManualClock } from '#tests/helpers/manual-clock.ts';
import { createTemporaryStore, type TemporaryStore } from '#tests/helpers/temporary-store.ts';

let temporary: TemporaryStore;
let announced: string[];

beforeEach(async () => {
  temporary = await createTemporaryStore();
  announced = [];
});

afterEach(async () => {
  await temporary.dispose();
});

const LABEL = { id: LabelId.parse('evening'), name: 'Evening', description: null };

function outside() {
  return {
    store: temporary.store,
    clock: createManualClock(),
    announce: (event: string) => {
      announced.push(event);
    },
  };
}

describe('runEdit', () => {
  test('stores first and announces then', async () => {
    const answer = await runEdit(outside(), async ({ store, announce }) => {
      announce('blocks.changed', {});
      await store.plans.insertLabel(LABEL);
      expect(announced).toEqual([]);
      return 'done';
    });
    expect(answer).toBe('done');
    expect(announced).toEqual(['blocks.changed']);
    expect(await temporary.store.plans.listLabels()).toHaveLength(1);
  });

  test('leaves nothing and announces nothing when it fails at its end', async () => {
    const edit = runEdit(outside(), async ({ store, announce }) => {
      await store.plans.insertLabel(LABEL);
      announce('blocks.changed', {});
      throw new Error('the last check');
    });
    await expect(edit).rejects.toThrow('the last check');
    expect(announced).toEqual([]);
    expect(await temporary.store.plans.listLabels()).toEqual([]);
  });
});

describe('asEdits', () => {
  test('makes each function of a table an edit of its own', async () => {
    const { addLabel, addTwice } = asEdits(outside(), {
      addLabel: async ({ store, announce }: Edit, name: string) => {
        await store.plans.insertLabel({ ...LABEL, name });
        announce('blocks.changed', {});
        return name;
      },
      addTwice: async ({ store, announce }: Edit) => {
        announce('blocks.changed', {});
        await store.plans.insertLabel({ ...LABEL, id: LabelId.parse('new'), name: 'New' });
        await store.plans.insertLabel(LABEL);
      },
    });
    expect(await addLabel('Morning')).toBe('Morning');
    await expect(addTwice()).rejects.toMatchObject({ code: 'already-exists' });
    expect(announced).toEqual(['blocks.changed']);
    expect(await temporary.store.plans.listLabels()).toEqual([{ ...LABEL, name: 'Morning' }]);
  });
});
