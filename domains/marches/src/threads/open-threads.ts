import { DomainError } from '@liaison/kernel';
import { renewWorkers, type ControlReport, type NomenclatureSource } from '@liaison/mio-control';
import { Piscina } from 'piscina';
import type { InstalledKeys } from '../keys/installed-keys.ts';
import type { CertifyOutcome, CertifyTask, VerifyOutcome } from './certificate-tasks.ts';
import type { ControllerSetup, DocumentOutcome, DocumentTask } from './control-document.ts';
import type { ConvertOutcome, ConvertTask } from './convert-document.ts';

export type ThreadSetup = { readonly controller: ControllerSetup; readonly keys: InstalledKeys };

/**
 * What takes long or reads strangers' files, away from the process that answers. Each throws DomainError
 * `marches/control-failed` where it took too long or too much memory.
 */
export type Threads = {
  controlDocument(task: DocumentTask): Promise<DocumentOutcome>;
  convertDocument(task: ConvertTask): Promise<ConvertOutcome>;
  certify(task: CertifyTask): Promise<CertifyOutcome>;
  verify(message: Uint8Array): Promise<VerifyOutcome>;
  reportIntoWorkbook(task: { workbook: Uint8Array; report: ControlReport }): Promise<Uint8Array>;
  close(): Promise<void>;
};

const longestMs = 60_000;

export type ThreadLimits = {
  /** Begins with each task: what it gives ends the task, and its thread with it. */
  readonly patience: () => AbortSignal;
  /** Of the thread. Bytes that a workbook unpacks to lie outside; its reader bounds those. */
  readonly heapMegabytes: number;
};

const ordinary: ThreadLimits = { patience: () => AbortSignal.timeout(longestMs), heapMegabytes: 1024 };

type RenewedSetup = {
  readonly controller: Omit<ControllerSetup, 'nomenclatures'> & {
    readonly nomenclatures: NomenclatureSource;
  };
  readonly keys: InstalledKeys;
};

/** Threads that have the code lists of the moment. */
export function openRenewedThreads({ controller, keys }: RenewedSetup): Threads {
  const renewed = renewWorkers(controller.nomenclatures, (nomenclatures) =>
    openThreads({ controller: { ...controller, nomenclatures }, keys }),
  );
  return {
    controlDocument: (task) => renewed.use((threads) => threads.controlDocument(task)),
    convertDocument: (task) => renewed.use((threads) => threads.convertDocument(task)),
    certify: (task) => renewed.use((threads) => threads.certify(task)),
    verify: (message) => renewed.use((threads) => threads.verify(message)),
    reportIntoWorkbook: (task) => renewed.use((threads) => threads.reportIntoWorkbook(task)),
    close: () => renewed.close(),
  };
}

/** One thread, which ends when nobody asks: what the web role does for clinicians comes first. */
export function openThreads(setup: ThreadSetup, { patience, heapMegabytes } = ordinary): Threads {
  const pool = new Piscina({
    filename: new URL('./mio-tasks.ts', import.meta.url).href,
    minThreads: 0,
    maxThreads: 1,
    idleTimeout: longestMs,
    workerData: setup,
    resourceLimits: { maxOldGenerationSizeMb: heapMegabytes },
  });
  const start = async (name: string, task: unknown) => {
    try {
      return await pool.run(task, { name, signal: patience() });
    } catch (error) {
      if (isTooMuch(error)) throw new DomainError('conflict', 'marches/control-failed');
      throw error;
    }
  };
  let last: Promise<unknown> = Promise.resolve();
  /** One after the other: nobody's patience is used up by those before him. */
  const run = (name: string, task: unknown) => {
    const mine = last.then(() => start(name, task));
    last = mine.catch(() => null);
    return mine;
  };
  return {
    controlDocument: (task) => run('controlDocument', task),
    convertDocument: (task) => run('convertDocument', task),
    certify: (task) => run('certify', task),
    verify: (message) => run('verify', message),
    reportIntoWorkbook: (task) => run('reportIntoWorkbook', task),
    close: () => pool.destroy(),
  };
}

/** Given up for its time, or its thread ended for its memory. */
function isTooMuch(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return error.name === 'AbortError' || ('code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY');
}
