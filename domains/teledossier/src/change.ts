import { authorise, type Capability } from '@liaison/access';
import type { Tx } from '@liaison/db';
import { DomainError, assertExists, newId, subjectsOf, type Clock, type UserActor } from '@liaison/kernel';
import { record, type JournalAct } from '@liaison/journal';
import type { Enqueue } from '@liaison/jobs';
import { announce, type Topic } from '@liaison/live';
import { notify, type Audience, type NotificationKind } from '@liaison/notifications';
import { findPatient, type Patient } from '@liaison/patients';
import { decide, type Command } from './decide.ts';
import { refused } from './errors.ts';
import { insertEvent } from './follow-up-store.ts';
import { typeLabels } from './fr.ts';
import { overallStatusOf, type DossierState, type Reader } from './model.ts';
import {
  toState,
  type DossierRecord,
  type EventDetails,
  type EventKind,
  type LineRecord,
  type Person,
} from './record.ts';
import {
  findPerson,
  insertLines,
  listLines,
  listRights,
  lockDossier,
  updateFollowUp,
  updateLine,
  type Rights,
} from './store.ts';

/** What a use case needs from the platform, beside the transaction and the actor. */
export type Deps = { readonly enqueue: Enqueue; readonly clock: Clock };

/** A télédossier locked for one command, and who acts on it. */
export type Loaded = {
  readonly dossier: DossierRecord;
  readonly lines: readonly LineRecord[];
  readonly patient: Patient;
  readonly reader: Reader;
  readonly me: Person;
  readonly now: Date;
};

/**
 * Locks, so that commands on one télédossier follow one another, then authorises: rights taken back while it waited
 * count. The lock itself finds only what row-level security shows. @throws DomainError `access/refused`
 */
export async function loadForChange(
  tx: Tx,
  actor: UserActor,
  clock: Clock,
  dossierId: string,
  capability: Capability,
): Promise<Loaded> {
  const locked = await lockDossier(tx, dossierId);
  await authorise(tx, actor, capability, { kind: 'dossier', id: dossierId });
  const dossier = assertExists(locked, 'the dossier that the actor may change');
  const lines = await listLines(tx, [dossierId]);
  const patient = assertExists(await findPatient(tx, dossierId), 'the patient of a dossier');
  const reader = await readerOf(tx, actor, dossierId);
  return { dossier, lines, patient, reader, me: await personOf(tx, actor), now: clock.now() };
}

/** What the actor may do on this dossier, as the state machine asks it. */
export async function readerOf(tx: Tx, actor: UserActor, dossierId: string): Promise<Reader> {
  const rights = (await listRights(tx, [dossierId])).get(dossierId);
  return toReader(actor, rights);
}

export function toReader(actor: UserActor, rights: Rights | undefined): Reader {
  const { canAsk, canAnswer } = rights ?? { canAsk: false, canAnswer: false };
  return { userId: actor.userId, subjects: subjectsOf(actor), canAsk, canAnswer };
}

/** The actor as records name him. @throws DomainError `access/refused` when he no longer works where he acts. */
export async function personOf(tx: Tx, actor: UserActor): Promise<Person> {
  const communityId = actor.communityIds[0];
  const found = communityId && (await findPerson(tx, actor.userId, communityId));
  if (!found) throw new DomainError('forbidden', 'access/refused');
  return { ...found, displayName: actor.displayName };
}

/** The state after the command. @throws DomainError with the refusal, and the holder of the line when he is why */
export function decideOrRefuse(loaded: Loaded, command: Command): DossierState {
  const decision = decide(toState(loaded.dossier, loaded.lines), loaded.reader, command);
  if (decision.ok) return decision.value;
  const isHeld = decision.error === 'already-taken' || decision.error === 'taken-by-other';
  const line = 'lineId' in command ? loaded.lines.find((one) => one.id === command.lineId) : undefined;
  throw refused(decision.error, isHeld ? (line?.takenBy?.displayName ?? null) : null);
}

/** What the use case adds to the state: reasons, and the lines that it opens. */
export type Said = { reason?: string | null; newLines?: readonly LineRecord[] };

