import { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';

import { describe, expect, test } from 'vitest';

import { createSocketRoom } from '#main/transport/socket-room.ts';

class FakeSocket extends EventEmitter {
  isDestroyed = false;
  readonly remoteAddress: string;

  constructor(remoteAddress: string) {
    super();
    this.remoteAddress = remoteAddress;
  }

  destroy(): void {
    this.isDestroyed = true;
    this.emit('close');
  }
}

function fill(limits: { sockets: number; socketsPerAddress: number }) {
  const room = createSocketRoom(limits);
  const come = (address: string): FakeSocket => {
    const socket = new FakeSocket(address);
    room.enter(socket as unknown as Socket);
    return socket;
  };
  const know = (socket: FakeSocket): void => {
    room.know(socket as unknown as Socket);
  };
  return { room, come, know };
}

describe('createSocketRoom', () => {
  test('lets the stranger that came first make room for the next', () => {
    const { room, come } = fill({ sockets: 2, socketsPerAddress: 2 });
    const [first, second, third] = [come('a'), come('a'), come('a')];
    expect([first.isDestroyed, second.isDestroyed, third.isDestroyed]).toEqual([
      true,
      false,
      false,
    ]);
    expect(room.count()).toBe(2);
  });

  test('never sends away who has shown the key', () => {
    const { room, come, know } = fill({ sockets: 2, socketsPerAddress: 2 });
    const friends = [come('a'), come('a')];
    friends.forEach(know);
    const stranger = come('a');
    expect(friends.map(({ isDestroyed }) => isDestroyed)).toEqual([false, false]);
    expect(stranger.isDestroyed).toBe(true);
    expect(room.count()).toBe(2);
  });

  test('makes room among the strangers of an address that has its share', () => {
    const { come } = fill({ sockets: 10, socketsPerAddress: 1 });
    const other = come('a');
    const first = come('b');
    const second = come('b');
    expect([other.isDestroyed, first.isDestroyed, second.isDestroyed]).toEqual([
      false,
      true,
      false,
    ]);
  });

  test('has the place again when a connection ends', () => {
    const { room, come } = fill({ sockets: 1, socketsPerAddress: 1 });
    come('a').destroy();
    expect(room.count()).toBe(0);
    expect(come('a').isDestroyed).toBe(false);
  });
});
