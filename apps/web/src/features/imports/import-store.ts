import type { StudySummary } from '@liaison/imaging/contract';
import {
  endImport,
  findKnownStudies,
  maxFiles,
  maxStudies,
  startImport,
  type ImportView,
} from '@liaison/imports/contract';
import { useSyncExternalStore } from 'react';
import { callEndpoint } from '../../app/api.ts';
import { tellError } from '../../app/queries.ts';
import type { FromWorker, Prepared, ReadingEnd, SendingProgress, ToWorker } from './messages.ts';
import type { ChosenFile } from './reading/entry.ts';
import type { ReadingProgress } from './reading/read-source.ts';
import { countImages, type Tree } from './reading/tree.ts';

export type SourceKind = 'folder' | 'files' | 'zip' | 'iso';

type Choice = {
  readonly end: ReadingEnd;
  /** Keys of the series that are left out. */
  readonly excluded: ReadonlySet<string>;
  /** Studies of the medium that the platform has already. */
  readonly known: readonly StudySummary[];
};

export type ImportState =
  | { readonly phase: 'idle' }
  | { readonly phase: 'reading'; readonly progress: ReadingProgress | null; readonly tree: Tree }
  | ({ readonly phase: 'choosing'; readonly isStarting: boolean; readonly error: string | null } & Choice)
  | {
      readonly phase: 'sending';
      readonly importId: string;
      readonly isResumed: boolean;
      readonly isPaused: boolean;
      readonly isEnding: boolean;
      readonly progress: SendingProgress | null;
    }
  | {
      readonly phase: 'ended';
      readonly view: ImportView;
      readonly progress: SendingProgress | null;
    }
  | { readonly phase: 'failed'; readonly title: string };

/**
 * The import of this page: it lives beside the screens, so that one goes on working while images leave. There is one at a
 * time; what it holds of patients goes with the session.
 */
class ImportStore {
  #state: ImportState = { phase: 'idle' };
  #worker: Worker | null = null;
  #source: SourceKind = 'folder';
  #prepared: ((prepared: Prepared) => void) | null = null;
  readonly #listeners = new Set<() => void>();
  /** The brouillon that asked for the images, if one did. */
  forDossier: string | null = null;

