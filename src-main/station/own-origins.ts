/** Where the window of the desktop loads the interface from. */
export const DESKTOP_ORIGIN = 'app://retrovue';

/**
 * The origins from which the station's interface is served: the desktop window's, and the control server under both
 * names of this machine once there is one.
 */
export function ownOrigins(controlUrl: string | null): string[] {
  if (controlUrl === null) return [DESKTOP_ORIGIN];
  const { port } = new URL(controlUrl);
  return [DESKTOP_ORIGIN, ...['127.0.0.1', 'localhost'].map((name) => `http://${name}:${port}`)];
}
