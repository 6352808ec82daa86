import { X509Certificate } from 'node:crypto';
import type { ConnectionOptions } from 'node:tls';
import { AssociationError, openAssociation, type Association, type AssociationOptions } from '@liaison/dicom';
import { isCalled, PacsError, type Peer } from '@liaison/pacs';
import { explain, type Service } from './explain.ts';

/** What we are to every peer. */
export type Caller = {
  /** Our AE title: also where C-MOVE sends to. */
  aeTitle: string;
  /** Our certificate and whom we believe, for peers called through TLS. */
  tls?: Pick<ConnectionOptions, 'ca' | 'cert' | 'key' | 'passphrase'>;
  connectTimeoutMs?: number;
  responseTimeoutMs?: number;
};

export type Proposal = Pick<AssociationOptions, 'contexts' | 'roles' | 'beginStore' | 'eventReport'>;

/**
 * Runs `work` on an association with `peer`, released after it, aborted where it fails. An aborted signal ends an
 * association that is being opened; once it is open, `work` heeds it.
 * @throws PacsError
 */
export async function call<Value>(
  caller: Caller,
  peer: Peer,
  { service, proposal, signal }: { service: Service; proposal: Proposal; signal?: AbortSignal | undefined },
  work: (association: Association) => Promise<Value>,
): Promise<Value> {
  const association = await openTo(caller, peer, proposal, signal);
  try {
    const value = await work(association);
    // What was asked is answered: a peer that is slow to part changes nothing.
    await association.release().catch(() => association.abort());
    return value;
  } catch (error) {
    association.abort();
    if (signal?.aborted) throw new PacsError('pacs/cancelled', { cause: error });
    throw explain(error, service);
  }
}

export async function openTo(
  caller: Caller,
  peer: Peer,
  proposal: Proposal,
  signal?: AbortSignal,
): Promise<Association> {
  if (!isCalled(peer)) throw new PacsError('pacs/not-callable');
  if (signal?.aborted) throw new PacsError('pacs/cancelled');
  const opening = openAssociation({
    host: peer.host,
    port: peer.port,
    callingAeTitle: caller.aeTitle,
    calledAeTitle: peer.aeTitle,
    ...proposal,
    ...(peer.usesTls ? { tls: tlsFor(caller, peer) } : {}),
    ...(caller.connectTimeoutMs === undefined ? {} : { connectTimeoutMs: caller.connectTimeoutMs }),
    ...(caller.responseTimeoutMs === undefined ? {} : { responseTimeoutMs: caller.responseTimeoutMs }),
  });
  try {
    return await orAborted(opening, signal);
  } catch (error) {
    throw explain(error, 'open');
  }
}

/** Where the peer's sheet has fingerprints, its certificate is one of these, whatever name it bears; issued by whom we believe. */
function tlsFor(caller: Caller, peer: Peer): ConnectionOptions {
  if (peer.certificates.length === 0) return { ...caller.tls };
  return {
    ...caller.tls,
    checkServerIdentity: (_host, certificate) => {
      const fingerprint = new X509Certificate(certificate.raw).fingerprint256
        .replaceAll(':', '')
        .toLowerCase();
      if (peer.certificates.includes(fingerprint)) return undefined;
      return Object.assign(new Error('not the certificate of this peer'), {
        code: 'ERR_TLS_CERT_ALTNAME_INVALID',
      });
    },
  };
}

async function orAborted(
  opening: Promise<Association>,
  signal: AbortSignal | undefined,
): Promise<Association> {
  if (!signal) return opening;
  const { promise, reject } = Promise.withResolvers<never>();
  const onAbort = () => reject(new PacsError('pacs/cancelled'));
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([opening, promise]);
  } catch (error) {
    // One that opens all the same is wanted no more.
    if (!(error instanceof AssociationError)) void opening.then((late) => late.abort()).catch(() => {});
    throw error;
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
