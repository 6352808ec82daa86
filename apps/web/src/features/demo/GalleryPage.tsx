import {
  BadgeCheck,
  Bell,
  CircleAlert,
  Clock,
  Ellipsis,
  FileText,
  Inbox,
  Pencil,
  Trash2,
} from 'lucide-react';
import { type ReactNode, useState } from 'react';

import { Page } from '../../app/Page.tsx';
import { Banner } from '../../ui/Banner.tsx';
import { Button, IconButton } from '../../ui/Button.tsx';
import { DataList, DataRow } from '../../ui/DataList.tsx';
import { ConfirmDialog } from '../../ui/Dialog.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { IdentityBand } from '../../ui/IdentityBand.tsx';
import { KeyHint } from '../../ui/KeyHint.tsx';
import { Link } from '../../ui/Link.tsx';
import { Menu, MenuItem, MenuSeparator } from '../../ui/Menu.tsx';
import { Progress, SkeletonRows } from '../../ui/Progress.tsx';
import { DefinitionList, Disclosure, Section, Timeline } from '../../ui/Section.tsx';
import { FilterChips, SegmentedControl } from '../../ui/SegmentedControl.tsx';
import { Count, Status } from '../../ui/Status.tsx';
import { Tabs } from '../../ui/Tabs.tsx';
import { notify } from '../../ui/Toast.tsx';
import { FieldGallery } from './FieldGallery.tsx';
import './demo.css';

const before = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();

function Line({ children }: { children: ReactNode }) {
  return <div className="gallery-line">{children}</div>;
}

/** Every part of the design system on one page, to be looked at in both themes and at every width. */
export function GalleryPage() {
  return (
    <Page title="Composants">
      <Buttons />
      <FieldGallery />
      <States />
      <Lists />
      <Structure />
    </Page>
  );
}

function Buttons() {
  const [isOpen, setOpen] = useState(false);
  return (
    <Section title="Actes">
      <Line>
        <Button variant="primary">Envoyer</Button>
        <Button>Enregistrer</Button>
        <Button variant="quiet">Annuler</Button>
        <Button variant="danger">Refuser</Button>
        <Button variant="primary" isPending>
          Envoyer
        </Button>
        <Button isDisabled>Indisponible</Button>
      </Line>
      <Line>
        <Button variant="primary" size="large">
          Je prends
        </Button>
        <Button size="large">Relâcher</Button>
        <Button size="small">Petit</Button>
        <IconButton label="Modifier" shortcut="e" icon={<Pencil aria-hidden />} />
        <Menu
          label="Autres actes"
          trigger={<IconButton label="Autres actes" icon={<Ellipsis aria-hidden />} />}
        >
          <MenuItem icon={<FileText aria-hidden />} shortcut="o">
            Ouvrir
          </MenuItem>
          <MenuItem isDisabled detail="Déjà pris par MARTIN Paul">
            Prendre
          </MenuItem>
          <MenuSeparator />
          <MenuItem icon={<Trash2 aria-hidden />} isDanger>
            Supprimer le brouillon
          </MenuItem>
        </Menu>
        <Button onPress={() => setOpen(true)}>Ouvrir un dialogue</Button>
        <Button
          onPress={() =>
            notify({
              tone: 'success',
              title: 'Demande envoyée',
              detail: 'UNV, CHU de Valmont',
              link: { href: '/', text: 'Voir' },
            })
          }
        >
          Montrer un message
        </Button>
        <Link href="/examens">Un lien</Link>
        <span>
          <KeyHint keys="g e" />
        </span>
      </Line>
      <ConfirmDialog
        title="Refuser la demande"
        verb="Refuser"
        variant="danger"
        isOpen={isOpen}
        onClose={() => setOpen(false)}
        onConfirm={async () => setOpen(false)}
      >
        Le requérant verra ce motif.
      </ConfirmDialog>
    </Section>
  );
}

