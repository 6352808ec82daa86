import { setTimeout as wait } from 'node:timers/promises';
import type { IncomingMessage } from 'node:http';
import { authoriseFeature } from '@liaison/access';
import { withActor, type AppDatabase } from '@liaison/db';
import { jsonOfValues, type JsonDataSet } from '@liaison/dicom';
import { actorOf } from '@liaison/http';
import { intakeSlots, openIntake, type Intake } from '@liaison/intake';
import { record } from '@liaison/journal';
import { DomainError, type UserActor } from '@liaison/kernel';
import { describeError, type Log } from '@liaison/log';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { chooseType, rangesOf } from './accept.ts';
import { BadQueryError, UnsupportedTypeError } from './errors.ts';
import { baseOf, instanceUrl, placeOf } from './place.ts';
import { parseMultipartType, readMultipart, type IncomingPart } from './read-multipart.ts';
import { storeFile, storeFiles, storeJson, type PartOutcome, type Target } from './store-instances.ts';

/** Storing instances (STOW-RS, PS3.18 section 10.5): each is acknowledged once it is on the disk, as over an association. */
export type Storing = {
  database: AppDatabase;
  storeRoot: string;
  /** Name of this machine in its containers. */
  node: string;
  log: Log;
  /** A container could not be closed: it is to be made whole later. */
  onUnclosed(path: string): void;
};

/** Requests at once: each holds a container for every study that it brings. */
const mostAtOnce = 16;
/** A sender that was refused is let go on for so long, to hear why. */
const hearingMs = 15_000;
const responseTypes = ['application/dicom+json', 'application/json'] as const;
export const storedTypes = [
  'multipart/related; type="application/dicom"',
  'multipart/related; type="application/dicom+json"',
  'application/dicom',
  'application/dicom+json',
] as const;

export class Store {
  readonly #storing: Storing;
  #underWay = 0;

  constructor(storing: Storing) {
    this.#storing = storing;
  }

  async store(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const actor = actorOf(request);
    authoriseFeature(actor, 'study:import');
    const type = chooseType(rangesOf(request), responseTypes);
    const body = parseBody(request);
    if (this.#underWay >= mostAtOnce) {
      reply.header('retry-after', '5');
      throw new DomainError('unavailable', 'http/unavailable');
    }
    this.#underWay += 1;
    try {
      const outcomes = await this.#take(request, actor, body);
      const { status, response } = responseTo(outcomes, baseOf(request));
      return reply.status(status).type(type).send(JSON.stringify(response));
    } finally {
      this.#underWay -= 1;
    }
  }

  /** What was stored before the body broke off is stored, and told. */
  async #take(request: FastifyRequest, actor: UserActor, body: Body): Promise<PartOutcome[]> {
    const { study } = placeOf(request);
    const outcomes: PartOutcome[] = [];
    const intake = this.#open(request, actor, study);
    try {
      await body({ intake, storeRoot: this.#storing.storeRoot }, outcomes);
      if (outcomes.length === 0) throw new BadQueryError('body');
    } catch (error) {
      void letGoOn(request.raw);
      if (!outcomes.some(({ status }) => status === 0)) throw error;
      outcomes.push({ status: 0xc000, comment: 'the body breaks off', bytes: 0 });
    } finally {
      intake.closeAll();
    }
    await this.#journal(actor, outcomes);
    return outcomes;
  }

  #open(request: FastifyRequest, actor: UserActor, study: string | undefined): Intake {
    const { storeRoot, node, log, onUnclosed } = this.#storing;
    const intake = openIntake({
      storeRoot,
      origin: {
        node,
        slot: intakeSlots.web,
        callingAeTitle: 'STOW',
        calledAeTitle: 'LIAISON',
        remoteAddress: request.ip,
        structureId: actor.structureId,
      },
      onUnclosed,
      onFailure: (error) => log.error('instance not stored', describeError(error)),
    });
    const announced = study === undefined ? {} : { StudyInstanceUID: study };
    return { ...intake, begin: (announcement) => intake.begin({ ...announcement, ...announced }) };
  }

  /** Who sent what, a row for each study: that of the catalogue names the door only. */
  async #journal(actor: UserActor, outcomes: readonly PartOutcome[]): Promise<void> {
    const stored = outcomes.flatMap(({ header }) => (header ? [header] : []));
    const studies = Map.groupBy(stored, ({ StudyInstanceUID }) => StudyInstanceUID);
    await withActor(this.#storing.database, actor, async (tx) => {
      for (const [StudyInstanceUID, own] of studies)
        await record(tx, actor, {
          act: 'study.imported',
          details: { through: 'stow', StudyInstanceUID, count: own.length },
        });
    });
  }
}

