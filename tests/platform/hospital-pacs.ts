import { readDataSet, readPart10, toDicomJson } from '@liaison/dicom';
import type { Image } from '../faults/images.ts';
import { signIn, type ApiClient } from './api-client.ts';
import { askOrthanc, DicomPrograms, type Kept, type Orthanc } from './dicom-programs.ts';
import { arrived } from './exchanges.ts';
import { writeFiles } from './images.ts';
import { addPeer, structureIdOf } from './peers.ts';
import { startPlatform, type Platform } from './start-platform.ts';

export const hospital = structureIdOf('CHA_PACS');

/** A hospital with four PACS: dcmqrscp, one that speaks implicit VR and ISO_IR 100 alone, Orthanc, and a storescp. */
export class HospitalPacs {
  readonly programs = new DicomPrograms();
  readonly platform: Platform;
  readonly peerIds = new Map<string, string>();
  admin!: ApiClient;
  regional!: ApiClient;
  reader!: ApiClient;
  modern!: Kept;
  old!: Kept;
  orthanc!: Orthanc;
  station!: Kept;

  private constructor(platform: Platform) {
    this.platform = platform;
  }

  static async open(): Promise<HospitalPacs> {
    const made = new HospitalPacs(await startPlatform());
    await made.#start();
    return made;
  }

  async #start(): Promise<void> {
    const { platform, programs } = this;
    [this.admin, this.regional, this.reader] = await Promise.all([
      signIn(platform, 'admin.local@demo.liaison'),
      signIn(platform, 'admin.regional@demo.liaison'),
      signIn(platform, 'requerant@demo.liaison'),
    ]);
    const here = { LIAISON: platform.dicomPort };
    [this.modern, this.old, this.station] = await Promise.all([
      programs.dcmqrscp('MODERNE', here),
      programs.dcmqrscp('ANCIEN', here, ['+xi', '-xi']),
      programs.storescp('STATION'),
    ]);
    const server = { url: `${platform.baseUrl}/dicomweb/`, headers: { cookie: this.reader.cookie } };
    this.orthanc = await programs.orthanc('ORTHANC', { modalities: here, servers: { liaison: server } });
  }

  async close(): Promise<void> {
    await this.platform.stop();
    await this.programs.close();
  }

  /** The hospital's administrator adds all four; what they may do waits for the region. */
  async addAll(): Promise<void> {
    const everything = { mayStore: true, mayQuery: true, query: true, store: true } as const;
    for (const [aeTitle, retrieve] of [
      ['MODERNE', 'move'],
      ['ANCIEN', 'move'],
      ['ORTHANC', 'get'],
    ] as const) {
      const roles = { ...everything, retrieve, commit: aeTitle === 'ORTHANC' };
      const sheet = { aeTitle, port: this.#portOf(aeTitle), roles, characterSet: 'ISO_IR 100' } as const;
      this.peerIds.set(aeTitle, await addPeer(this.admin, hospital, sheet));
    }
    const roles = { store: true, mayQuery: true };
    const station = { aeTitle: 'STATION', port: this.station.port, roles };
    this.peerIds.set('STATION', await addPeer(this.admin, hospital, station));
  }

  #portOf(aeTitle: 'MODERNE' | 'ANCIEN' | 'ORTHANC'): number {
    return { MODERNE: this.modern, ANCIEN: this.old, ORTHANC: this.orthanc }[aeTitle].port;
  }

  idOf(aeTitle: string): string {
    return this.peerIds.get(aeTitle) ?? '';
  }

  /** Images into a PACS, as a scanner sends them. */
  async load(aeTitle: 'MODERNE' | 'ANCIEN' | 'ORTHANC', images: readonly Image[]): Promise<void> {
    const files = writeFiles(this.programs.folderOf(`for-${aeTitle}`), images);
    const port = String(this.#portOf(aeTitle));
    await this.#storescu(['-aet', 'SCANNER', '-aec', aeTitle, '127.0.0.1', port, ...files]);
  }

  /** As the PACS of the hospital: `CHA_PACS` may send. */
  async receive(images: readonly Image[]) {
    const files = writeFiles(this.programs.folderOf('received'), images);
    const port = String(this.platform.dicomPort);
    await this.#storescu(['-aet', 'CHA_PACS', '-aec', 'LIAISON', '127.0.0.1', port, ...files]);
    return arrived(this.reader, images[0]?.StudyInstanceUID ?? '', images.length);
  }

  async #storescu(args: readonly string[]): Promise<void> {
    const { code, said } = await this.programs.run('storescu', args);
    if (code !== 0 || said !== '') throw new Error(`storescu: ${code} ${said}`);
  }

  /** What we have of an image, as DICOM JSON. */
  async jsonHere({ StudyInstanceUID, SeriesInstanceUID, SOPInstanceUID }: Image): Promise<string> {
    const path = `studies/${StudyInstanceUID}/series/${SeriesInstanceUID}/instances/${SOPInstanceUID}`;
    const reply = await fetch(`${this.platform.baseUrl}/dicomweb/${path}`, {
      headers: { cookie: this.reader.cookie, accept: 'application/dicom; transfer-syntax=*' },
    });
    const { dataSetBytes, transferSyntaxUID } = readPart10(Buffer.from(await reply.arrayBuffer()));
    return toDicomJson(readDataSet(dataSetBytes, transferSyntaxUID).dataSet);
  }

  /** Instances of a study that Orthanc has. */
  orthancInstances(StudyInstanceUID: string): Promise<string[]> {
    const query = { Level: 'Instance', Query: { StudyInstanceUID } };
    return askOrthanc<string[]>(this.orthanc, '/tools/find', query);
  }
}

export function jsonOf({ dataSet, transferSyntaxUID }: Image): string {
  return toDicomJson(readDataSet(dataSet, transferSyntaxUID).dataSet);
}
