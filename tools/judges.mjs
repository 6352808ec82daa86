import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';

/** Programs that judge ours in the tests, by name or place, and the Debian package of each. */
const judges = {
  chromium: 'chromium',
  storescu: 'dcmtk',
  echoscu: 'dcmtk',
  findscu: 'dcmtk',
  openssl: 'openssl',
  dcmqrscp: 'dcmtk',
  dciodvfy: 'dicom3tools',
  '/usr/sbin/Orthanc': 'orthanc',
  '/usr/share/orthanc/plugins/libOrthancDicomWeb.so': 'orthanc-dicomweb',
  pdftotext: 'poppler-utils',
  pdfinfo: 'poppler-utils',
  genisoimage: 'genisoimage',
  xmllint: 'libxml2-utils',
  zip: 'zip',
  unzip: 'unzip',
  strace: 'strace',
  xmlsec1: 'xmlsec1',
  soffice: 'libreoffice-calc',
  '/usr/sbin/dovecot': 'dovecot-imapd',
  '/usr/sbin/sshd': 'openssh-server',
  '/usr/lib/python3/dist-packages/openpyxl/__init__.py': 'python3-openpyxl',
};

/** @param {string} program */
function isThere(program) {
  if (isAbsolute(program)) return existsSync(program);
  return (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, program)));
}

/** Installs what is missing where the user may; otherwise says the exact line to run. @returns {boolean} */
export function installJudges() {
  const missing = () => Object.entries(judges).flatMap(([program, name]) => (isThere(program) ? [] : [name]));
  if (missing().length === 0) return true;
  const wanted = [...new Set(missing())].join(' ');
  const line = `apt-get update && apt-get install -y --no-install-recommends ${wanted}`;
  if (process.getuid?.() === 0 && isThere('apt-get')) {
    console.log(`Installation des outils de test : ${wanted}`);
    spawnSync('sh', ['-c', line], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
  }
  if (missing().length === 0) return true;
  console.error(`Il manque des outils aux tests. Lancez :\n  sudo sh -c '${line}'`);
  return false;
}
