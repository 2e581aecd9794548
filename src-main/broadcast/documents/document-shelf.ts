/** Documents by name, each made once for a revision of what it is made of. */
export interface DocumentShelf<Document> {
  /**
   * The document at this revision. Made when there is none, by one maker at a time for each name, however many ask; who
   * asks while an older one is being made waits for that and then shares the next. A failure is told to all that wait
   * and is not kept.
   */
  get(
    name: string,
    revision: string,
    make: (former: Document | null) => Promise<Document>,
  ): Promise<Document>;
}

interface Place<Document> {
  readonly revision: string;
  readonly made: Promise<Document>;
}

/** Keeps at most `capacity` documents; those that were asked for longest ago give way. */
export function createDocumentShelf<Document>(capacity: number): DocumentShelf<Document> {
  const places = new Map<string, Place<Document>>();

  async function makeAfter(
    former: Promise<Document> | undefined,
    make: (former: Document | null) => Promise<Document>,
  ): Promise<Document> {
    const known = await former?.catch(() => null);
    return make(known ?? null);
  }

  return {
    get(name, revision, make) {
      const known = places.get(name);
      places.delete(name);
      if (known?.revision === revision) {
        places.set(name, known);
        return known.made;
      }
      const place = { revision, made: makeAfter(known?.made, make) };
      places.set(name, place);
      place.made.catch(() => {
        if (places.get(name) === place) places.delete(name);
      });
      const [oldest] = places.keys();
      if (places.size > capacity && oldest !== undefined) places.delete(oldest);
      return place.made;
    },
  };
}
