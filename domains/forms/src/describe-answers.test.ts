import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { completeness } from './completeness.ts';
import { describeAnswers } from './describe-answers.ts';
import { answers as answersSchema } from './model.ts';
import { parseAnswers } from './parse-answers.ts';
import { avcRequestV1 } from './definitions/avc-request-v1.ts';
import { formDefinitions } from './registry.ts';
import { anyAnswers, sampleAvcRequest } from './testing.ts';

fc.configureGlobal({ seed: 20261120 });

const form = avcRequestV1;

function plain(answers: Record<string, unknown>): string[] {
  const result = parseAnswers(form, answers);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return describeAnswers(form, result.value).flatMap((section) =>
    section.lines.map((line) => `${line.label} = ${line.value}`.replace(/[\u00a0\u202f]/g, ' ')),
  );
}

describe('describeAnswers', () => {
  it.each(formDefinitions.map((one) => [one.id, one] as const))(
    'never throws on answers to %s',
    (_id, one) => {
      fc.assert(
        fc.property(anyAnswers(one), (answers) => {
          expect(describeAnswers(one, answers)).toBeInstanceOf(Array);
        }),
      );
    },
  );

  it('never throws on answers that do not fit the definition', () => {
    const value = fc.oneof(
      fc.string(),
      fc.double(),
      fc.array(fc.string()),
      fc.dictionary(fc.string(), fc.integer()),
    );
    const ids = form.sections.flatMap((section) => section.fields.map((field) => field.id));
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...ids), value), (given) => {
        const misfit = answersSchema.safeParse(given);
        const read = () => (misfit.success ? describeAnswers(form, misfit.data) : []);
        expect(read).not.toThrow();
      }),
    );
  });

  it('says nothing of an empty form', () => {
    expect(describeAnswers(form, {})).toEqual([]);
  });

  it('writes the sample request as a physician reads it', () => {
    expect(plain(sampleAvcRequest)).toEqual([
      'Question posée = Homme de 71 ans, hémiplégie gauche brutale. Thrombolyse ? Thrombectomie d’emblée ?',
      'Type de demande = Avis thrombolyse ± thrombectomie (SU → UNV)',
      'N° de rappel direct = 05 99 00 01 02',
      'Mode d’installation = Début constaté',
      'Dernière fois vu bien = 20/11/2026 13:10',
      'Heure de début des symptômes = 20/11/2026 13:15',
      'Échéance des 4 h 30 = 20/11/2026 17:40',
      'Arrivée à l’hôpital = 20/11/2026 14:02',
      'NIHSS = 14 / 42 (NT : 6b)',
      'NIHSS – items cotés = 2 Oculomotricité horizontale : 1, paralysie partielle ou déviation réductible\n3 Champ visuel : 1, HLH partielle ou extinction visuelle\n4 Paralysie faciale : 2, partielle (hémiface inférieure)\n5a Motricité du bras gauche (10 s à 90° ou 45°) : 4, aucun mouvement\n6a Motricité de la jambe gauche (5 s à 30°) : 3, pas d’effort contre pesanteur, contraction\n8 Sensibilité (piqûre) : 1, hypoesthésie légère à modérée\n10 Dysarthrie : 1, légère à modérée, compréhensible\n11 Extinction – négligence : 1, 1 modalité',
      'NIHSS – items à 0 = 1a, 1b, 1c, 5b, 7, 9',
      'NIHSS – non testables = 6b Motricité de la jambe droite (5 s à 30°)',
      'Anticoagulant = Apixaban',
      'Heure de la dernière prise = 20/11/2026 07:30',
      'TA bras gauche = 192/98 mmHg',
      'Glycémie capillaire = 1,32 g/L (7,3 mmol/L)',
      'Poids = 82,5 kg',
      'Poids obtenu = Déclaré',
      'Symptômes = Déficit moteur MS G, Déficit moteur MI G, Dysarthrie',
      'Début imagerie = 20/11/2026 14:20',
      'Début → arrivée = 47 min',
      'Arrivée → imagerie = 18 min (cible ≤ 25 min)',
    ]);
  });

  it('says that a total is partial', () => {
    expect(plain({ nihss: { '1a': 1 } })[0]).toBe('NIHSS = 1 / 42, total partiel : 1 item examiné sur 15');
  });

  it('writes what is unknown, half measured or counted', () => {
    expect(
      plain({
        'last-seen-well': 'unknown',
        'blood-pressure-right': { systolic: 150 },
        'aspects-regions': ['m1', 'm2'],
      }),
    ).toEqual([
      'Dernière fois vu bien = Inconnue',
      'TA bras droit = 150/? mmHg',
      'ASPECTS = 8 / 10 (M1, M2)',
    ]);
  });

  it('leaves out an answer whose field is no longer drawn', () => {
    expect(plain({ anticoagulant: 'none', 'anticoagulant-dose': '5 mg' })).toEqual(['Anticoagulant = Aucun']);
  });
});

describe('completeness', () => {
  it('counts what is filled and names what is recommended and missing', () => {
    const [question, onset] = completeness(form, {
      question: 'Thrombolyse\u202f?',
      'onset-mode': 'on-waking',
    });
    expect(question).toEqual({
      section: 'question',
      filled: 1,
      fillable: 3,
      recommendedMissing: ['callback-number'],
    });
    expect(onset).toEqual({
      section: 'onset',
      filled: 1,
      fillable: 3,
      recommendedMissing: ['last-seen-well'],
    });
  });

  it('never counts more than there is', () => {
    fc.assert(
      fc.property(anyAnswers(form), (answers) => {
        const wrong = completeness(form, answers).filter(
          (one) => one.filled < 0 || one.filled > one.fillable,
        );
        expect(wrong).toEqual([]);
      }),
    );
  });
});
