import { Page } from '../../app/Page.tsx';
import { PacsSearch } from './PacsSearch.tsx';
import { RetrievalList } from './RetrievalList.tsx';

/** Searching the PACS of one's structure, and what was asked of it. */
export function PacsPage() {
  return (
    <Page title="Rechercher dans mon PACS">
      <PacsSearch />
      <RetrievalList />
    </Page>
  );
}
