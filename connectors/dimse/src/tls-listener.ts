import type { X509Certificate } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import type { Socket } from 'node:net';
import { createServer, type SecureContextOptions, type TLSSocket } from 'node:tls';

import { bcp195 } from '@liaison/dicom';

import { chooseSilent } from './make-room.ts';
import { plainFingerprint } from './peers.ts';

/** PEM files. `caFile`: client certificates count only if they come from one of these authorities. */
export type TlsFiles = {
  readonly certFile: string;
  readonly keyFile: string;
  readonly caFile?: string | undefined;
};

export type TlsHandlers = {
  /** `certificate`: SHA-256 fingerprint of the client's, lower-case hex; null without one, or one that does not count. */
  secured(socket: TLSSocket, certificate: string | null): void;
  /** A handshake did not come about. `code` tells why, in the words of Node and OpenSSL. */
  failed(address: string, code: string): void;
};

export type TlsListener = {
  /** Takes an accepted TCP connection. Where too many handshakes are under way, another one ends (`chooseSilent`). */
  take(accepted: Socket): void;
  close(): void;
};

/** Handshakes at once: each costs a signature and some memory before anything is known of who calls. */
const maxHandshakes = 32;
const renewMs = 60_000;

/**
 * The TLS side of connections that are accepted elsewhere. A client certificate is asked for, and needed only by peers that
 * are bound to theirs. Files that change are read again within a minute. Throws when they cannot be read at first.
 */
export function openTlsListener(files: TlsFiles, handshakeMs: number, handlers: TlsHandlers): TlsListener {
  const underWay = new Map<string, { address: string; accepted: Socket }>();
  let seen = versionOf(files);
  const server = createServer({
    ...readContext(files),
    requestCert: true,
    rejectUnauthorized: false,
    handshakeTimeout: handshakeMs,
  });
  server.on('secureConnection', (socket) => {
    underWay.delete(nameOf(socket));
    handlers.secured(socket, certificateOf(socket, files.caFile !== undefined));
  });
  server.on('tlsClientError', (error, socket) => {
    underWay.delete(nameOf(socket));
    handlers.failed(socket.remoteAddress ?? '', 'code' in error ? String(error.code) : error.name);
    socket.destroy();
  });
  const timer = setInterval(() => {
    try {
      const version = versionOf(files);
      if (version === seen) return;
      server.setSecureContext(readContext(files));
      seen = version;
    } catch {
      // Half a renewal: the certificate in use holds until the next look.
    }
  }, renewMs);
  timer.unref();
  return {
    take(accepted) {
      const silent = underWay.size < maxHandshakes ? undefined : chooseSilent(underWay.values());
      if (silent) {
        underWay.delete(nameOf(silent.accepted));
        silent.accepted.destroy();
        handlers.failed(silent.address, 'too many at once');
      }
      const name = nameOf(accepted);
      underWay.set(name, { address: accepted.remoteAddress ?? '', accepted });
      accepted.once('close', () => underWay.delete(name));
      accepted.on('error', () => undefined);
      server.emit('connection', accepted);
    },
    close: () => clearInterval(timer),
  };
}

function nameOf(socket: Socket): string {
  return `${socket.remoteAddress} ${socket.remotePort}`;
}

function listFiles({ certFile, keyFile, caFile }: TlsFiles): string[] {
  return caFile === undefined ? [certFile, keyFile] : [certFile, keyFile, caFile];
}

function versionOf(files: TlsFiles): string {
  return listFiles(files)
    .map((file) => statSync(file).mtimeMs)
    .join(' ');
}

function readContext({ certFile, keyFile, caFile }: TlsFiles): SecureContextOptions {
  return {
    cert: readFileSync(certFile),
    key: readFileSync(keyFile),
    ...(caFile === undefined ? {} : { ca: readFileSync(caFile) }),
    ...bcp195,
    honorCipherOrder: true,
  };
}

function certificateOf(socket: TLSSocket, needsAuthority: boolean): string | null {
  const certificate = socket.getPeerX509Certificate();
  if (!certificate || (needsAuthority && !socket.authorized)) return null;
  return isInForce(certificate, Date.now()) ? plainFingerprint(certificate.fingerprint256) : null;
}

function isInForce({ validFrom, validTo }: X509Certificate, now: number): boolean {
  return Date.parse(validFrom) <= now && now <= Date.parse(validTo);
}
