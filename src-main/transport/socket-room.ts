import type { Socket } from 'node:net';

/** How many connections the control server keeps. */
export interface RoomLimits {
  readonly sockets: number;
  readonly socketsPerAddress: number;
}

/** The connections of a listener, those that have shown the key and those that have not. */
export interface SocketRoom {
  /** Lets a new connection in as a stranger. Where there is no place, the stranger that came first makes room, or this one goes. */
  enter(socket: Socket): void;
  /** The connection has shown the key: it makes room for nobody. */
  know(socket: Socket): void;
  count(): number;
}

/** Keeps the number of connections within bounds, so that no flood of strangers keeps the operator out. */
export function createSocketRoom(limits: RoomLimits): SocketRoom {
  const strangers = new Set<Socket>();
  const friends = new Set<Socket>();

  function comeFrom(address: string | undefined): number {
    let count = 0;
    for (const set of [strangers, friends]) {
      for (const { remoteAddress } of set) if (remoteAddress === address) count += 1;
    }
    return count;
  }

  function leave(socket: Socket): void {
    strangers.delete(socket);
    friends.delete(socket);
  }

  function dismiss(wanted: (socket: Socket) => boolean): boolean {
    for (const socket of strangers) {
      if (!wanted(socket)) continue;
      leave(socket);
      socket.destroy();
      return true;
    }
    return false;
  }

  function hasPlaceFor(address: string | undefined): boolean {
    if (comeFrom(address) >= limits.socketsPerAddress) {
      return dismiss((socket) => socket.remoteAddress === address);
    }
    return strangers.size + friends.size < limits.sockets || dismiss(() => true);
  }

  return {
    enter(socket) {
      if (!hasPlaceFor(socket.remoteAddress)) {
        socket.destroy();
        return;
      }
      strangers.add(socket);
      socket.once('close', () => {
        leave(socket);
      });
    },
    know(socket) {
      if (strangers.delete(socket)) friends.add(socket);
    },
    count: () => strangers.size + friends.size,
  };
}
