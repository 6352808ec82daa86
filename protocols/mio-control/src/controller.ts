import { createHash } from 'node:crypto';
import { type DraftMessage, type ModelPath, readMessage, type XmlReading } from '@liaison/mio';
import type { Nomenclatures, NomenclaturesInForce } from './nomenclature/nomenclature-set.ts';
import { gatherBytes } from './reading/gather-bytes.ts';
import { guardFile, refuseSize } from './reading/guard-file.ts';
import { profileSchema } from './reading/profile-schema.ts';
import { reportReading } from './reading/report-reading.ts';
import {
  type ControllerIdentity,
  type ControlReport,
  reportIdOf,
  verdictOf,
} from './report/control-report.ts';
import { FindingList } from './report/finding-list.ts';
import { FindingWriter, type Origin } from './report/finding-writer.ts';
import { effectiveDate, pinnedVersions } from './rules/effective-date.ts';
import type { DecisionDraft, Facts, KnownMessage, LastPrices } from './rules/facts.ts';
import { holdRules } from './rules/hold-rules.ts';
import { indexNeed, type NeedIndex } from './rules/need-index.ts';
import { ruleSetIdentity } from './rules/rule-set.ts';
import type { OfferDraft } from './rules/subjects.ts';

/** What a controller is made of, once. */
export interface ControllerSetup {
  readonly identity: ControllerIdentity;
  readonly nomenclatures: Nomenclatures;
  /** Address of a rule's documentation. */
  readonly ruleUrl?: (code: string) => string;
  readonly now?: () => Date;
  /** 256 MiB unless told. */
  readonly maximumBytes?: number;
  /** Standstill between rejection and signature that is warned of, in days: 11 unless told (CCP R2182-1). */
  readonly standstillDays?: number;
  /** Findings that a report lists, 1,000 unless told; all are counted. */
  readonly maximumFindings?: number;
}

/** What is known beside the message, for one control. */
export interface ControlContext {
  /** The call for tenders that an offer answers. */
  readonly need?: NeedIndex;
  /** The offer that an award retains. */
  readonly offer?: OfferDraft;
  /** The message that this one replies to. */
  readonly answered?: KnownMessage;
  /** What else was decided on the consultation: awards, rejections, lots without award. */
  readonly decisions?: readonly DecisionDraft[];
  /** Day whose nomenclatures count, `AAAA-MM-JJ`, in the place of the consultation's own. */
  readonly effectiveOn?: string;
  /** A test message is refused where it would enter production. */
  readonly isProduction?: boolean;
  readonly lastPrices?: LastPrices;
  /** Cell of the workbook that a property came from. */
  readonly cell?: (path: ModelPath) => string | undefined;
}

export interface Controller {
  /** Controls a message as it came. Never throws on what the message is. */
  control(input: Uint8Array, context?: ControlContext): ControlReport;
  /** Controls a message as it arrives: what goes past the size limit is not read on, and is refused by its beginning. */
  controlStream(chunks: AsyncIterable<Uint8Array>, context?: ControlContext): Promise<ControlReport>;
  /** The report on a file that was refused for its size: `seen` are the bytes read until then. */
  refuseTooLarge(seen: Uint8Array): ControlReport;
}

const megabyte = 1024 * 1024;

export function makeController(setup: ControllerSetup): Controller {
  const { maximumBytes = 256 * megabyte } = setup;
  const start = (context: ControlContext = {}) => new Control(setup, maximumBytes, context);
  return {
    control: (input, context) => start(context).run(input),
    refuseTooLarge: (seen) => start().refuse(seen),
    async controlStream(chunks, context) {
      const { bytes, isWhole } = await gatherBytes(chunks, maximumBytes);
      return isWhole ? start(context).run(bytes) : start(context).refuse(bytes);
    },
  };
}

/** Reads a call for tenders, or its rectified version, to hold offers against; undefined where the bytes are none. */
export function readNeed(input: Uint8Array): NeedIndex | undefined {
  const { message } = readMessage(input);
  return message?.type === 'M10' || message?.type === 'M11' ? indexNeed(message, sha256(input)) : undefined;
}

/** Reads an offer to hold an award against; undefined where the bytes are none. */
export function readOffer(input: Uint8Array): OfferDraft | undefined {
  const { message } = readMessage(input);
  return message?.type === 'M20' ? message : undefined;
}

/** Reads any message to hold its reply against; undefined where the bytes are none. */
export function readKnown(input: Uint8Array): KnownMessage | undefined {
  const { message } = readMessage(input);
  return message && { message, sha256: sha256(input) };
}

/** Reads a decision on lots; undefined where the bytes are none. */
export function readDecision(input: Uint8Array): DecisionDraft | undefined {
  const { message } = readMessage(input);
  return message?.type === 'M30' || message?.type === 'M31' || message?.type === 'M33' ? message : undefined;
}

/** Unless the installation says otherwise: rejections are sent electronically. */
const standstillDays = 11;

class Control {
  readonly #setup: ControllerSetup;
  readonly #maximumBytes: number;
  readonly #context: ControlContext;
  readonly #list: FindingList;
  readonly #writer: FindingWriter;
  #nomenclatures: NomenclaturesInForce | undefined;

