import { describe, expect, expectTypeOf, test } from 'vitest';

import {
  AssignmentId,
  BlockRowId,
  PlacedBlockId,
  rowIdInPlacedBlock,
  type BlockId,
  type PinId,
  type RowId,
  type ZoneId,
} from '#shared/model/ids.ts';

describe('ids of rows', () => {
  test('are those of rows, zones and pins, and never those of blocks or of each other', () => {
    expectTypeOf<AssignmentId>().toExtend<RowId>();
    expectTypeOf<ZoneId>().toExtend<RowId>();
    expectTypeOf<PinId>().toExtend<RowId>();
    expectTypeOf<BlockId>().not.toExtend<RowId>();
    expectTypeOf<PlacedBlockId>().not.toExtend<RowId>();
    expectTypeOf<BlockRowId>().not.toExtend<RowId>();
    expectTypeOf<RowId>().not.toExtend<AssignmentId>();
    expectTypeOf<PinId>().not.toExtend<AssignmentId>();
    expectTypeOf<ZoneId>().not.toExtend<PinId>();
    expect(AssignmentId.parse('row')).toBe('row');
  });

  test('tell the rows of two placings of a block apart', () => {
    const row = BlockRowId.parse('row');
    const ids = ['monday', 'friday'].map((id) => rowIdInPlacedBlock(PlacedBlockId.parse(id), row));
    expect(ids).toEqual(['monday~row', 'friday~row']);
  });
});
