/** What was looked up for each item, by its value. */
export interface ItemLookup<Item, Value> {
  put(item: Item, value: Value): void;
  /** Throws where nothing was looked up: a mistake of whoever looks up. */
  get(item: Item): Value;
}

export function itemLookup<Item, Value>(): ItemLookup<Item, Value> {
  const values = new Map<string, Value>();
  return {
    put(item, value) {
      values.set(JSON.stringify(item), value);
    },
    get(item) {
      const value = values.get(JSON.stringify(item));
      if (value === undefined) throw new Error('An item of a plan was not looked up.');
      return value;
    },
  };
}
