import { elementAt, elementInFile, namedElements, unsigned, type Element } from './ebml.ts';
import type { FileBytes } from './file-bytes.ts';
import { demand, required } from './not-understood.ts';

const CLUSTER = 0x1f43b675;
const TIMESTAMP = 0xe7;
const SIMPLE_BLOCK = 0xa3;
const BLOCK_GROUP = 0xa0;
const BLOCK = 0xa1;
/** Duration, reference. */
const GROUP_KNOWN = [BLOCK, 0x9b, 0xfb];
/** Size of the cluster before, position, void, checksum. */
const CLUSTER_REST = [0xab, 0xa7, 0xec, 0xbf];
const MOST_BLOCKS = 200;
const LONGEST_BLOCK = 4 * 1024 * 1024;
/** ffprobe looks at the first seconds only. */
const LATEST_START_MS = 2_000;
const LACING = 0x06;

export interface FirstBlock {
  readonly milliseconds: number;
  readonly frame: Buffer;
}

/** FFmpeg is sure of the first picture's time when it has seen this many; reordering holds back at most 16. */
const PICTURES_FOR_TIMES = 24;
const PEEKED_BYTES = 32;

/**
 * The first block of every wanted track, which must lie in the first cluster. Where tracks begin at different times
 * there must be pictures enough to tell when they begin.
 */
export async function readFirstBlocks(
  file: FileBytes,
  clusterAt: number,
  wanted: ReadonlySet<number>,
): Promise<Map<number, FirstBlock>> {
  const cluster = await elementInFile(file, clusterAt);
  demand(cluster.id === CLUSTER, 'no cluster');
  const end = cluster.start + cluster.length;
  const found = new Map<number, FirstBlock>();
  const blocks = new Map<number, number>();
  let clusterMs: number | null = null;
  let at = cluster.start;
  for (let count = 0; at < end && !isEnough(found, blocks, wanted); count += 1) {
    demand(count < MOST_BLOCKS, 'a track begins late');
    const element = await elementInFile(file, at);
    const { id, start, length } = element;
    if (id === TIMESTAMP) clusterMs = unsigned(await file.read(start, length), 0);
    else if (id === SIMPLE_BLOCK || id === BLOCK_GROUP) {
      const number = await peekTrackNumber(file, element);
      blocks.set(number, (blocks.get(number) ?? 0) + 1);
      if (wanted.has(number) && !found.has(number)) {
        found.set(number, await readBlock(file, element, required(clusterMs, 'no time')));
      }
    } else demand(CLUSTER_REST.includes(id), 'unknown element in a cluster');
    at = start + length;
  }
  demand(at <= end && isEnough(found, blocks, wanted), 'a track begins late');
  return found;
}

function isEnough(
  found: ReadonlyMap<number, FirstBlock>,
  blocks: ReadonlyMap<number, number>,
  wanted: ReadonlySet<number>,
): boolean {
  if (found.size < wanted.size) return false;
  const starts = new Set([...found.values()].map(({ milliseconds }) => milliseconds));
  if (starts.size === 1) return true;
  return [...wanted].every((number) => (blocks.get(number) ?? 0) >= PICTURES_FOR_TIMES);
}

async function peekTrackNumber(file: FileBytes, element: Element): Promise<number> {
  const bytes = await file.read(element.start, Math.min(PEEKED_BYTES, element.length));
  let at = 0;
  if (element.id === BLOCK_GROUP) {
    const first = elementAt(bytes, 0);
    demand(first.id === BLOCK, 'unusual group');
    at = first.start;
  }
  const byte = bytes.readUInt8(at);
  demand(byte > 0x80 && byte < 0xff, 'unusual block');
  return byte & 0x7f;
}

async function readBlock(
  file: FileBytes,
  { id, start, length }: Element,
  clusterMs: number,
): Promise<FirstBlock> {
  demand(length <= LONGEST_BLOCK, 'a block is too long');
  const body = await file.read(start, length);
  const group = id === BLOCK_GROUP ? namedElements(body, GROUP_KNOWN) : null;
  const block = group ? required(group.get(BLOCK)?.[0], 'no block') : body;
  demand(block.length > 4 && (block.readUInt8(3) & LACING) === 0, 'laced blocks');
  const milliseconds = clusterMs + block.readInt16BE(1);
  demand(milliseconds >= 0 && milliseconds <= LATEST_START_MS + clusterMs, 'unusual times');
  return { milliseconds, frame: block.subarray(4) };
}
