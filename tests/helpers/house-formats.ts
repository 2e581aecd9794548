import { HOUSE_HEIGHTS, HOUSE_RATES, type HouseFormat } from '#shared/model/house-format.ts';

/** Every house format there is. */
export const HOUSE_FORMATS: readonly HouseFormat[] = HOUSE_HEIGHTS.flatMap((height) =>
  HOUSE_RATES.map((rate) => ({ height, rate })),
);
