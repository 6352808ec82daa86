/**
 * An interface that answers a challenge of qualification, with the SDK alone: what an editor would write around his own
 * program. It is called with two folders, once a case: that of the case, which holds `cas.json` and the files, and that of
 * the answers, which it fills.
 *
 *     node interface.mjs <dossier du cas> <dossier des réponses>
 *
 * Node 24.2 or later.
 */
import { createHash, randomUUID } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as mio from '@liaison/mio-sdk';

/** @typedef {{ act: string, inputs: string[], trust?: string }} Asked */
/** @typedef {(name: string) => Buffer} Read @typedef {(name: string, content: string | Uint8Array) => void} Write */

const identity = { id: 'exemple', product: 'Interface d’exemple', version: '1.0' };
/** The certified data are those that were signed, whatever became of the form. */
const untouched = ['INTACT', 'MISE_EN_FORME_MODIFIEE', 'REGLES_PERIMEES'];

/** @param {string} input @param {string} extension */
const answerTo = (input, extension) => `${input.slice(0, input.lastIndexOf('.'))}.${extension}`;

/** One function an act. @type {Record<string, (asked: Asked, read: Read, write: Write, trust: string) => void>} */
const acts = {
  /** From a message to the data of the model. */
  read({ inputs }, read, write) {
    for (const input of inputs) {
      const { message } = mio.readMessage(read(input));
      if (message) write(answerTo(input, 'json'), mio.writeMessage(message, 'json'));
    }
  },

  /** From data to a message. */
  write({ inputs }, read, write) {
    for (const input of inputs) {
      const { message } = mio.readMessage(read(input));
      if (message) write(answerTo(input, 'xml'), mio.writeMessage(message, 'xml'));
    }
  },

  control({ inputs }, read, write) {
    const controller = mio.openController({ identity, isDemo: true });
    for (const input of inputs) {
      const report = controller.control(read(input), { needs: read('besoins.xml') });
      write(answerTo(input, 'json'), mio.renderReport(report, 'json'));
    }
  },

  verify({ inputs }, read, write, trust) {
    for (const input of inputs) {
      const { verdict, changes } = mio.verifyMessage(read(input), { trust: mio.openTrust(trust) });
      write(answerTo(input, 'json'), JSON.stringify({ verdict, changes }));
    }
  },

  receive({ inputs }, read, write, trust) {
    const desk = new Desk(mio.openTrust(trust));
    for (const input of inputs) write(answerTo(input, 'xml'), desk.take(read(input)));
    write('etat.json', JSON.stringify(desk.state()));
  },
};

/** Where messages arrive, in production. */
class Desk {
  #trust;
  /** @type {Map<string, Uint8Array>} */
  #acknowledged = new Map();
  /** @type {string[]} */
  #messages = [];
  /** @type {Record<string, number>} */
  #consultations = {};

  /** @param {import('@liaison/mio-sdk').Trust} trust */
  constructor(trust) {
    this.#trust = trust;
  }

  /** @param {Buffer} bytes @returns {Uint8Array} the acknowledgement */
  take(bytes) {
    const { verdict, readable } = mio.verifyMessage(bytes, { trust: this.#trust });
    const { message } = mio.readMessage(readable ?? bytes);
    const id = message?.header?.messageId;
    if (!message || id === undefined) throw new Error('un fichier qui n’est pas un message');
    if (!untouched.includes(verdict)) return this.#answer(message, bytes, 'RE', 'CERT');
    if (message.header?.isTest) return this.#answer(message, bytes, 'RE', 'AUTRE');
    const known = this.#acknowledged.get(id);
    if (known) return known;
    this.#integrate(message, id);
    const acknowledgement = this.#answer(message, bytes, 'AP');
    this.#acknowledged.set(id, acknowledgement);
    return acknowledgement;
  }

  state() {
    return { messages: this.#messages, consultations: this.#consultations };
  }

  /** @param {import('@liaison/mio-sdk').DraftMessage} message @param {string} id */
  #integrate(message, id) {
    this.#messages.push(id);
    if (message.type !== 'M10' && message.type !== 'M11') return;
    const { id: number = '', version = 0 } = message.consultation ?? {};
    this.#consultations[number] = Math.max(version, this.#consultations[number] ?? 0);
  }

  /**
   * @param {import('@liaison/mio-sdk').DraftMessage} message @param {Buffer} bytes
   * @param {'AP' | 'RE'} response @param {'CERT' | 'AUTRE'} [reason]
   */
  #answer(message, bytes, response, reason) {
    const { id = '', version = 1 } = ('consultation' in message && message.consultation) || {};
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    return mio.writeMessage({
      type: 'M41',
      header: {
        messageId: randomUUID(),
        isTest: message.header?.isTest ?? false,
        standardVersion: '1.0',
        createdAt: `${new Date().toISOString().slice(0, 19)}Z`,
        sender: { scheme: '0009', id: '00000002600005' },
        ...(message.header?.sender ? { receiver: message.header.sender } : {}),
        inReplyTo: { messageId: message.header?.messageId ?? '', sha256 },
      },
      consultation: { id, version },
      step: 'INTEGRE',
      response,
      ...(reason ? { reasons: [{ code: reason }] } : {}),
    });
  }
}

/** Answers one case. @param {string} from folder of the case @param {string} to folder of the answers */
export function answerCase(from, to) {
  /** @type {Asked} */
  const asked = JSON.parse(readFileSync(join(from, 'cas.json'), 'utf8'));
  acts[asked.act]?.(
    asked,
    (name) => readFileSync(join(from, name)),
    (name, content) => writeFileSync(join(to, name), content),
    join(from, 'confiance'),
  );
}

if (import.meta.main) answerCase(process.argv[2] ?? '', process.argv[3] ?? '');