  constructor(setup: ControllerSetup, maximumBytes: number, context: ControlContext) {
    this.#setup = setup;
    this.#maximumBytes = maximumBytes;
    this.#context = context;
    this.#list = new FindingList(setup.maximumFindings ?? 1000);
    this.#writer = new FindingWriter(this.#list, this.#origin());
  }

  run(input: Uint8Array): ControlReport {
    return this.#timed(input, () => {
      const message = this.#read(input);
      if (message) this.#hold(message);
      return message;
    });
  }

  /** Of a file that was not read to its end. */
  refuse(beginning: Uint8Array): ControlReport {
    return this.#timed(beginning, () => {
      refuseSize(this.#maximumBytes, this.#writer);
      return undefined;
    });
  }

  #timed(input: Uint8Array, work: () => DraftMessage | undefined): ControlReport {
    const started = (this.#setup.now ?? (() => new Date()))();
    const clock = performance.now();
    const message = work();
    return this.#report(input, message, started, performance.now() - clock);
  }

  /** Layers 0 to 2. */
  #read(input: Uint8Array): DraftMessage | undefined {
    const parsed = guardFile(input, this.#maximumBytes, this.#writer);
    if (!parsed) return undefined;
    try {
      const reading = readMessage(input, { maximumBytes: this.#maximumBytes });
      this.#writer.follow(this.#origin(reading));
      const schema = reading.message && profileSchema(reading.message.type).validate(parsed);
      reportReading(reading.findings, schema?.findings ?? [], this.#writer);
      return reading.message;
    } finally {
      parsed[Symbol.dispose]();
    }
  }

  /** Layers 3 to 7. */
  #hold(message: DraftMessage): void {
    const { need, effectiveOn, isProduction = false, lastPrices, answered, decisions } = this.#context;
    const offer = this.#offer();
    const on = effectiveOn ?? effectiveDate(message, need);
    this.#nomenclatures = this.#setup.nomenclatures.inForce(on, pinnedVersions(message, need));
    const facts: Facts = {
      nomenclatures: this.#nomenclatures,
      isProduction,
      standstillDays: this.#setup.standstillDays ?? standstillDays,
      ...(answered ? { answered } : {}),
      ...(decisions ? { decisions } : {}),
      ...(need ? { need } : {}),
      ...(offer ? { offer } : {}),
      ...(lastPrices ? { lastPrices } : {}),
    };
    holdRules(message, facts, this.#writer);
  }

  /** The offer that an award retains: given as such, or as the message that the award replies to. */
  #offer(): OfferDraft | undefined {
    const { offer, answered } = this.#context;
    return offer ?? (answered?.message.type === 'M20' ? answered.message : undefined);
  }

  #origin(reading?: XmlReading): Origin {
    const { cell } = this.#context;
    return {
      ...(reading?.message ? { message: reading.message } : {}),
      place: (path) => reading?.place(path) ?? { offset: 0 },
      ...(cell ? { cell } : {}),
      ruleUrl: this.#setup.ruleUrl ?? ((code) => `urn:liaison:mio:regle:${code}`),
    };
  }

  #report(
    input: Uint8Array,
    message: DraftMessage | undefined,
    started: Date,
    durationMs: number,
  ): ControlReport {
    const counts = this.#list.counts();
    const messageSha256 = sha256(input);
    const messageId = message?.header?.messageId;
    const nomenclatures = this.#nomenclatures?.identities ?? [];
    const { identity } = this.#setup;
    const inputs = [messageSha256, identity.id, identity.version, ruleSetIdentity().sha256];
    const versions = nomenclatures.flatMap((list) => [list.system, list.version, list.sha256]);
    return {
      reportId: reportIdOf([
        ...inputs,
        ...versions,
        ...contextInputs(this.#context),
        String(this.#setup.standstillDays ?? standstillDays),
        this.#nomenclatures?.on ?? '',
      ]),
      ...(messageId === undefined ? {} : { messageId }),
      ...(message ? { messageType: message.type } : {}),
      messageSha256,
      controller: identity,
      ruleSet: ruleSetIdentity(),
      nomenclatures,
      ...(this.#nomenclatures ? { effectiveOn: this.#nomenclatures.on } : {}),
      startedAt: started.toISOString(),
      durationMs: Math.round(durationMs),
      verdict: verdictOf(counts),
      counts,
      findings: this.#list.list(),
    };
  }
}

/** What the outcome of a control depends on beside its message, without regard to the order of the decisions. */
function contextInputs({
  need,
  offer,
  answered,
  decisions,
  isProduction,
  lastPrices,
}: ControlContext): string[] {
  return [
    need?.sha256 ?? '',
    answered ? (answered.sha256 ?? digestOf(answered.message)) : '',
    offer ? digestOf(offer) : '',
    decisions ? JSON.stringify(decisions.map(digestOf).toSorted()) : '',
    String(isProduction ?? false),
    lastPrices ? digestOf([...lastPrices].toSorted(([a], [b]) => (a < b ? -1 : 1))) : '',
  ];
}

/** Of what was read, where the bytes are not at hand. */
function digestOf(read: unknown): string {
  return sha256(Buffer.from(JSON.stringify(read)));
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
