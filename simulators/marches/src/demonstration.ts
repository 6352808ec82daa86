import { readFileSync } from 'node:fs';
import { writeJson, type CallForTenders, type Tender } from '@liaison/mio';
import { mio } from './mio-command.ts';
import type { Organisation } from './offer.ts';
import {
  chooseHolders,
  pasteur,
  takeAcknowledgement,
  takeOffer,
  toAward,
  toCallForTenders,
  writeNeeds,
} from './pasteur.ts';
import { Post } from './post.ts';
import {
  acknowledge,
  bioOrtho,
  fillWorkbook,
  inHouse,
  marketis,
  richer,
  takeAward,
  tranier,
} from './suppliers.ts';

const needsFile = 'messages/M10-06-047C.xml';
const logimarche = 'pasteur/06-047C.lgm';

/** What one step says, for who watches. */
export type Tell = (line: string) => void;

/** Plays the whole market into a folder. @throws Error where a message is refused, at whichever step */
export async function playMarket(folder: string, tell: Tell): Promise<void> {
  const post = new Post(folder);
  await post.open([pasteur, richer, bioOrtho, tranier]);
  tell('L’autorité a délivré une licence et une clé à chacun.');
  post.write(logimarche, writeNeeds());
  await post.send(toCallForTenders(post.read(logimarche).toString('utf8')), pasteur, 'M10-06-047C.xml');
  tell('Hôpital Pasteur publie sa demande de prix, contrôlée et certifiée.');
  await offerByPackage(post);
  await offerByOwnProgram(post);
  await offerByWorkbook(post);
  tell('Richer, BioOrtho et Tranier ont répondu, chacun de son logiciel.');
  const awards = await award(post);
  tell(`Hôpital Pasteur notifie ${awards.length} titulaires.`);
  for (const { supplier, name } of awards) await acknowledgeAward(post, supplier, name);
  tell('Chaque notification a son accusé de réception.');
}

const offerName = ({ name }: Organisation) => `M20-${name}.xml`;

async function takeNeeds(
  post: Post,
  supplier: Organisation,
): Promise<{ message: CallForTenders; sha256: string }> {
  return post.take(needsFile, supplier, 'M10');
}

async function offerByPackage(post: Post): Promise<void> {
  const { message, sha256 } = await takeNeeds(post, richer);
  const file = post.write('richer/06-047C.marketis.json', marketis.answer(message));
  const tender = marketis.toTender(readFileSync(file, 'utf8'), message, sha256);
  await post.send(tender, richer, offerName(richer), needsFile);
}

/** The in-house program drops the standard's JSON; the command makes XML of it. */
async function offerByOwnProgram(post: Post): Promise<void> {
  const { message, sha256 } = await takeNeeds(post, bioOrtho);
  const file = post.write('bioortho/06-047C.txt', inHouse.answer(message));
  const tender = inHouse.toTender(readFileSync(file, 'utf8'), message, sha256);
  const json = post.write('bioortho/06-047C.json', writeJson(tender));
  const xml = post.path('bioortho', '06-047C.xml');
  await mio(['convert', json, '--output', xml]);
  await post.sendFile(xml, bioOrtho, offerName(bioOrtho), needsFile);
}

async function offerByWorkbook(post: Post): Promise<void> {
  await takeNeeds(post, tranier);
  const model = post.path('tranier', 'modele.xlsx');
  post.write('tranier/lisez-moi.txt', 'Le modèle, puis le classeur rempli.\n');
  await mio(['excel', 'model', post.path(needsFile), '--output', model]);
  const filled = post.write('tranier/rempli.xlsx', fillWorkbook(readFileSync(model)));
  const xml = post.path('tranier', 'offre.xml');
  await mio(['excel', 'offer', filled, '--need', post.path(needsFile), '--output', xml, '--demo']);
  await post.sendFile(xml, tranier, offerName(tranier), needsFile);
}

type Sent = { readonly supplier: Organisation; readonly name: string };

async function award(post: Post): Promise<Sent[]> {
  const received: { supplier: Organisation; offer: Tender; sha256: string }[] = [];
  for (const supplier of [richer, bioOrtho, tranier]) {
    const { message, sha256 } = await post.take(`messages/${offerName(supplier)}`, pasteur, 'M20');
    received.push({ supplier, offer: message, sha256 });
  }
  const needs = post.read(logimarche).toString('utf8');
  const offers = needs + received.map(({ offer }) => takeOffer(offer)).join('');
  const decided = offers + chooseHolders(offers);
  post.write(logimarche, decided);
  const sent: Sent[] = [];
  for (const { supplier, offer, sha256 } of received) {
    const message = toAward(decided, offer, sha256);
    if (!message) continue;
    const name = await post.send(message, pasteur, `M30-${supplier.name}.xml`);
    sent.push({ supplier, name });
  }
  return sent;
}

async function acknowledgeAward(post: Post, supplier: Organisation, name: string): Promise<void> {
  const { message, sha256 } = await post.take(name, supplier, 'M30');
  post.write(`${supplier.name.toLowerCase()}/attributions.csv`, takeAward(message));
  const reply = acknowledge(message, sha256, supplier, supplier.name);
  const sent = await post.send(reply, supplier, `M41-${supplier.name}.xml`);
  const taken = await post.take(sent, pasteur, 'M41');
  const before = post.read(logimarche).toString('utf8');
  post.write(logimarche, before + takeAcknowledgement(taken.message));
}
