/**
 * Headers for every answer of the control server. The page may load only its own files and talk only to its own
 * station: the contract's WebSocket here and the broadcast server at `broadcastUrl` (docs/threats.md no. 18).
 */
export function interfaceHeaders(port: number, broadcastUrl: string): Record<string, string> {
  const broadcast = new URL(broadcastUrl);
  const broadcastOrigins = ['127.0.0.1', 'localhost']
    .map((name) => `http://${name}:${broadcast.port}`)
    .join(' ');
  const sockets = `ws://127.0.0.1:${String(port)} ws://localhost:${String(port)}`;
  return {
    'Content-Security-Policy': [
      "default-src 'self'",
      `connect-src 'self' ${sockets} ${broadcastOrigins}`,
      `media-src 'self' blob: ${broadcastOrigins}`,
      `img-src 'self' data: ${broadcastOrigins}`,
      "font-src 'self' data:",
      "worker-src 'self' blob:",
      "object-src 'none'",
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
    ].join('; '),
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cache-Control': 'no-cache',
  };
}