  readonly subscribe = (listener: () => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  readonly state = () => this.#state;

  #set(state: ImportState): void {
    const wasBusy = isBusy(this.#state);
    this.#state = state;
    if (wasBusy !== isBusy(state)) {
      if (isBusy(state)) addEventListener('beforeunload', warnOfLeaving);
      else removeEventListener('beforeunload', warnOfLeaving);
    }
    for (const listener of this.#listeners) listener();
  }

  /** Reads what was chosen. */
  read(chosen: readonly ChosenFile[], source: SourceKind): void {
    if (chosen.length === 0 || isBusy(this.#state)) return;
    this.#source = source;
    this.#worker?.terminate();
    this.#worker = new Worker(new URL('./import-worker.ts', import.meta.url), { type: 'module' });
    this.#worker.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => this.#hear(data));
    this.#worker.addEventListener('error', () =>
      this.#fail('La lecture n’a pas pu commencer. Rechargez la page.'),
    );
    this.#set({ phase: 'reading', progress: null, tree: [] });
    this.#tell({ kind: 'read', chosen });
  }

  /** The choice of files itself went wrong. */
  readonly refuse = (title: string) => this.#fail(title);

  setChosen(keys: readonly string[], isChosen: boolean): void {
    if (this.#state.phase !== 'choosing') return;
    const excluded = new Set(this.#state.excluded);
    for (const key of keys) {
      if (isChosen) excluded.delete(key);
      else excluded.add(key);
    }
    this.#set({ ...this.#state, excluded });
  }

  /** Opens the import, or goes on with the unfinished one of the same files. */
  async start(): Promise<void> {
    const choice = this.#state;
    if (choice.phase !== 'choosing' || choice.isStarting) return;
    this.#set({ ...choice, isStarting: true, error: null });
    try {
      const prepared = await this.#prepare([...choice.excluded]);
      if (prepared.fileCount > maxFiles || prepared.studies.length > maxStudies) {
        this.#set({
          ...choice,
          isStarting: false,
          error: 'Trop d’images à la fois\u00a0: choisissez un dossier plus petit.',
        });
        return;
      }
      const body = { ...prepared, source: this.#source, studies: [...prepared.studies] };
      const started = await callEndpoint(startImport, { body });
      this.#set({
        phase: 'sending',
        importId: started.import.id,
        isResumed: started.isResumed,
        isPaused: false,
        isEnding: false,
        progress: null,
      });
      const { settled, partial } = started;
      this.#tell({ kind: 'send', importId: started.import.id, settled, partial });
    } catch (error) {
      this.#set({ ...choice, isStarting: false, error: tellError(error).title });
    }
  }

  setPaused(isPaused: boolean): void {
    if (this.#state.phase !== 'sending') return;
    this.#tell({ kind: 'pause', isPaused });
    this.#set({ ...this.#state, isPaused });
  }

  /** Gives up: what had arrived stays. */
  async cancel(): Promise<void> {
    if (this.#state.phase !== 'sending') return this.forget();
    const { importId, progress } = this.#state;
    this.#set({ ...this.#state, isEnding: true });
    this.#stop();
    await this.#end(importId, 'cancelled', progress);
  }

  /** Forgets everything; what is being sent can be gone on with by choosing the same files. */
  readonly forget = () => {
    this.#stop();
    this.forDossier = null;
    if (this.#state.phase !== 'idle') this.#set({ phase: 'idle' });
  };

  #tell(message: ToWorker): void {
    this.#worker?.postMessage(message);
  }

  #stop(): void {
    this.#worker?.terminate();
    this.#worker = null;
  }

  #fail(title: string): void {
    this.#stop();
    this.#set({ phase: 'failed', title });
  }

  #prepare(excluded: readonly string[]): Promise<Prepared> {
    return new Promise((resolve) => {
      this.#prepared = resolve;
      this.#tell({ kind: 'prepare', excluded });
    });
  }

  #hear(message: FromWorker): void {
    const state = this.#state;
    if (message.kind === 'failed') this.#fail(message.title);
    else if (message.kind === 'prepared') this.#prepared?.(message.prepared);
    else if (message.kind === 'reading' && state.phase === 'reading')
      this.#set({ ...state, progress: message.progress, tree: message.tree ?? state.tree });
    else if (message.kind === 'read') this.#choose(message.end);
    else if (message.kind === 'sending' && state.phase === 'sending' && !state.isEnding)
      this.#set({ ...state, progress: message.progress });
    else if (message.kind === 'sent' && state.phase === 'sending') {
      this.#set({ ...state, progress: message.progress, isEnding: true });
      void this.#end(state.importId, 'done', message.progress);
    }
  }

  #choose(end: ReadingEnd): void {
    // Of several patients none is taken without having been named by the user.
    const excluded = new Set(end.tree.length > 1 ? keysOf(end.tree) : []);
    this.#set({ phase: 'choosing', end, excluded, known: [], isStarting: false, error: null });
    const uids = end.tree.flatMap(({ studies }) => studies.map((study) => study.StudyInstanceUID));
    if (uids.length > 0 && uids.length <= maxStudies) void this.#findKnown([...new Set(uids)]);
  }

  /** Only marks the list: without it the import works as well. */
  async #findKnown(StudyInstanceUIDs: string[]): Promise<void> {
    const found = await callEndpoint(findKnownStudies, { body: { StudyInstanceUIDs } }).catch(() => null);
    if (found && this.#state.phase === 'choosing') this.#set({ ...this.#state, known: found.studies });
  }

  /** Until the server has heard it: the images are there already. */
  async #end(importId: string, as: 'done' | 'cancelled', progress: SendingProgress | null): Promise<void> {
    for (;;) {
      try {
        const view = await callEndpoint(endImport, { params: { importId }, body: { as } });
        this.#stop();
        if (this.#state.phase === 'sending') this.#set({ phase: 'ended', view, progress });
        return;
      } catch (error) {
        const { reference, title } = tellError(error);
        if (this.#state.phase !== 'sending') return;
        if (reference) return this.#fail(title);
        await new Promise((resume) => setTimeout(resume, 2000));
      }
    }
  }
}

const isBusy = ({ phase }: ImportState) => phase === 'sending';

function warnOfLeaving(event: BeforeUnloadEvent): void {
  event.preventDefault();
}

export const imports = new ImportStore();

export function useImport(): ImportState {
  return useSyncExternalStore(imports.subscribe, imports.state);
}

/** Every series of a tree. */
export function keysOf(tree: Tree): string[] {
  return tree.flatMap(({ studies }) => studies.flatMap(({ series }) => series.map(({ key }) => key)));
}

/** What the choice amounts to. */
export function chosenOf(state: Choice) {
  return countImages(state.end.tree, (key) => !state.excluded.has(key));
}