type Body = (target: Target, outcomes: PartOutcome[]) => Promise<void>;

/** How to read the body by its type. @throws UnsupportedTypeError, BadQueryError */
function parseBody(request: FastifyRequest): Body {
  const contentType = request.headers['content-type'] ?? '';
  const type = contentType.split(';')[0]?.trim().toLowerCase();
  // Not the stream's own iterator: ending it early would end the connection before the answer.
  const source = () => request.raw.iterator({ destroyOnReturn: false });
  const alone = (): AsyncIterable<IncomingPart> =>
    single({ headers: new Map([['content-type', contentType]]), body: source() });
  if (type === 'application/dicom')
    return async (target, outcomes) =>
      void outcomes.push(await storeFile(target, 'application/dicom', source()));
  if (type === 'application/dicom+json') return (target, outcomes) => storeJson(target, alone(), outcomes);
  if (type !== 'multipart/related') throw new UnsupportedTypeError(storedTypes);
  const { type: partType, boundary } = parseMultipartType(contentType);
  const parts = () => readMultipart(source(), boundary);
  if (partType === 'application/dicom' || partType === '')
    return (target, outcomes) => storeFiles(target, parts(), outcomes);
  if (partType === 'application/dicom+json')
    return (target, outcomes) => storeJson(target, parts(), outcomes);
  throw new UnsupportedTypeError(storedTypes);
}

async function* single(part: IncomingPart): AsyncGenerator<IncomingPart> {
  yield part;
}

/** Reads on for a while what nobody wants: a connection ended at once would take the answer with it. */
async function letGoOn(raw: IncomingMessage): Promise<void> {
  if (raw.complete || raw.destroyed) return;
  // An iterator that nobody ended still listens: a stream does not flow meanwhile.
  raw.removeAllListeners('readable');
  setImmediate(() => raw.resume());
  await wait(hearingMs, undefined, { ref: false });
  if (!raw.complete) raw.destroy();
}

/** The Store Instances Response Module (PS3.18 table 10.5.3-1 and section I.2). */
function responseTo(
  outcomes: readonly PartOutcome[],
  base: string,
): { status: number; response: JsonDataSet } {
  const stored = outcomes.flatMap(({ header }) => (header ? [header] : []));
  const failed = outcomes.filter(({ header }) => !header);
  const named = failed.filter((one) => one.SOPClassUID !== undefined && one.SOPInstanceUID !== undefined);
  const others = failed.filter((one) => !named.includes(one));
  const studies = new Set(stored.map(({ StudyInstanceUID }) => StudyInstanceUID));
  const [study] = studies;
  const response: JsonDataSet = {
    ...(study !== undefined && studies.size === 1
      ? jsonOfValues({ RetrieveURL: `${base}/studies/${study}` })
      : {}),
    ...sequence('00081198', named.map(failureOf)),
    ...sequence(
      '00081199',
      stored.map((header) =>
        jsonOfValues({
          ReferencedSOPClassUID: header.SOPClassUID,
          ReferencedSOPInstanceUID: header.SOPInstanceUID,
          RetrieveURL: instanceUrl(base, header.StudyInstanceUID, {
            series_instance_uid: header.SeriesInstanceUID,
            sop_instance_uid: header.SOPInstanceUID,
          }),
        }),
      ),
    ),
    ...sequence('0008119A', others.map(failureOf)),
  };
  return {
    status: statusOf(
      stored.length,
      failed.map(({ status }) => status),
    ),
    response,
  };
}

/** 200 all stored, 202 some, 409 none; 507 is not of PS3.18: what the disk refuses is a conflict too, with its code. */
function statusOf(storedCount: number, failures: readonly number[]): number {
  if (failures.length === 0) return 200;
  return storedCount > 0 ? 202 : 409;
}

function failureOf({ SOPClassUID, SOPInstanceUID, status }: PartOutcome): JsonDataSet {
  return jsonOfValues({
    ...(SOPClassUID === undefined ? {} : { ReferencedSOPClassUID: SOPClassUID }),
    ...(SOPInstanceUID === undefined ? {} : { ReferencedSOPInstanceUID: SOPInstanceUID }),
    FailureReason: status,
  });
}

function sequence(tag: string, items: readonly JsonDataSet[]): JsonDataSet {
  return items.length > 0 ? { [tag]: { vr: 'SQ', Value: items } } : {};
}
