import { Checkbox } from '../../ui/Checkbox.tsx';
import { NumberField } from '../../ui/NumberField.tsx';
import { RadioGroup } from '../../ui/RadioGroup.tsx';
import type { RouteDraft } from './route-draft.ts';

type Props = { draft: RouteDraft; set: (change: Partial<RouteDraft>) => void };

/** How what follows a route leaves, and whether it does. */
export function SendingFields({ draft, set }: Props) {
  return (
    <>
      <h3>Envoi</h3>
      <RadioGroup
        label="Identifiants"
        choices={[
          {
            value: 'none',
            label: 'Ne rien changer',
            detail: 'les images partent telles qu’elles sont venues',
          },
          {
            value: 'known',
            label: 'Écrire l’IPP connu à destination',
            detail: 'celui d’un envoi fait à la main, pour le même patient\u00a0; sinon ne rien changer',
          },
        ]}
        value={draft.coercion}
        onChange={(coercion) => set({ coercion })}
      />
      <NumberField
        label="Débit maximal"
        isOptional
        width="s"
        unit="Mo/s"
        minValue={0.01}
        maxValue={10_000}
        value={draft.megabytesPerSecond}
        onChange={(megabytesPerSecond) => set({ megabytesPerSecond })}
      />
      <Checkbox isSelected={draft.isActive} onChange={(isActive) => set({ isActive })}>
        Route active
      </Checkbox>
    </>
  );
}
