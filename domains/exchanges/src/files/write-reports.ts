import { withSystem, type SystemDatabase } from '@liaison/db';
import { nameAround, nameBeside, writeFile } from '@liaison/file-space';
import { renderHtml, renderM40 } from '@liaison/mio-control';
import { newId } from '@liaison/kernel';
import { listOwnParticipants, readReport, type ExchangeRow } from '../store.ts';
import { explain } from '../view.ts';
import type { SoftwareFolder } from './software-folder.ts';

/**
 * The result of a control beside the file that it is of: as M40 for the software, as a page and a line of text for people.
 * Written again after a cut, it is the same but for its own number.
 */
export async function writeReports(
  database: SystemDatabase,
  { space }: Pick<SoftwareFolder, 'space'>,
  row: ExchangeRow,
  name: string,
): Promise<void> {
  const { report, sender } = await withSystem(database, async (tx) => ({
    report: await readReport(tx, row.id),
    sender: (await listOwnParticipants(tx, row.structure_id))[0],
  }));
  if (report && sender) {
    const envelope = { messageId: newId(), createdAt: `${new Date().toISOString().slice(0, 19)}Z`, sender };
    await writeFile(
      space,
      'rapports',
      nameAround('', name, '.M40.xml'),
      Buffer.from(renderM40(report, envelope)),
    );
    await writeFile(space, 'rapports', nameAround('', name, '.html'), Buffer.from(renderHtml(report)));
  }
  await writeExplanation({ space }, row, name);
}

/** Why it did not go well, in a line of text for people; nothing where it did. */
export async function writeExplanation(
  { space }: Pick<SoftwareFolder, 'space'>,
  row: Pick<ExchangeRow, 'reason' | 'detail'>,
  name: string,
): Promise<void> {
  const explanation = explain(row);
  if (explanation !== null)
    await writeFile(space, 'rapports', nameAround('', name, '.txt'), Buffer.from(`${explanation}\r\n`));
}

/** Of a file in the drop folder that can be neither read nor moved under its name. */
export async function writeBadName({ space }: Pick<SoftwareFolder, 'space'>, name: string): Promise<void> {
  const shown = nameBeside('', name, '');
  const told = [
    `Un fichier de « depot » a un nom qui n’est pas accepté : « ${shown} ».`,
    'Rien n’est envoyé. Renommez-le : un nom plus court, sans < > : " / \\ | ? * et sans point ni espace à la fin.',
  ];
  await writeFile(
    space,
    'rapports',
    nameBeside('nom-refuse-', name, '.txt'),
    Buffer.from(`${told.join('\r\n')}\r\n`),
  );
}
