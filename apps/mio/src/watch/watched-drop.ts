import { randomUUID } from 'node:crypto';
import { FileSpaceError, nameAround, writeFile, type FileSpace } from '@liaison/file-space';
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
import { findReady, holdsAny, holdsOther, holdsOtherReport, nameOutcome, withMark } from './kept-files.ts';

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

type Ready = { readonly bare: Uint8Array; readonly ready: Uint8Array };

/**
 * What becomes of one file that was dropped. Its outcome is written before the file leaves `depot`: a death in between does it
 * again, to the same end. Nothing that is kept gives way to another file of the same name.
 */
export class WatchedDrop {
  readonly #setup: WatchedDropSetup;

  constructor(setup: WatchedDropSetup) {
    this.#setup = setup;
  }

  /** @throws FileSpaceError where the folder itself fails */
  async take(dropped: string): Promise<Taken> {
    const { controller, need, space } = this.#setup;
    let source: Uint8Array;
    try {
      source = await space.read('depot', dropped, largestFile);
    } catch (error) {
      if (!(error instanceof FileSpaceError) || error.trouble !== 'too-large') throw error;
      return this.#refuseUnread(dropped);
    }
    const xml = asXml(source);
    if ('trouble' in xml) return this.#refuse(dropped, source, xml.trouble);
    const report = controller.control(xml.bytes, need ? { need } : {});
    if (report.verdict === 'KO')
      return this.#refuse(
        dropped,
        source,
        `non conforme, ${report.counts.total} constat(s) : voyez rapports.`,
        report,
      );
    const ready = await this.#certify(xml.bytes, report);
    return 'trouble' in ready
      ? this.#refuse(dropped, source, ready.trouble, report)
      : this.#accept(dropped, source, { bare: xml.bytes, ready: ready.bytes }, report);
  }

  async #certify(
    bytes: Uint8Array,
    report: ControlReport,
  ): Promise<{ bytes: Uint8Array } | { trouble: string }> {
    const { signer } = this.#setup;
    try {
      return { bytes: signer ? await certifyMessage(bytes, report, signer) : bytes };
    } catch (error) {
      if (!(error instanceof SdkError)) throw error;
      return { trouble: error.message };
    }
  }

  async #accept(dropped: string, source: Uint8Array, made: Ready, report: ControlReport): Promise<Taken> {
    const { signer, space } = this.#setup;
    // What was dropped is kept too, beside what was made of it, unless it is the same file.
    const sourceName = (name: string) =>
      xmlName(name) === name && !signer ? name : nameAround('source-', name, '');
    const name = await nameOutcome(
      dropped,
      [source, made.ready],
      async (tried) =>
        (await holdsOther(space, 'envoyes', sourceName(tried), source)) ||
        (await findReady(space, xmlName(tried), made)) === 'another',
    );
    // Another file of its name may have been refused, and its report is still to be read.
    const reportName = await nameOutcome(name, [source], (tried) =>
      holdsOtherReport(space, nameAround('', tried, '.json'), report.messageSha256),
    );
    await this.#writeReport(reportName, report);
    if ((await findReady(space, xmlName(name), made)) !== 'itself')
      await writeFile(space, 'envoyes', xmlName(name), made.ready);
    await space.move('depot', dropped, 'envoyes', sourceName(name));
    const how = `${signer ? 'certifié' : 'conforme'}${report.verdict === 'OK' ? '' : ', avec des réserves'}`;
    const kept = name === dropped ? '' : `, ${keptAs(xmlName(name))}`;
    const reported = reportName === name ? '' : ` ; son rapport est ${nameAround('', reportName, '.html')}`;
    return { isAccepted: true, told: `${dropped} : ${how}${kept}${reported}.` };
  }

  async #refuse(dropped: string, source: Uint8Array, why: string, report?: ControlReport): Promise<Taken> {
    const { space } = this.#setup;
    const name = await nameOutcome(
      dropped,
      [source],
      async (tried) =>
        (await holdsOtherReport(space, nameAround('', tried, '.json'), report?.messageSha256)) ||
        (await holdsOther(space, 'rapports', nameAround('', tried, '.txt'), Buffer.from(textOf(why)))) ||
        (await holdsOther(space, 'erreurs', tried, source)),
    );
    if (report) await this.#writeReport(name, report);
    return this.#putAside(dropped, name, why);
  }

  /** Too large to be read, and so to be told from another of its name by its digest. */
  async #refuseUnread(dropped: string): Promise<Taken> {
    const isTaken = await holdsAny(this.#setup.space, 'erreurs', dropped);
    const name = isTaken ? withMark(dropped, randomUUID().slice(0, 8)) : dropped;
    return this.#putAside(dropped, name, 'ce fichier est trop volumineux pour être un message.');
  }

  async #putAside(dropped: string, name: string, why: string): Promise<Taken> {
    await this.#write('rapports', nameAround('', name, '.txt'), textOf(why));
    await this.#setup.space.move('depot', dropped, 'erreurs', name);
    return {
      isAccepted: false,
      told: `${dropped} : ${why}${name === dropped ? '' : ` Le fichier est ${keptAs(name)}.`}`,
    };
  }

  async #writeReport(name: string, report: ControlReport): Promise<void> {
    await this.#write('rapports', nameAround('', name, '.json'), renderJson(report));
    await this.#write('rapports', nameAround('', name, '.html'), renderHtml(report));
  }

  #write(folder: string, name: string, text: string): Promise<void> {
    return writeFile(this.#setup.space, folder, name, Buffer.from(text));
  }
}

function keptAs(name: string): string {
  return `gardé sous le nom ${name} : un autre fichier a déjà le sien`;
}

function textOf(why: string): string {
  return `${why}\r\n`;
}

function asXml(bytes: Uint8Array): { bytes: Uint8Array } | { trouble: string } {
  if (formatOfBytes(bytes) === 'xml') return { bytes };
  const reading = readMessage(bytes);
  if (reading.isWhole) return { bytes: Buffer.from(writeMessage(reading.message)) };
  const told = reading.troubles.map(({ place, fr }) => (place === '' ? fr : `${place} · ${fr}`));
  return { trouble: ['pas entièrement compris ; rien n’est fait de ce fichier.', ...told].join('\r\n') };
}

function xmlName(name: string): string {
  return /\.xml$/i.test(name) ? name : nameAround('', name.replace(/\.[^.]*$/, ''), '.xml');
}
