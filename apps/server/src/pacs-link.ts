import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ConnectionOptions } from 'node:tls';
import type { Config } from '@liaison/config';
import { openPacsLink } from '@liaison/dimse-client';
import type { intakeSlots } from '@liaison/intake';
import { describeError, type Log } from '@liaison/log';
import type { PacsLink } from '@liaison/pacs';

/** How this role calls PACS: under our AE title, with our certificate where we have one. */
export function openLinkOf(
  config: Config,
  slot: (typeof intakeSlots)[keyof typeof intakeSlots],
  log: Log,
): PacsLink {
  return openPacsLink({
    caller: callerOf(config),
    keeping: {
      storeRoot: join(config.dataDir, 'containers'),
      node: config.node,
      slot,
      onFailure: (error) => log.error('retrieved image not kept', describeError(error)),
    },
  });
}

/** Who we are to those we call: our AE title, and our certificate where we have one. */
export function callerOf(config: Config): { aeTitle: string; tls?: ConnectionOptions } {
  const { dicomTls } = config;
  const tls = dicomTls && {
    cert: readFileSync(dicomTls.certFile),
    key: readFileSync(dicomTls.keyFile),
    ...(dicomTls.caFile === null ? {} : { ca: readFileSync(dicomTls.caFile) }),
  };
  return { aeTitle: config.aeTitle, ...(tls ? { tls } : {}) };
}