/** Stores the state that was decided. @returns the new revision */
export async function keep(tx: Tx, loaded: Loaded, next: DossierState, said: Said = {}): Promise<number> {
  for (const before of loaded.lines) {
    const after = nextLine(loaded, before, next, said);
    if (after === before) continue;
    // The row of the dossier is locked: only an act outside this path could have moved the line meanwhile.
    if (!(await updateLine(tx, before, after))) throw refused('already-taken', null);
  }
  await insertLines(tx, said.newLines ?? [], loaded.lines.length);
  const { dossier, me, now } = loaded;
  const closing = { at: now, by: me, reason: said.reason ?? null };
  return updateFollowUp(
    tx,
    dossier.id,
    {
      status: overallStatusOf(next),
      sentAt: dossier.sentAt ?? (next.isSent ? now : null),
      requerantClosing: next.isClosedByRequerant ? (dossier.requerantClosing ?? closing) : null,
    },
    { at: now, userId: me.userId },
  );
}

function nextLine(loaded: Loaded, before: LineRecord, next: DossierState, said: Said): LineRecord {
  const after = assertExists(
    next.lines.find((line) => line.id === before.id),
    'a line that was there',
  );
  const { me, now } = loaded;
  const isTaken = after.takenBy !== null && after.takenBy !== before.takenBy?.userId;
  const taking = isTaken
    ? { takenBy: me, takenAt: now }
    : after.takenBy === null
      ? { takenBy: null, takenAt: null }
      : {};
  const closing = after.isClosed
    ? (before.closing ?? { at: now, by: me, reason: said.reason ?? null })
    : null;
  const refusal =
    after.status === 'refuse' ? { refusedBecause: before.refusedBecause ?? said.reason ?? null } : {};
  const changed = { ...before, ...taking, ...refusal, status: after.status, closing };
  const isSame = JSON.stringify(changed) === JSON.stringify(before);
  return isSame ? before : changed;
}

export type Trace = {
  event: EventKind;
  act: JournalAct;
  addresseeId?: string;
  details?: EventDetails;
  /** Ids of who was given access, or lost it: the journal must say it without the dossier. */
  recipientIds?: readonly string[];
};

/** One event in the dossier's own timeline and one row in the journal. @returns the id of the event */
export async function trace(tx: Tx, actor: UserActor, loaded: Loaded, given: Trace): Promise<string> {
  const id = newId();
  const { dossier, me, now, patient } = loaded;
  const addresseeId = given.addresseeId ?? null;
  await insertEvent(tx, {
    id,
    dossierId: dossier.id,
    at: now,
    kind: given.event,
    actor: me,
    addresseeId,
    details: given.details ?? {},
  });
  await record(tx, actor, {
    act: given.act,
    patientId: patient.id,
    resource: { kind: 'dossier', id: dossier.id },
    // Free texts stay in the dossier: the journal is read by people who may not read it.
    details: {
      number: dossier.number,
      addresseeId,
      ...(given.recipientIds ? { recipientIds: given.recipientIds } : {}),
    },
  });
  return id;
}

/** Tells people of the act, in the same transaction. */
export async function tell(
  tx: Tx,
  actor: UserActor,
  deps: Deps,
  loaded: Loaded,
  told: { kind: NotificationKind; to: readonly Audience[]; eventId: string },
): Promise<void> {
  const { dossier, me, now } = loaded;
  const subject = {
    number: dossier.number,
    typeLabel: typeLabels[dossier.type],
    structureName: me.structureName,
  };
  await notify(tx, actor, deps.enqueue, { ...told, dossierId: dossier.id, subject, at: now });
}

/** The author, told of what the other side does. */
export function requerantAudience(loaded: Loaded): Audience[] {
  const { author } = loaded.dossier;
  return [
    { kind: 'user', id: author.userId },
    { kind: 'community', id: author.communityId },
  ];
}

/** Behind a line: all whom it addresses; once it is taken, its taker and the mailbox of his community. */
export function audienceOf({ recipient, takenBy }: LineRecord): Audience[] {
  const isCommunity = recipient.kind === 'community';
  if (!takenBy) return [{ kind: isCommunity ? 'community' : 'user', id: recipient.id }];
  const taker: Audience = { kind: 'user', id: takenBy.userId };
  return isCommunity ? [taker, { kind: 'mailbox', id: recipient.id }] : [taker];
}

/** Hints to every screen that shows this dossier or a list that holds it. */
export async function announceChange(
  tx: Tx,
  loaded: Loaded,
  more: readonly LineRecord[] = [],
): Promise<void> {
  const { dossier } = loaded;
  const topics: Topic[] = [
    `dossier:${dossier.id}`,
    `user:${dossier.author.userId}`,
    `community:${dossier.author.communityId}`,
    ...[...loaded.lines, ...more].map(({ recipient }): Topic => {
      return recipient.kind === 'community' ? `community:${recipient.id}` : `user:${recipient.id}`;
    }),
  ];
  await announce(tx, topics);
}
