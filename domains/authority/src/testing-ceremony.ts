/** An authority of its own, ceremony included, for tests: in a folder that ends with them. */
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createAuthority,
  entrustAuthority,
  readUpdateRoot,
  rotateUpdateKeys,
  type Rotation,
} from '@liaison/mio-authority';
import type { TrustRoot } from '@liaison/mio-bundle';
import { writeRequest } from '@liaison/pki';
import { openFileShelf, type FileShelf } from './file-shelf.ts';
import { keysIn, type OpenKeys } from './keys.ts';

const phrase = 'phrase de l’autorité d’essai';
const phrases = { authority: phrase, holder: () => phrase };

export class TestCeremony implements Disposable {
  readonly parent = mkdtempSync(join(tmpdir(), 'autorite-'));
  readonly folder = join(this.parent, 'ceremonie');
  readonly server = join(this.parent, 'serveur');
  readonly openKeys: OpenKeys = keysIn(this.server, phrase);
  readonly shelf: FileShelf = openFileShelf(join(this.parent, 'lots'));

  /** `before`: what the ceremony's own register does before a server has it. */
  constructor(now: Date, before: (folder: string, phrase: string) => void = () => {}) {
    createAuthority(this.folder, 'Autorité MIO d’essai', phrases, now);
    before(this.folder, phrase);
    this.entrust(now);
  }

  entrust(now: Date): void {
    entrustAuthority(this.folder, this.server, now);
  }

  /** The root that subscribers are given. */
  get root(): TrustRoot {
    return readUpdateRoot(join(this.folder, 'confiance', 'racine-maj.json'));
  }

  /** New keys, and the bundle that tells of them; the server has the old ones until it is entrusted again. */
  rotate(rotation: Rotation, now: Date): Buffer {
    const output = join(this.parent, 'rotation.zip');
    rotateUpdateKeys(this.folder, rotation, output, phrases, now);
    return readFileSync(output);
  }

  [Symbol.dispose](): void {
    rmSync(this.parent, { recursive: true });
  }
}

/** A licensee's key, and the request that he sends, PEM. */
export function makeRequest(): { key: KeyObject; request: string } {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const body = writeRequest({ commonName: 'Contrôleur' }, privateKey).toString('base64');
  const request = `-----BEGIN CERTIFICATE REQUEST-----\n${body}\n-----END CERTIFICATE REQUEST-----\n`;
  return { key: privateKey, request };
}
