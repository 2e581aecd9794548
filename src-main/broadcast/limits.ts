/**
 * How much of the server its clients may take (docs/threats.md no. 14). An address is one IPv4 address or one IPv6 network of 64 bits, so a
 * whole household may stand behind one: the shares are sized for a hundred devices behind a proxy.
 */
export interface BroadcastLimits {
  /** Open connections. */
  readonly sockets: number;
  readonly socketsPerAddress: number;
  /** Continuous streams. */
  readonly streams: number;
  readonly streamsPerAddress: number;
  /** Devices that are counted apart; those beyond are served and counted together. */
  readonly devices: number;
  readonly devicesPerAddress: number;
  /** Like programs at one address that their own `viewer` ids may part. */
  readonly devicesPerProgram: number;
  /** Requests of one address. An HLS player asks once a second. */
  readonly requestsPerAddress: Rate;
  /** Of these, requests for guide, calendars and channel list. The guide page asks twice a minute. */
  readonly documentsPerAddress: Rate;
}

/** As many at once as `burst`, and so many a second after that. */
export interface Rate {
  readonly burst: number;
  readonly perSecond: number;
}

export const DEFAULT_BROADCAST_LIMITS: BroadcastLimits = {
  sockets: 1_024,
  socketsPerAddress: 256,
  streams: 128,
  streamsPerAddress: 32,
  devices: 1_024,
  devicesPerAddress: 128,
  devicesPerProgram: 32,
  requestsPerAddress: { burst: 1_200, perSecond: 200 },
  documentsPerAddress: { burst: 120, perSecond: 10 },
};
