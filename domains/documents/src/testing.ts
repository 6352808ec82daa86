import type { ReportContent, ReportParty } from './report-content.ts';

const requester: ReportParty = {
  id: '01980000-0000-7000-8000-000000000101',
  name: 'MARTIN Paule',
  rpps: '99700000011',
  structureId: 'FINESS 990000101',
  structureName: 'Centre hospitalier de Brumes',
  communityName: 'Urgences',
};

const expert: ReportParty = {
  id: '01980000-0000-7000-8000-000000000202',
  name: 'ÉTIENNE Jean-Baptiste',
  rpps: '99700000029',
  structureId: 'FINESS 990000202',
  structureName: 'CHU de Valmont',
  communityName: 'UNV – Neurologie vasculaire',
};

/** A validated stroke report about a person who does not exist. */
export const sampleReport: ReportContent = {
  documentId: '01980000-0000-7000-8000-0000000000d1',
  title: 'Compte-rendu de téléexpertise – AVC aigu',
  status: 'validé',
  dossierNumber: 'AVC-2611-000123',
  structureHeader: [
    'CHU de Valmont',
    'Unité neurovasculaire',
    '1 place des Érables, 99000 Valmont · 05 99 00 00 00',
  ],
  generatedAt: '2026-11-20T13:58:12.000Z',
  timeZone: 'Europe/Paris',
  requester,
  patient: {
    birthName: 'LEFÈVRE-ŒUVRARD',
    birthGivenNames: 'Élodie Marie Noëlle',
    usedName: 'LEFÈVRE Élodie',
    birthDate: '1955-03-12',
    sex: 'F',
    birthPlace: 'Valmont (99123)',
    ins: { matricule: '255039912300196', oid: '1.2.250.1.213.1.4.10', status: 'qualifiée' },
    ipp: '0000842517',
    provisional: false,
    sources: {},
  },
  request: {
    createdAt: '2026-11-20T13:04:41.000Z',
    sentAt: '2026-11-20T13:09:02.000Z',
    formMention: 'Formulaire non validé par un clinicien',
    sections: [
      {
        section: 'Question posée',
        lines: [
          {
            label: 'Question posée',
            value:
              'Hémiplégie gauche brutale devant témoin. Thrombolyse\u202f? Thrombectomie d’emblée\u202f?',
          },
          { label: 'Type de demande', value: 'Avis thrombolyse ± thrombectomie (SU → UNV)' },
          { label: 'N° de rappel direct', value: '05 99 00 01 02' },
        ],
      },
      {
        section: 'Installation',
        lines: [
          { label: 'Mode d’installation', value: 'Début constaté' },
          { label: 'Dernière fois vu bien', value: '20/11/2026 13:10' },
          { label: 'Échéance des 4\u00a0h\u00a030', value: '20/11/2026 17:40' },
          { label: 'Arrivée à l’hôpital', value: '20/11/2026 14:02' },
        ],
      },
      {
        section: 'NIHSS',
        lines: [
          { label: 'NIHSS', value: '14\u00a0/\u00a042 (NT\u00a0: 6b)' },
          {
            label: 'NIHSS\u00a0– items cotés',
            value:
              '2 Oculomotricité horizontale\u00a0: 1 (paralysie partielle)\u202f; 4 Paralysie faciale\u00a0: 2 (partielle)\u202f; 5a Motricité du bras gauche (10\u00a0s à 90° ou 45°)\u00a0: 4 (aucun mouvement)\u202f; 6a Motricité de la jambe gauche (5\u00a0s à 30°)\u00a0: 3 (pas d’effort contre pesanteur)\u202f; 10 Dysarthrie\u00a0: 1 (légère à modérée)',
          },
          { label: 'NIHSS\u00a0– items à 0', value: '1a, 1b, 1c, 5b, 7, 9' },
        ],
      },
      {
        section: 'Anticoagulant, tension, glycémie, poids',
        lines: [
          { label: 'Anticoagulant', value: 'Apixaban' },
          { label: 'Heure de la dernière prise', value: '20/11/2026 07:30' },
          { label: 'TA bras gauche', value: '192/98\u00a0mmHg' },
          { label: 'Glycémie capillaire', value: '1,32\u00a0g/L (7,3\u00a0mmol/L)' },
          { label: 'Poids', value: '82,5\u00a0kg' },
        ],
      },
      {
        section: 'Chronologie',
        lines: [{ label: 'Arrivée → imagerie', value: '18\u00a0min (cible\u00a0≤\u00a025\u00a0min)' }],
      },
    ],
    attachments: ['ECG du 20-11-2026.pdf', 'courrier médecin traitant.pdf'],
    studies: [
      {
        StudyInstanceUID: '1.2.826.0.1.3680043.8.498.12345678901234567890123456789012345',
        description: 'Angio-scanner cérébral et TSA, protocole AVC',
        modality: 'CT',
        date: '2026-11-20T14:20:00',
        imageCount: 641,
        isPartial: false,
        source: 'Centre hospitalier de Brumes',
      },
      {
        StudyInstanceUID: '1.2.826.0.1.3680043.8.498.99',
        description: 'Scanner cérébral de perfusion',
        modality: 'CT',
        date: null,
        imageCount: 212,
        isPartial: true,
        source: 'CHB_PACS',
      },
    ],
  },
  answers: [
    {
      author: expert,
      answeredAt: '2026-11-20T13:41:30.000Z',
      formMention: 'Formulaire non validé par un clinicien',
      sections: [
        {
          section: 'Avis',
          lines: [
            {
              label: 'Avis',
              value:
                'Occlusion M1 droite, ASPECTS 8. Dernière prise d’apixaban il y a moins de 12 h\u00a0: pas de thrombolyse.\nThrombectomie d’emblée, départ immédiat vers le CHU de Valmont, accord du Dr BOISSIER.',
            },
            { label: 'Diagnostic retenu', value: 'AVC ischémique' },
          ],
        },
        {
          section: 'Thrombolyse',
          lines: [
            { label: 'Décision', value: 'Pas de thrombolyse' },
            { label: 'Motifs', value: 'Contre-indication' },
          ],
        },
        {
          section: 'Thrombectomie',
          lines: [
            { label: 'Thrombectomie', value: 'Oui' },
            { label: 'Centre accepté', value: 'CHU de Valmont' },
          ],
        },
        {
          section: 'Orientation et consignes',
          lines: [
            { label: 'Transfert', value: 'NRI' },
            { label: 'Objectif PA', value: '< 185/110\u00a0mmHg' },
          ],
        },
      ],
      attachments: [],
      studies: [],
    },
  ],
  complements: [
    {
      askedBy: expert,
      askedAt: '2026-11-20T13:20:10.000Z',
      question: 'Heure exacte de la dernière prise d’apixaban\u202f?',
      answeredBy: requester,
      answeredAt: '2026-11-20T13:24:55.000Z',
      text: '7\u00a0h\u00a030 selon l’épouse.',
    },
  ],
  addenda: [],
};
