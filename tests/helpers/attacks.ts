import { connect, type Socket } from 'node:net';

/** How an attacker leaves: by a reset, by a reset once something was answered, by closing one half, or not at all. */
type Leaving = 'reset' | 'reset-after-answer' | 'half-open' | 'stay';

/** One kind of hostile connection. */
export interface Attack {
  readonly name: string;
  /** What is sent to a listener known as `host` (name and port). */
  readonly bytes: (host: string) => Buffer;
  readonly leaving: Leaving;
}

function text(lines: readonly string[]): Buffer {
  return Buffer.from(lines.join('\r\n'), 'latin1');
}

function upgrade(host: string, path: string, ...further: readonly string[]): Buffer {
  return text([
    `GET ${path} HTTP/1.1`,
    `Host: ${host}`,
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    ...further,
    '',
    '',
  ]);
}

/** A frame of a WebSocket as a client sends it, masked with zeros; `first` holds its flags and opcode. */
function frame(first: number, payload: Buffer, declaredBytes = payload.byteLength): Buffer {
  const length = Buffer.alloc(9);
  length[0] = 0x80 | 127;
  length.writeBigUInt64BE(BigInt(declaredBytes), 1);
  return Buffer.concat([Buffer.from([first]), length, Buffer.alloc(4), payload]);
}

const TEXT_FRAME = 0x81;

function greeted(...frames: readonly Buffer[]): (host: string) => Buffer {
  return (host) => Buffer.concat([upgrade(host, '/contract'), ...frames]);
}

function nestedJson(levels: number): Buffer {
  return Buffer.from('['.repeat(levels) + ']'.repeat(levels));
}

function request(...lines: readonly string[]): (host: string) => Buffer {
  return (host) => text([...lines.map((line) => line.replace('{host}', host)), '', '']);
}

/** Deterministic noise. */
function noise(bytes: number): Buffer {
  let state = 0x2545f491;
  return Buffer.from(
    Array.from({ length: bytes }, () => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return state >>> 24;
    }),
  );
}

const GET = ['GET / HTTP/1.1', 'Host: {host}'] as const;

const CONTENTS: readonly [string, (host: string) => Buffer][] = [
  ['nothing', () => Buffer.alloc(0)],
  ['half a request head', (host) => text([`GET / HTTP/1.1`, `Host: ${host}`])],
  ['a whole request', request(...GET)],
  ['requests one after the other', (host) => Buffer.concat(Array(20).fill(request(...GET)(host)))],
  ['an upgrade at a path that has none', (host) => upgrade(host, '/x')],
  ['an upgrade at a host that is not ours', () => upgrade('evil.example', '/contract')],
  ['an upgrade from a foreign page', (h) => upgrade(h, '/contract', 'Origin: http://evil.example')],
  ['an upgrade without its key', (h) => upgrade(h, '/contract', 'Sec-WebSocket-Key: no')],
  ['an upgrade to another protocol', request(...GET, 'Connection: Upgrade', 'Upgrade: h2c')],
  ['a tunnel', request('CONNECT evil.example:443 HTTP/1.1', 'Host: {host}')],
  ['a greeting that never comes', greeted()],
  ['a wrong key, again and again', greeted(...Array<Buffer>(50).fill(wrongKey()))],
  ['a greeting of four megabytes', greeted(frame(TEXT_FRAME, Buffer.alloc(4 * 1024 * 1024, 0x20)))],
  ['a greeting that claims to be huge', greeted(frame(TEXT_FRAME, Buffer.alloc(10), 2 ** 40))],
  ['a greeting of 3,000 nested brackets', greeted(frame(TEXT_FRAME, nestedJson(1_500)))],
  ['a frame with reserved bits', greeted(frame(0xf1, Buffer.from('{}')))],
  ['a frame of an unknown kind', greeted(frame(0x8b, Buffer.from('{}')))],
  ['a frame that is not text', greeted(frame(TEXT_FRAME, Buffer.from([0xff, 0xfe, 0xc0])))],
  ['a ping that is too long', greeted(frame(0x89, Buffer.alloc(4_000)))],
  ['frames of noise', greeted(noise(5_000))],
  ['noise', () => noise(50_000)],
  ['the hello of a TLS client', () => Buffer.from('1603010200010001fc0303', 'hex')],
  ['a head of a megabyte', request(...GET, `X: ${'x'.repeat(1024 * 1024)}`)],
  ['ten thousand headers', request(...GET, ...Array<string>(10_000).fill('a: b'))],
  ['a body of a megabyte', (host) => body(host, 'Content-Length: 1048576', 'x'.repeat(1_048_576))],
  ['a body without end', (host) => body(host, 'Transfer-Encoding: chunked', 'ffffff\r\nx')],
  ['a chunk of no size', (host) => body(host, 'Transfer-Encoding: chunked', 'zz\r\n')],
  ['two lengths', (host) => body(host, 'Content-Length: 1\r\nContent-Length: 2', 'x')],
  ['a version that does not exist', request('GET / HTTP/9.9', 'Host: {host}')],
  ['a control character in the path', request('GET /\x00\x1b HTTP/1.1', 'Host: {host}')],
];

function body(host: string, header: string, content: string): Buffer {
  return text(['POST / HTTP/1.1', `Host: ${host}`, header, '', content]);
}

function wrongKey(): Buffer {
  return frame(TEXT_FRAME, Buffer.from(JSON.stringify({ token: 'k'.repeat(43) })));
}

/** Every content with every way of leaving. */
export const ATTACKS: readonly Attack[] = CONTENTS.flatMap(([name, bytes]) =>
  (['reset', 'reset-after-answer', 'half-open', 'stay'] as const).map((leaving) => ({
    name: `${name}, ${leaving}`,
    bytes,
    leaving,
  })),
);

/** What is not answered at all is waited for so long before a reset that should follow the answer. */
const ANSWER_WAIT_MS = 50;

/** Carries one attack out; answers its socket, which still stands when the attacker stays. */
export async function carryOut({ bytes, leaving }: Attack, url: string): Promise<Socket> {
  const { hostname, port, host } = new URL(url);
  const socket = connect({ port: Number(port), host: hostname, allowHalfOpen: true });
  socket.on('error', () => undefined);
  const ended = heard(socket, 'close');
  const answered = heard(socket, 'data');
  await Promise.race([ended, heard(socket, 'connect')]);
  const written = new Promise<void>((resolve) => {
    socket.write(bytes(host), () => {
      resolve();
    });
  });
  await Promise.race([ended, written]);
  if (leaving === 'reset-after-answer') {
    await Promise.race([answered, ended, new Promise((done) => setTimeout(done, ANSWER_WAIT_MS))]);
  }
  if (leaving === 'reset' || leaving === 'reset-after-answer') socket.resetAndDestroy();
  if (leaving === 'half-open') socket.end();
  return socket;
}

function heard(socket: Socket, event: 'close' | 'connect' | 'data'): Promise<void> {
  return new Promise((resolve) => {
    socket.once(event, () => {
      resolve();
    });
  });
}
