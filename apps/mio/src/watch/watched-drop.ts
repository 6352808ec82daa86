import { FileSpaceError, writeFile, type FileSpace } from '@liaison/file-space';
import {
  renderHtml,
  renderJson,
  type Controller,
  type ControlReport,
  type NeedIndex,
} from '@liaison/mio-control';
import {
  certifyMessage,
  formatOfBytes,
  readMessage,
  SdkError,
  writeMessage,
  type CertificateSigner,
} from '@liaison/mio-sdk';
import { largestFile } from '../files.ts';

/** As in the exchange service, without what only a server does. */
export const watchedFolders = ['depot', 'envoyes', 'rapports', 'erreurs'] as const;

export type WatchedDropSetup = {
  readonly space: FileSpace;
  readonly controller: Controller;
  /** Null: what conforms is not certified. */
  readonly signer: CertificateSigner | null;
  readonly need: NeedIndex | undefined;
};

export type Taken = { readonly isAccepted: boolean; readonly told: string };

/**
 * What becomes of one file that was dropped. Its outcome is written before the file leaves `depot`: a death in between does it
 * again, to the same end.
 */
export class WatchedDrop {
  readonly #setup: WatchedDropSetup;

  constructor(setup: WatchedDropSetup) {
    this.#setup = setup;
  }

  /** @throws FileSpaceError where the folder itself fails */
  async take(name: string): Promise<Taken> {
    const xml = await this.#readAsXml(name);
    if ('trouble' in xml) return this.#refuse(name, xml.trouble);
    const { controller, need } = this.#setup;
    const report = controller.control(xml.bytes, need ? { need } : {});
    await this.#write('rapports', `${name}.json`, renderJson(report));
    await this.#write('rapports', `${name}.html`, renderHtml(report));
    if (report.verdict === 'KO')
      return this.#refuse(name, `non conforme, ${report.counts.total} constat(s) : voyez rapports.`);
    return this.#accept(name, xml.bytes, report);
  }

  async #accept(name: string, bytes: Uint8Array, report: ControlReport): Promise<Taken> {
    const { signer, space } = this.#setup;
    try {
      const ready = signer ? await certifyMessage(bytes, report, signer) : bytes;
      await writeFile(space, 'envoyes', xmlName(name), ready);
    } catch (error) {
      if (!(error instanceof SdkError)) throw error;
      return this.#refuse(name, error.message);
    }
    // What was dropped is kept too, beside what was made of it, unless it is the same file.
    if (xmlName(name) === name && !signer) await space.move('depot', name, 'envoyes', name);
    else await space.move('depot', name, 'envoyes', `source-${name}`);
    const how = signer ? 'certifié' : 'conforme';
    return {
      isAccepted: true,
      told: `${name} : ${how}${report.verdict === 'OK' ? '' : ', avec des réserves'}.`,
    };
  }

  async #refuse(name: string, why: string): Promise<Taken> {
    await this.#write('rapports', `${name}.txt`, `${why}\r\n`);
    await this.#setup.space.move('depot', name, 'erreurs', name);
    return { isAccepted: false, told: `${name} : ${why}` };
  }

  #write(folder: string, name: string, text: string): Promise<void> {
    return writeFile(this.#setup.space, folder, name, Buffer.from(text));
  }

  async #readAsXml(name: string): Promise<{ bytes: Uint8Array } | { trouble: string }> {
    let bytes: Uint8Array;
    try {
      bytes = await this.#setup.space.read('depot', name, largestFile);
    } catch (error) {
      if (!(error instanceof FileSpaceError) || error.trouble !== 'too-large') throw error;
      return { trouble: 'ce fichier est trop volumineux pour être un message.' };
    }
    if (formatOfBytes(bytes) === 'xml') return { bytes };
    const reading = readMessage(bytes);
    if (reading.isWhole) return { bytes: Buffer.from(writeMessage(reading.message)) };
    const told = reading.troubles.map(({ place, fr }) => (place === '' ? fr : `${place} · ${fr}`));
    return { trouble: ['pas entièrement compris ; rien n’est fait de ce fichier.', ...told].join('\r\n') };
  }
}

function xmlName(name: string): string {
  return /\.xml$/i.test(name) ? name : `${name.replace(/\.[^.]*$/, '')}.xml`;
}
