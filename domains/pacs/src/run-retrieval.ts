import { setTimeout as wait } from 'node:timers/promises';
import { withSystem, type SystemDatabase } from '@liaison/db';
import { noteAwaiting, refreshExpected } from '@liaison/imaging';
import type { Clock } from '@liaison/kernel';
import { announce } from '@liaison/live';
import { describeError, type Log } from '@liaison/log';
import type { TryOutcome } from './model.ts';
import { PacsError } from './pacs-error.ts';
import type { CalledPeer, Peer } from './peer.ts';
import { isCalled } from './peer.ts';
import type { PacsLink, RetrieveOutcome } from './ports.ts';
import { toFacts } from './request-retrieval.ts';
import { lockRetrieval, noteProgress, type RetrievalRow } from './retrieval-store.ts';
import { emptyCriteria } from './search-criteria.ts';
import { findPeer } from './store.ts';

export type Retrieving = {
  database: SystemDatabase;
  link: PacsLink;
  clock: Clock;
  log: Log;
  holder: string;
  heldForMs: number;
  settleMs?: number;
};

/** Between two notes of progress; each also renews the hold and notices that it was cancelled. */
const noteEveryMs = 1000;
const defaultSettleMs = 15_000;

/** One try to bring a study. @returns null where it is held no more: cancelled, or taken over */
export async function runRetrieval(
  given: Retrieving,
  row: RetrievalRow,
  abort: AbortController,
): Promise<TryOutcome | null> {
  const peer = await withSystem(given.database, (tx) => findPeer(tx, row.peerId));
  const refusal = whyNot(peer);
  if (refusal || !peer || !isCalled(peer))
    return { kind: 'trouble', code: refusal ?? 'pacs/no-peer', detail: '', mayPass: false };
  const course = new Course(given, row, abort);
  try {
    course.total = await askAgain(given, peer, row, abort.signal);
    const outcome = await given.link.retrieve(
      peer,
      row.StudyInstanceUID,
      (progress) => {
        course.done = progress.completed + progress.warning;
        if (progress.remaining !== null)
          course.total = Math.max(course.total ?? 0, course.done + progress.failed + progress.remaining);
      },
      abort.signal,
    );
    course.done = outcome.completed + outcome.warning;
    const arrived = await course.waitForImages(outcome);
    return course.isLost ? null : judge(outcome, arrived, course.total);
  } catch (error) {
    if (course.isLost) return null;
    if (error instanceof PacsError)
      return { kind: 'trouble', code: error.code, detail: error.detail, mayPass: error.mayPass };
    given.log.warn('a retrieval failed', { job_id: row.id, ...describeError(error) });
    return { kind: 'trouble', code: 'pacs/unforeseen', detail: '', mayPass: true };
  } finally {
    await course.stop();
  }
}

function whyNot(peer: Peer | undefined): string | null {
  if (!peer) return 'pacs/no-peer';
  if (!peer.isActive) return 'pacs/inactive';
  if (peer.roles.retrieve === 'no') return 'pacs/no-retrieve';
  return isCalled(peer) ? null : 'pacs/not-callable';
}

/** What the PACS itself says of the study now, for the lists; and how many images it has, where it says so. */
async function askAgain(
  given: Retrieving,
  peer: CalledPeer,
  row: RetrievalRow,
  signal: AbortSignal,
): Promise<number | null> {
  if (!peer.roles.query) return row.total;
  const { StudyInstanceUID } = row;
  const { studies } = await given.link.findStudies(peer, { ...emptyCriteria, StudyInstanceUID }, signal);
  const [study] = studies;
  if (!study || study.StudyInstanceUID !== StudyInstanceUID) return row.total;
  const total = study.imageCount ?? (await given.link.countImages(peer, StudyInstanceUID, signal));
  await withSystem(given.database, (tx) =>
    refreshExpected(tx, row.studyId, { facts: toFacts(study), expectedCount: total }),
  );
  return total ?? row.total;
}

/** `arrived`: images of the study in the catalogue, whenever they came. What was told as sent must be there as well. */
function judge(outcome: RetrieveOutcome, arrived: number, total: number | null): TryOutcome {
  const { failed, completed, warning } = outcome;
  const wanted = total ?? completed + warning;
  if (failed > 0)
    return {
      kind: 'trouble',
      code: 'pacs/images-failed',
      detail: `${arrived} sur ${total ?? '?'}`,
      mayPass: true,
    };
  if (arrived < wanted)
    return {
      kind: 'trouble',
      code: 'pacs/images-missing',
      detail: `${arrived} sur ${wanted}`,
      mayPass: true,
    };
  if (arrived === 0) return { kind: 'trouble', code: 'pacs/nothing-sent', detail: '', mayPass: false };
  return { kind: 'complete' };
}

/** What is known of a retrieval under way, written down every second. */
class Course {
  done = 0;
  total: number | null;
  isLost = false;
  readonly #given: Retrieving;
  readonly #row: RetrievalRow;
  readonly #abort: AbortController;
  readonly #timer: NodeJS.Timeout;
  #arrived: number;
  #told = '';
  #noting: Promise<void> = Promise.resolve();

  constructor(given: Retrieving, row: RetrievalRow, abort: AbortController) {
    this.#given = given;
    this.#row = row;
    this.#abort = abort;
    this.total = row.total;
    this.#arrived = row.arrived;
    this.#timer = setInterval(() => this.#note(), noteEveryMs);
  }

  /** Until all that was told as sent is in the catalogue, or nothing more has come for a while. */
  async waitForImages(outcome: RetrieveOutcome): Promise<number> {
    const patienceMs = this.#given.settleMs ?? defaultSettleMs;
    const wanted = this.total ?? outcome.completed + outcome.warning;
    let seen = -1;
    let quietMs = 0;
    while (!this.isLost && !this.#abort.signal.aborted) {
      const row = await withSystem(this.#given.database, (tx) => lockRetrieval(tx, this.#row.id));
      this.#arrived = row?.arrived ?? 0;
      if (this.#arrived >= wanted || quietMs >= patienceMs) break;
      quietMs = this.#arrived === seen ? quietMs + 200 : 0;
      seen = this.#arrived;
      await wait(200);
    }
    return this.#arrived;
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#noting;
  }

  #note(): void {
    this.#noting = this.#noting
      .then(() => this.#write())
      .catch((error: unknown) => this.#given.log.warn('progress not noted', describeError(error)));
  }

  async #write(): Promise<void> {
    const { database, holder, heldForMs } = this.#given;
    const { id, studyId, structureId, peerName } = this.#row;
    const { done, total } = this;
    const isHeld = await withSystem(database, async (tx) => {
      if (!(await noteProgress(tx, id, { holder, heldForMs, done, total }))) return false;
      const shown = JSON.stringify([done, total]);
      if (shown === this.#told) return true;
      this.#told = shown;
      await noteAwaiting(tx, studyId, { source: peerName, state: 'moving', reason: '', done, total });
      await announce(tx, [`structure:${structureId}`]);
      return true;
    });
    if (isHeld || this.isLost) return;
    this.isLost = true;
    this.#abort.abort();
  }
}
