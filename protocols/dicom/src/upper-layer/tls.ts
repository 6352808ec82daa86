import type { ConnectionOptions } from 'node:tls';

/**
 * Versions and cipher suites of BCP 195 (RFC 9325), as PS3.15 annex B.9 (BCP 195 TLS secure transport connection
 * profile) has them for DICOM: forward secrecy and authenticated encryption only.
 */
export const bcp195 = {
  minVersion: 'TLSv1.2',
  ciphers: [
    'TLS_AES_256_GCM_SHA384',
    'TLS_AES_128_GCM_SHA256',
    'TLS_CHACHA20_POLY1305_SHA256',
    'ECDHE-ECDSA-AES128-GCM-SHA256',
    'ECDHE-RSA-AES128-GCM-SHA256',
    'ECDHE-ECDSA-AES256-GCM-SHA384',
    'ECDHE-RSA-AES256-GCM-SHA384',
    'ECDHE-ECDSA-CHACHA20-POLY1305',
    'ECDHE-RSA-CHACHA20-POLY1305',
  ].join(':'),
} as const satisfies ConnectionOptions;

/** What OpenSSL says when a certificate is not good, ours to the peer (an alert) or the peer's to us. */
const certificateCodes =
  /^(CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|ERR_TLS_CERT_|HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE)|CERTIFICATE|UNKNOWN_CA|ALERT_ACCESS_DENIED/;
const tlsCodes = /^ERR_(SSL|TLS)_|^EPROTO$/;

/** What kind of failure an error of a connection is. */
export function kindOfConnectionError(
  code: string | undefined,
  message: string,
): 'unreachable' | 'tls' | 'certificate' {
  if (certificateCodes.test(code ?? '') || /alert (bad certificate|unknown ca|certificate)/.test(message))
    return 'certificate';
  return tlsCodes.test(code ?? '') ? 'tls' : 'unreachable';
}
