import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BundleError, openUpdateStore } from '@liaison/mio-bundle';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { KeyFolderError } from './error.ts';
import type { Holder } from './layout.ts';
import { entrustAuthority, openOnlineKeys } from './online-keys.ts';
import { createAuthority, issueController, renewLists, revokeController } from './register.ts';
import { readTrust } from './trust.ts';
import { readUpdateRoot, rotateUpdateKeys, rotations } from './update-keys.ts';

const now = new Date('2026-12-01T00:00:00Z');
const phrases = {
  authority: 'phrase de l’autorité',
  holder: (holder: Holder) => `phrase du porteur ${holder}`,
};
const pasteur = { organisation: 'Hôpital Pasteur', siret: '26060000000012', licence: 'MIO-0001' };

describe('an authority as folders', () => {
  let parent: string;
  let folder: string;
  let server: string;
  beforeEach(() => {
    parent = mkdtempSync(join(tmpdir(), 'autorite-'));
    folder = join(parent, 'autorite');
    server = join(parent, 'serveur');
    createAuthority(folder, 'Autorité', phrases, now);
  });
  afterEach(() => rmSync(parent, { recursive: true }));

  const issue = (name: string) =>
    issueController(
      folder,
      pasteur,
      join(parent, name),
      { authority: phrases.authority, controller: 'autre' },
      now,
    );
  const refusal = (work: () => unknown): string => {
    try {
      work();
      return '';
    } catch (error) {
      if (error instanceof KeyFolderError) return `${error.reason} ${error.message}`;
      throw error;
    }
  };

  it('gives a server the keys that it works with, for its owner only, and none that could replace them', () => {
    const serial = issue('pasteur');
    entrustAuthority(folder, server, now);
    const files = readdirSync(server, { recursive: true, encoding: 'utf8' });
    const keys = files.filter((file) => file.endsWith('.cle.pem')).toSorted();
    expect(keys).toEqual(['autorite.cle.pem', 'mise-a-jour.cle.pem', 'pointeur.cle.pem']);
    for (const file of keys) expect(statSync(join(server, file)).mode & 0o077).toBe(0);
    const online = openOnlineKeys(server, phrases.authority);
    expect(online.register.issued.map((one) => one.serial)).toEqual([serial]);
    expect(readTrust(join(server, 'confiance')).roots).toEqual([online.rootCertificate]);
    expect(refusal(() => openOnlineKeys(server, 'une autre phrase'))).toContain('n’ouvre pas cette clé');
  });

  it('delivers and revokes no more once a server does, whose register stays when keys are given again', () => {
    const serial = issue('pasteur');
    entrustAuthority(folder, server, now);
    writeFileSync(
      join(server, 'registre.json'),
      readFileSync(join(server, 'registre.json'), 'utf8').replace('MIO-0001', 'MIO-0007'),
    );
    expect(refusal(() => issue('richer'))).toContain('confiée à un serveur depuis le 2026-12-01');
    expect(refusal(() => revokeController(folder, serial, 'superseded', phrases.authority, now))).toContain(
      'confiée',
    );
    expect(existsSync(join(parent, 'richer'))).toBe(false);
    renewLists(folder, phrases.authority, new Date('2027-06-01'));
    entrustAuthority(folder, server, now);
    const online = openOnlineKeys(server, phrases.authority);
    expect(online.register.issued.map(({ licence }) => licence)).toEqual(['MIO-0007']);
    expect(online.rootList.equals(readFileSync(join(folder, 'confiance/racine.crl')))).toBe(true);
  });

  it.for(rotations)('changes keys (%s), and subscribers follow from one root to the next', (rotation) => {
    const store = openUpdateStore(
      join(parent, 'abonne'),
      readUpdateRoot(join(folder, 'confiance/racine-maj.json')),
      '1.0.0',
    );
    const before = store.state().root;
    rotateUpdateKeys(folder, rotation, join(parent, 'r2.zip'), phrases, now);
    rotateUpdateKeys(folder, 'pointeur', join(parent, 'r3.zip'), phrases, now);
    expect(() => store.install(readFileSync(join(parent, 'r3.zip')))).toThrow(BundleError);
    store.install(readFileSync(join(parent, 'r2.zip')));
    store.install(readFileSync(join(parent, 'r3.zip')));
    entrustAuthority(folder, server, now);
    const online = openOnlineKeys(server, phrases.authority);
    expect(store.state().root).toEqual(online.trustRoot);
    expect(online.trustRoot.version).toBe(3);
    expect(Object.keys(online.trustRoot.keys)).not.toEqual(Object.keys(before.keys));
    expect(readdirSync(folder).filter((file) => file.includes('nouvelle'))).toEqual([]);
  });

  it('changes keys with two holders of three, and not with one', () => {
    rmSync(join(folder, 'confiance-2.cle.pem'));
    rotateUpdateKeys(folder, 'mise-a-jour', join(parent, 'r2.zip'), phrases, now);
    rmSync(join(folder, 'confiance-3.cle.pem'));
    expect(
      refusal(() => rotateUpdateKeys(folder, 'mise-a-jour', join(parent, 'r3.zip'), phrases, now)),
    ).toContain('2 clés de confiance sont attendues, 1 y sont');
    expect(existsSync(join(parent, 'r3.zip'))).toBe(false);
  });
});
