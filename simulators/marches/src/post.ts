import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeMessage, type Message, type MessageByCode, type MessageCode } from '@liaison/mio';
import { mio } from './mio-command.ts';
import type { Organisation } from './offer.ts';
import { receive } from './receive.ts';

const passphrase = 'autorité de démonstration';
const controllerPassphrase = 'contrôleur de démonstration';
const authorityName = 'Autorité MIO de démonstration';

/** A folder of the demonstration, its authority, and what each organisation does with a message before it leaves and once it came. */
export class Post {
  readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
    mkdirSync(folder, { recursive: true });
  }

  path(...parts: readonly string[]): string {
    return join(this.folder, ...parts);
  }

  write(name: string, content: string | Uint8Array): string {
    mkdirSync(join(this.path(name), '..'), { recursive: true });
    writeFileSync(this.path(name), content);
    return this.path(name);
  }

  read(name: string): Buffer {
    return readFileSync(this.path(name));
  }

  /** The authority, and a licence with its key for each organisation. */
  async open(organisations: readonly Organisation[]): Promise<void> {
    await mio(['authority', 'create', this.path('autorite'), '--name', authorityName], { passphrase });
    for (const [index, { name, siret }] of organisations.entries()) {
      const given = [
        '--organisation',
        name,
        '--siret',
        siret,
        '--licence',
        `MIO-${String(index + 1).padStart(4, '0')}`,
      ];
      await mio(
        ['authority', 'issue', this.path('autorite'), ...given, '--output', this.path('cles', name)],
        { passphrase, controllerPassphrase },
      );
    }
  }

  /** Controls and certifies a message, and leaves the report beside it. `need`: the call that an offer answers. */
  async send(message: Message, sender: Organisation, name: string, need?: string): Promise<string> {
    const plain = this.write(`brouillons/${name}`, writeMessage(message));
    return this.sendFile(plain, sender, name, need);
  }

  async sendFile(plain: string, sender: Organisation, name: string, need?: string): Promise<string> {
    const against = need === undefined ? [] : ['--need', this.path(need)];
    const report = this.path('rapports', `${name}.json`);
    mkdirSync(this.path('rapports'), { recursive: true });
    mkdirSync(this.path('messages'), { recursive: true });
    const output = this.path('messages', name);
    await mio(
      [
        'certify',
        plain,
        '--demo',
        ...against,
        '--signer',
        this.path('cles', sender.name),
        '--output',
        output,
        '--report',
        report,
      ],
      { passphrase: controllerPassphrase },
    );
    return `messages/${name}`;
  }

  /** Verifies a message, and gives what its reader may believe. `sha256`: of the file as it came. */
  async take<Code extends MessageCode>(
    name: string,
    reader: Organisation,
    code: Code,
  ): Promise<{ message: MessageByCode[Code]; sha256: string }> {
    const readable = this.path('lus', reader.name, name.replaceAll('/', '-'));
    mkdirSync(join(readable, '..'), { recursive: true });
    const trust = this.path('autorite', 'confiance');
    const said = await mio([
      'verify',
      this.path(name),
      '--trust',
      trust,
      '--readable',
      readable,
      '--format',
      'json',
    ]);
    this.write(`verifications/${reader.name}-${name.replaceAll('/', '-')}.json`, said);
    const sha256 = createHash('sha256').update(this.read(name)).digest('hex');
    return { message: receive(readFileSync(readable), code), sha256 };
  }
}
