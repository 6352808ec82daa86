import { setImmediate as nextTurn } from 'node:timers/promises';
import { withActor, type AppDatabase, type Tx } from '@liaison/db';
import { actorOf } from '@liaison/http';
import {
  listInstancesOf,
  recordOpening,
  resolveStudy,
  type InstanceRow,
  type StudyRow,
} from '@liaison/imaging';
import type { Covers } from '@liaison/journal';
import { DomainError, subjectsOf, type Clock, type UserActor } from '@liaison/kernel';
import type { FastifyRequest } from 'fastify';
import { KeptAnswers } from './kept-answers.ts';
import { placeOf } from './place.ts';

/** What a UID means to a reader is kept this long, as his right to it is (openFrameReader); then it is asked again. */
const meaningMs = 2000;
const mostMeanings = 10_000;

/** Reads of a study under the reader's rights; the first one of ten minutes is its opening in the journal. */
export class Openings {
  readonly answers = new KeptAnswers();
  readonly #database: AppDatabase;
  readonly #covers: Covers;
  readonly #clock: Clock;
  readonly #meanings = new Map<string, { studyId: string; until: number }>();

  constructor(database: AppDatabase, covers: Covers, clock: Clock) {
    this.#database = database;
    this.#covers = covers;
    this.#clock = clock;
  }

  asActor<Value>(
    request: FastifyRequest,
    work: (tx: Tx, actor: UserActor) => Promise<Value>,
  ): Promise<Value> {
    const actor = actorOf(request);
    return withActor(this.#database, actor, (tx) => work(tx, actor));
  }

  /**
   * `prepare` makes an answer of what `work` found while the transaction commits: it is given once the journal has the
   * reading.
   */
  async answering<Value, Answer>(
    request: FastifyRequest,
    work: (tx: Tx, actor: UserActor) => Promise<Value>,
    prepare: (value: Value) => Promise<Answer>,
  ): Promise<Answer> {
    const found = Promise.withResolvers<Value>();
    // The commit is under way before what follows takes the processor.
    const prepared = found.promise.then(async (value) => prepare(await nextTurn(value)));
    // Told below, after the commit: until then nobody waits for it.
    prepared.catch(() => undefined);
    const committed = this.asActor(request, async (tx, actor) => found.resolve(await work(tx, actor)));
    await committed.catch((error: unknown) => {
      found.reject(error);
      throw error;
    });
    return prepared;
  }

  /** Reads of the study that a path names; its opening is in the journal, by this request or an earlier one. */
  async within<Value>(
    request: FastifyRequest,
    work: (tx: Tx, actor: UserActor, study: StudyRow) => Promise<Value>,
  ): Promise<Value> {
    const { study: studyUid = '' } = placeOf(request);
    const { studyId, isCovered, value } = await this.asActor(request, async (tx, actor) => {
      const study = await resolveStudy(tx, actor, studyUid);
      const isCovered = this.#covers.covers(actor, study.id);
      const value = await work(tx, actor, study);
      if (!isCovered) await recordOpening(tx, actor, study, 'dicomweb');
      return { studyId: study.id, isCovered, value };
    });
    if (!isCovered) this.#covers.mark(actorOf(request), studyId);
    return value;
  }

  /** The instances that a path names, at least one. @throws DomainError `imaging/no-instance` */
  instances(request: FastifyRequest): Promise<{ study: StudyRow; instances: InstanceRow[] }> {
    return this.within(request, async (tx, actor, study) => ({
      study,
      instances: await instancesAt(request, tx, actor, study),
    }));
  }

  /** The id of the study that a path names, for readers that ask for the right to it themselves. */
  async studyId(request: FastifyRequest): Promise<string> {
    const actor = actorOf(request);
    const { study: studyUid = '' } = placeOf(request);
    const key = `${[...subjectsOf(actor), ...actor.features].join(' ')} ${studyUid}`;
    const now = this.#clock.now().getTime();
    const known = this.#meanings.get(key);
    if (known && known.until > now) return known.studyId;
    const { id } = await this.asActor(request, (tx) => resolveStudy(tx, actor, studyUid));
    this.#meanings.delete(key);
    this.#meanings.set(key, { studyId: id, until: now + meaningMs });
    const [oldest] = this.#meanings.keys();
    if (this.#meanings.size > mostMeanings && oldest !== undefined) this.#meanings.delete(oldest);
    return id;
  }
}

async function instancesAt(
  request: FastifyRequest,
  tx: Tx,
  actor: UserActor,
  study: StudyRow,
): Promise<InstanceRow[]> {
  const { series, instance } = placeOf(request);
  const filter = { seriesInstanceUid: series, sopInstanceUid: instance };
  const instances = await listInstancesOf(tx, actor, study.id, filter);
  if (instances.length === 0) throw new DomainError('missing', 'imaging/no-instance');
  return instances;
}

/** What an answer depends on, besides the rights and the form: the study's version, the address, the query. */
export function keyOfAnswer(request: FastifyRequest, study: StudyRow): string {
  return [study.id, study.version, request.protocol, request.host, request.url].join(' ');
}
