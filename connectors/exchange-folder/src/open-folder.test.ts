import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeFile, type FileSpace } from '@liaison/file-space';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeFolders, openFolder } from './open-folder.ts';

const folders = ['depot', 'recus'];
let root: string;
let space: FileSpace;
beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'exchange-folder-'));
  await makeFolders(root, folders);
  space = await openFolder(root, folders);
});
afterEach(() => rmSync(root, { recursive: true }));

describe('a folder of exchanges', () => {
  it('shows a file whole or not at all, under its name', async () => {
    await space.stage('recus', 'M30 été.xml', Buffer.from('attribution'));
    expect(await space.list('recus')).toEqual([]);
    expect(await space.listStaged('recus')).toEqual(['M30 été.xml']);
    await space.publish('recus', 'M30 été.xml');
    expect((await space.list('recus')).map(({ name, size }) => [name, size])).toEqual([['M30 été.xml', 11]]);
    expect(await space.listStaged('recus')).toEqual([]);
    expect(readFileSync(join(root, 'recus/M30 été.xml'), 'utf8')).toBe('attribution');
  });

  it('is made neither where it is not there nor at a mount point whose share is away', async () => {
    const share = join(root, 'partage');
    await expect(openFolder(share, folders)).rejects.toMatchObject({ trouble: 'unreachable' });
    mkdirSync(share);
    await expect(openFolder(share, folders)).rejects.toMatchObject({
      trouble: 'unreachable',
      detail: join(share, 'depot'),
    });
    expect(readdirSync(share)).toEqual([]);
  });

  it('has its folders made only where somebody asks for them, who may ask twice', async () => {
    await makeFolders(root, folders);
    expect(readdirSync(root)).toEqual(folders);
    await expect(makeFolders(join(root, 'partage'), folders)).rejects.toMatchObject({ trouble: 'missing' });
    writeFileSync(join(root, 'fichier'), '');
    await expect(makeFolders(root, ['fichier'])).rejects.toMatchObject({ code: 'file-space/unforeseen' });
  });

  it('moves a file under another name', async () => {
    writeFileSync(join(root, 'depot/offre.xml'), 'offre');
    await space.move('depot', 'offre.xml', 'recus', '1-offre.xml');
    expect([readdirSync(join(root, 'depot')), readdirSync(join(root, 'recus'))]).toEqual([
      [],
      ['1-offre.xml'],
    ]);
  });

  it('neither shows nor follows links, folders, and files that others are writing', async () => {
    writeFileSync(join(root, 'secret'), 'secret');
    symlinkSync(join(root, 'secret'), join(root, 'depot/lien.xml'));
    mkdirSync(join(root, 'depot/dossier.xml'));
    writeFileSync(join(root, 'depot/offre.xml.tmp'), 'off');
    expect(await space.list('depot')).toEqual([]);
    await expect(space.read('depot', 'lien.xml', 100)).rejects.toMatchObject({ trouble: 'bad-name' });
    symlinkSync(join(root, 'secret'), join(root, 'recus/.M30.xml.partiel'));
    await expect(writeFile(space, 'recus', 'M30.xml', Buffer.from('x'))).rejects.toMatchObject({
      trouble: 'bad-name',
    });
    expect(readFileSync(join(root, 'secret'), 'utf8')).toBe('secret');
  });

  it('refuses names that lead elsewhere, and files larger than asked for', async () => {
    await expect(space.read('depot', '../secret', 100)).rejects.toMatchObject({ trouble: 'bad-name' });
    await expect(space.stage('..', 'a.xml', Buffer.from('x'))).rejects.toMatchObject({ trouble: 'bad-name' });
    writeFileSync(join(root, 'depot/offre.xml'), 'x'.repeat(101));
    await expect(space.read('depot', 'offre.xml', 100)).rejects.toMatchObject({ trouble: 'too-large' });
    await expect(space.read('depot', 'absente.xml', 100)).rejects.toMatchObject({ trouble: 'missing' });
    // Shown, so that somebody is told of it.
    const long = `${'é'.repeat(125)}.xml`;
    writeFileSync(join(root, 'depot', long), 'x');
    expect((await space.list('depot')).map(({ name }) => name)).toContain(long);
    await expect(space.read('depot', long, 100)).rejects.toMatchObject({ trouble: 'bad-name' });
  });
});
