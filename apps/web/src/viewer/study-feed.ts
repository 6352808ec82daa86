import { fetchManifest } from './manifest-client.ts';
import type { ManifestAnswer } from './manifest-client.ts';

/** Keeps the manifest of a study fresh: one fetch at a time, and one more for all the calls made meanwhile. */
export class StudyFeed {
  readonly #studyId: string;
  readonly #onAnswer: (answer: ManifestAnswer) => void;
  readonly #ended = new AbortController();
  #version: number | null = null;
  #running: Promise<void> | null = null;
  #again = false;

  constructor(studyId: string, onAnswer: (answer: ManifestAnswer) => void) {
    this.#studyId = studyId;
    this.#onAnswer = onAnswer;
  }

  /** Resolves once the latest state known to the server was answered. */
  update(): Promise<void> {
    this.#again = true;
    this.#running ??= this.#run().finally(() => {
      this.#running = null;
    });
    return this.#running;
  }

  /** The next update is an opening again: nothing of the study is held any more. */
  forget(): void {
    this.#version = null;
  }

  stop(): void {
    this.#ended.abort();
  }

  async #run(): Promise<void> {
    while (this.#again) {
      this.#again = false;
      const answer = await fetchManifest(this.#studyId, this.#version, this.#ended.signal);
      if (this.#ended.signal.aborted) return;
      if (answer.kind === 'changed') this.#version = answer.manifest.version;
      this.#onAnswer(answer);
    }
  }
}
