import { Page } from '../../app/Page.tsx';
import { useSession } from '../../app/session.tsx';
import { PacsSearch } from './PacsSearch.tsx';
import { RetrievalList } from './RetrievalList.tsx';

/** Searching the PACS of one's structure, and what was asked of it. */
export function PacsPage() {
  const { context } = useSession();
  return (
    <Page
      title="Rechercher dans mon PACS"
      titleAside={<span className="quiet">{context.structureName}</span>}
    >
      <PacsSearch />
      <RetrievalList />
    </Page>
  );
}
