/** `npm run marche -- <folder>`: plays the call for tenders 06-047C between simulated programs, and leaves all of it there. */
import { playMarket } from '@liaison/marches-simulator';

const [folder] = process.argv.slice(2);
if (folder === undefined) {
  console.error('Usage : npm run marche -- <dossier à remplir>');
  process.exit(2);
}
await playMarket(folder, (line) => console.log(line));
console.log(`Tout est dans ${folder} : messages, rapports, vérifications, fichiers de chaque logiciel.`);
