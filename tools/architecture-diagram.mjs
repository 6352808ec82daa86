/** Draws ARCHITECTURE.md's diagram from architecture.mjs. Run it (`node tools/architecture-diagram.mjs`) after a change of ranks. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { domainRanks, layers, leaves, outside } from '../architecture.mjs';

const root = resolve(import.meta.dirname, '..');
const start = '<!-- diagram:start -->';
const end = '<!-- diagram:end -->';

/** @param {string} folder */
const packagesOf = (folder) =>
  folder === 'kernel'
    ? ['kernel']
    : readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) =>
        entry.isDirectory() ? [entry.name] : [],
      );

/** The diagram, in Mermaid: a box a layer, domains in rank order, arrows only rightwards. */
export function drawDiagram() {
  const ranked = Object.entries(domainRanks).toSorted(([, a], [, b]) => b - a);
  const box = (/** @type {string} */ layer) => {
    const names = layer === 'domains' ? ranked.map(([name, rank]) => `${name} ${rank}`) : packagesOf(layer);
    return `  ${layer}["<b>${layer}</b><br/>${names.join(' · ')}"]`;
  };
  const flow = layers.filter((layer) => !leaves.includes(layer) || layer === 'kernel');
  return [
    '```mermaid',
    'flowchart LR',
    ...flow.map(box),
    ...leaves.filter((leaf) => leaf !== 'kernel').map(box),
    ...outside.map(box),
    `  ${flow.join(' --> ')}`,
    ...outside.map((name) => `  ${flow[0]} -. starts in demo and tests .-> ${name}`),
    ...leaves.filter((leaf) => leaf !== 'kernel').map((leaf) => `  connectors --> ${leaf}`),
    '```',
  ].join('\n');
}

/** ARCHITECTURE.md with the diagram of today between its markers. @param {string} text */
export function withDiagram(text) {
  const [head = '', rest = ''] = text.split(start);
  return `${head}${start}\n\n${drawDiagram()}\n\n${end}${rest.split(end)[1] ?? ''}`;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const file = join(root, 'ARCHITECTURE.md');
  writeFileSync(file, withDiagram(readFileSync(file, 'utf8')));
}
