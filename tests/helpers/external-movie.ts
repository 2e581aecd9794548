/** The parents of a track's table of data references, outermost first (ISO/IEC 14496-12 8.7.1). */
const PATH_TO_REFERENCES = ['moov', 'trak', 'mdia', 'minf', 'dinf', 'dref'] as const;

function boxAt(bytes: Buffer, from: number, to: number, type: string): { at: number; end: number } {
  for (let at = from; at + 8 <= to;) {
    const end = at + bytes.readUInt32BE(at);
    if (bytes.toString('latin1', at + 4, at + 8) === type) return { at, end };
    at = end;
  }
  throw new Error(`The sample has no "${type}" box.`);
}

/** A QuickTime alias with an absolute path, as Macintosh programs write it. */
function aliasTo(path: string): Buffer {
  const name = Buffer.from(path, 'latin1');
  const head = Buffer.alloc(12 + 150);
  head.write('alis', 4, 'latin1');
  const tag = Buffer.alloc(4 + name.length + (name.length % 2) + 4);
  tag.writeInt16BE(2, 0);
  tag.writeInt16BE(name.length, 2);
  name.copy(tag, 4);
  tag.writeInt16BE(-1, tag.length - 4);
  const entry = Buffer.concat([head, tag]);
  entry.writeUInt32BE(entry.length, 0);
  const references = Buffer.alloc(16);
  references.write('dref', 4, 'latin1');
  references.writeUInt32BE(1, 12);
  const box = Buffer.concat([references, entry]);
  box.writeUInt32BE(box.length, 0);
  return box;
}

/** The QuickTime file with its first track's pictures said to lie in another file. Its headers must come last. */
export function pointElsewhere(movie: Buffer, path: string): Buffer {
  const parents: number[] = [];
  let [from, to] = [0, movie.length];
  let place = { at: 0, end: 0 };
  for (const type of PATH_TO_REFERENCES) {
    place = boxAt(movie, from, to, type);
    parents.push(place.at);
    [from, to] = [place.at + 8, place.end];
  }
  const alias = aliasTo(path);
  const changed = Buffer.concat([movie.subarray(0, place.at), alias, movie.subarray(place.end)]);
  const grown = alias.length - (place.end - place.at);
  for (const at of parents.slice(0, -1)) changed.writeUInt32BE(movie.readUInt32BE(at) + grown, at);
  return changed;
}
