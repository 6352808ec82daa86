import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { freePort } from '@liaison/db';
import {
  ExplicitVRLittleEndian,
  newUid,
  storageSopClassUid,
  writeDataSet,
  writeFileMeta,
  type DataSetInput,
} from '@liaison/dicom';
import type { Peer } from '@liaison/pacs';

/** Real PACS for tests: dcmqrscp of dcmtk, and storescp as the place that it moves to. */

/** Whether dcmtk is on this machine; says once that nothing is held against it where it is not. */
export function hasDcmtk(): boolean {
  const isThere = spawnSync('dcmqrscp', ['--version']).status === 0;
  if (!isThere) console.warn('no dcmtk on this machine: the DICOM client was not held against it');
  return isThere;
}

const orthancProgram = '/usr/sbin/Orthanc';

export function hasOrthanc(): boolean {
  const isThere = existsSync(orthancProgram) && hasDcmtk();
  if (!isThere) console.warn('no Orthanc on this machine: the DICOM client was not held against it');
  return isThere;
}

export type Attributes = Extract<DataSetInput, { readonly PatientName?: unknown }>;

/** A small CT slice of a study. */
export function makeInstance(given: Attributes): { bytes: Buffer; SOPInstanceUID: string } {
  const SOPInstanceUID = newUid();
  const pixels = Buffer.alloc(128, Number(given.InstanceNumber ?? 1));
  const values: Attributes = {
    SpecificCharacterSet: 'ISO_IR 100',
    SOPClassUID: storageSopClassUid('CTImageStorage'),
    SOPInstanceUID,
    StudyDate: '20260301',
    StudyTime: '142233',
    AccessionNumber: 'A1',
    Modality: 'CT',
    StudyDescription: 'Scanner cérébral',
    PatientName: 'LEFÈVRE^Anaïs',
    PatientID: 'IPP1',
    PatientBirthDate: '19510302',
    PatientSex: 'F',
    StudyInstanceUID: '1.2.3',
    StudyID: '1',
    SeriesInstanceUID: newUid(),
    SeriesNumber: 1,
    InstanceNumber: 1,
    SamplesPerPixel: 1,
    PhotometricInterpretation: 'MONOCHROME2',
    Rows: 8,
    Columns: 8,
    BitsAllocated: 16,
    BitsStored: 16,
    HighBit: 15,
    PixelRepresentation: 0,
    PixelData: pixels,
    ...given,
  };
  return { bytes: writeDataSet(values, ExplicitVRLittleEndian), SOPInstanceUID };
}

export class TestPacs {
  readonly folder = mkdtempSync(join(tmpdir(), 'liaison-pacs-'));
  readonly #children: ChildProcess[] = [];
  port = 0;
  movePort = 0;

  /** `options`: of dcmqrscp, such as `+xi` for implicit VR alone. `knows`: the AE title that it moves to. */
  async open(options: readonly string[] = [], knows = 'LIAISON'): Promise<void> {
    [this.port, this.movePort] = [await freePort(), await freePort()];
    for (const name of ['PACS', 'moved']) mkdirSync(join(this.folder, name));
    const config = join(this.folder, 'dcmqrscp.cfg');
    writeFileSync(
      config,
      `MaxPDUSize = 131072
MaxAssociations = 16
HostTable BEGIN
liaison = (${knows}, 127.0.0.1, ${this.movePort})
HostTable END
VendorTable BEGIN
VendorTable END
AETable BEGIN
PACS ${join(this.folder, 'PACS')} RW (100, 1024mb) ANY
AETable END
`,
    );
    await this.#start('dcmqrscp', ['-c', config, ...options, String(this.port)], this.port);
    await this.#start('storescp', ['-od', join(this.folder, 'moved'), String(this.movePort)], this.movePort);
  }

  /** Orthanc in the place of dcmqrscp; it answers in ISO_IR 192. */
  async openOrthanc(): Promise<void> {
    [this.port, this.movePort] = [await freePort(), await freePort()];
    const httpPort = await freePort();
    mkdirSync(join(this.folder, 'moved'));
    const config = join(this.folder, 'orthanc.json');
    const settings = {
      Name: 'PACS',
      DicomAet: 'PACS',
      DicomPort: this.port,
      HttpPort: httpPort,
      StorageDirectory: join(this.folder, 'orthanc'),
      IndexDirectory: join(this.folder, 'orthanc'),
      DicomModalities: { liaison: ['LIAISON', '127.0.0.1', this.movePort] },
      DicomAlwaysAllowFind: true,
      DicomAlwaysAllowMove: true,
      DicomAlwaysAllowGet: true,
      DefaultEncoding: 'Latin1',
      Plugins: [],
    };
    writeFileSync(config, JSON.stringify(settings));
    await this.#start(orthancProgram, [config], this.port);
    await this.#start('storescp', ['-od', join(this.folder, 'moved'), String(this.movePort)], this.movePort);
  }

  /** Puts images into it, as a scanner does. */
  load(instances: readonly { bytes: Buffer; SOPInstanceUID: string }[]): void {
    const files = instances.map(({ bytes, SOPInstanceUID }) => {
      const file = join(this.folder, `${SOPInstanceUID}.dcm`);
      const meta = writeFileMeta({
        SOPClassUID: storageSopClassUid('CTImageStorage'),
        SOPInstanceUID,
        transferSyntaxUID: ExplicitVRLittleEndian,
      });
      writeFileSync(file, Buffer.concat([meta, bytes]));
      return file;
    });
    const args = ['-aec', 'PACS', '127.0.0.1', String(this.port), ...files];
    const run = spawnSync('storescu', args, { encoding: 'utf8', env: { ...process.env, TCP_NODELAY: '1' } });
    if (run.status !== 0) throw new Error(run.stderr);
  }

  /** Files that it moved to us. */
  moved(): string[] {
    return readdirSync(join(this.folder, 'moved'));
  }

  peer(given: Partial<Peer> = {}): Peer {
    return {
      id: '019a0000-0000-7000-8000-00000000000b',
      structureId: '019a0000-0000-7000-8000-00000000000c',
      aeTitle: 'PACS',
      name: 'PACS du CH',
      host: '127.0.0.1',
      port: this.port,
      usesTls: false,
      addresses: [],
      certificates: [],
      requiresTls: false,
      roles: { mayStore: true, mayQuery: false, query: true, retrieve: 'move', store: true, commit: false },
      transferSyntaxes: [],
      characterSet: 'ISO_IR 100',
      maxAssociations: 4,
      maxBytesPerSecond: null,
      isActive: true,
      ...given,
    };
  }

  async close(): Promise<void> {
    for (const child of this.#children) {
      child.kill('SIGKILL');
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    }
    rmSync(this.folder, { recursive: true, force: true });
  }

  async #start(program: string, args: readonly string[], port: number): Promise<void> {
    const child = spawn(program, args, { stdio: 'ignore', env: { ...process.env, TCP_NODELAY: '1' } });
    this.#children.push(child);
    while (!(await answers(port))) {
      if (child.exitCode !== null) throw new Error(`${program} did not start`);
      await wait(20);
    }
  }
}

function answers(port: number): Promise<boolean> {
  const socket = connect({ host: '127.0.0.1', port });
  return new Promise((resolve) => {
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
