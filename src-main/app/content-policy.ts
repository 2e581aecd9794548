/**
 * The content security policy of the interface: its own files, and sound and pictures of its own station's broadcast
 * server. No inline script, no plug-ins, no frames (docs/threats.md).
 */
export function contentPolicy(broadcastUrl: string | null): string {
  const origins = broadcastUrl === null ? [] : broadcastOrigins(broadcastUrl);
  const withBroadcast = (...sources: string[]): string => [...sources, ...origins].join(' ');
  return [
    "default-src 'none'",
    "script-src 'self'",
    // React Aria places its overlays with style attributes.
    "style-src 'self' 'unsafe-inline'",
    "font-src 'self'",
    `img-src ${withBroadcast("'self'", 'data:')}`,
    `connect-src ${withBroadcast("'self'")}`,
    `media-src ${withBroadcast("'self'", 'blob:')}`,
    "worker-src 'self' blob:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-src 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

function broadcastOrigins(broadcastUrl: string): string[] {
  const { port } = new URL(broadcastUrl);
  return ['127.0.0.1', 'localhost'].map((name) => `http://${name}:${port}`);
}