function States() {
  return (
    <Section title="États">
      <Line>
        <Status tone="urgent" icon={CircleAlert} look="badge">
          Urgent
        </Status>
        <Status tone="warning" icon={Clock} look="badge">
          En attente
        </Status>
        <Status tone="success" icon={BadgeCheck} look="badge">
          Répondu
        </Status>
        <Status tone="info" icon={Bell} look="badge">
          Information
        </Status>
        <Status tone="neutral" icon={FileText}>
          Brouillon
        </Status>
        <Count value={12} noun="non lus" tone="accent" />
      </Line>
      <Banner
        tone="urgent"
        title="Le scanner du CH de Millau n’a pas pu être joint"
        acts={<Button size="small">Réessayer</Button>}
      >
        Association refusée.
      </Banner>
      <Banner tone="warning">Les traits du dossier diffèrent de ceux des images.</Banner>
      <Banner tone="info">Une version plus récente existe.</Banner>
      <Banner tone="success">Compte-rendu classé dans le DPI à 14:07.</Banner>
      <Progress label="Réception des images" value={0.33} valueText="212 / 641 images" />
      <Progress label="Recherche" value={null} />
      <SkeletonRows count={2} />
      <EmptyState
        icon={Inbox}
        title="Rien à traiter"
        acts={<Button variant="primary">Nouvelle demande</Button>}
      >
        Les demandes adressées à votre communauté apparaîtront ici.
      </EmptyState>
    </Section>
  );
}

function Lists() {
  const [view, setView] = useState<'jour' | 'semaine'>('jour');
  const [status, setStatus] = useState<'tous' | 'urgents'>('tous');
  return (
    <Section title="Listes">
      <Line>
        <SegmentedControl
          label="Période"
          choices={[
            { value: 'jour', label: 'Jour' },
            { value: 'semaine', label: 'Semaine' },
          ]}
          value={view}
          onChange={setView}
        />
        <FilterChips
          label="Statut"
          choices={[
            { value: 'tous', label: 'Tous', count: 14 },
            { value: 'urgents', label: 'Urgents', count: 2 },
          ]}
          value={status}
          onChange={setStatus}
        />
      </Line>
      <DataList label="À prendre" isHeadShown count={2}>
        <DataRow
          tone="urgent"
          isPressable
          title={
            <>
              <Link href="/" isPlain>
                LEFÈVRE-DE LA ROCHEFOUCAULD Élodie Marie Antoinette
              </Link>
              <span className="quiet">F · 58 ans</span>
            </>
          }
          detail={
            <span>
              Hémiplégie gauche brutale ce matin, dernière fois vue bien à 13:10, question de thrombectomie
            </span>
          }
          aside={
            <Status tone="accent" icon={Clock}>
              il y a 4 min
            </Status>
          }
          acts={
            <Button variant="primary" size="large">
              Je prends
            </Button>
          }
        />
        <DataRow title="MOREAU Jean" detail={<span>Avis programmé</span>} acts={<Button>Ouvrir</Button>} />
      </DataList>
    </Section>
  );
}

function Structure() {
  const [tab, setTab] = useState<'demande' | 'fil'>('demande');
  return (
    <Section title="Structure">
      <IdentityBand
        displayName="LEFÈVRE Élodie"
        sex="F"
        birthDate="1968-03-01"
        ipp="8001234567"
        identityTrust="dicom"
        alerts={['Allergie\u00a0: produit de contraste iodé']}
      />
      <Tabs
        label="Télédossier"
        value={tab}
        onChange={setTab}
        tabs={[
          {
            value: 'demande',
            label: 'Demande',
            content: (
              <DefinitionList
                items={[
                  { term: 'Dernière fois vu bien', value: '20/11/2026 13:10' },
                  { term: 'NIHSS', value: '14' },
                  { term: 'Anticoagulant', value: '' },
                ]}
              />
            ),
          },
          {
            value: 'fil',
            label: 'Fil',
            mark: <Count value={1} noun="nouveau message" tone="accent" />,
            content: (
              <Timeline
                label="Fil du dossier"
                entries={[
                  { id: '1', at: before(14), content: 'Demande envoyée à UNV, CHU de Valmont' },
                  {
                    id: '2',
                    at: before(2),
                    content: 'Dr MARTIN Paul a pris en charge la demande',
                    isNew: true,
                  },
                ]}
              />
            ),
          },
        ]}
      />
      <Disclosure title="Antécédents" summary="3 réponses sur 9">
        <p>Contenu replié.</p>
      </Disclosure>
    </Section>
  );
}
