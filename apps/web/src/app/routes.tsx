import { RouterProvider as AriaRouterProvider } from 'react-aria-components';
import { createBrowserRouter, Outlet, useNavigate } from 'react-router';

import { ToastRegion } from '../ui/Toast.tsx';
import { NotFoundPage, ScreenError } from './failures.tsx';
import { isOwnScreen } from './navigation.ts';
import { OpenShell } from './OpenShell.tsx';
import { screens } from './screens.ts';
import { Opening, Shell } from './Shell.tsx';

/** Makes the design system's links go through the router, save those that leave it. */
function Links() {
  const navigate = useNavigate();
  const go = (path: string) => {
    if (isOwnScreen(path)) void navigate(path);
    else window.location.assign(path);
  };
  return (
    <AriaRouterProvider navigate={go}>
      <Outlet />
      <ToastRegion />
    </AriaRouterProvider>
  );
}

/** Every address of the application; each screen is loaded when it is first asked for. */
export function createAppRouter() {
  return createBrowserRouter([
    {
      Component: Links,
      HydrateFallback: Opening,
      ErrorBoundary: ScreenError,
      children: [
        {
          path: '/connexion',
          lazy: async () => ({ Component: (await import('../features/signin/SignInPage.tsx')).SignInPage }),
        },
        {
          path: '/connexion/contexte',
          lazy: async () => ({ Component: (await import('../features/signin/ContextPage.tsx')).ContextPage }),
        },
        {
          path: '/demo',
          Component: OpenShell,
          children: [
            {
              ErrorBoundary: ScreenError,
              children: [
                {
                  index: true,
                  lazy: async () => ({ Component: (await import('../features/demo/DemoPage.tsx')).DemoPage }),
                },
                {
                  path: 'composants',
                  lazy: async () => ({
                    Component: (await import('../features/demo/GalleryPage.tsx')).GalleryPage,
                  }),
                },
              ],
            },
          ],
        },
        {
          path: '/mio',
          Component: OpenShell,
          children: [
            {
              ErrorBoundary: ScreenError,
              children: [
                {
                  index: true,
                  lazy: async () => ({ Component: (await import('../features/mio/MioPage.tsx')).MioPage }),
                },
              ],
            },
          ],
        },
        {
          Component: Shell,
          children: [
            {
              ErrorBoundary: ScreenError,
              children: [
                {
                  index: true,
                  lazy: screens.home,
                },
                {
                  path: 'teledossiers',
                  lazy: screens.dossiers,
                },
                {
                  path: 'teledossiers/:dossierId',
                  lazy: screens.dossier,
                },
                {
                  path: 'teledossiers/:dossierId/demande',
                  lazy: screens.request,
                },
                {
                  path: 'examens',
                  lazy: screens.exams,
                },
                {
                  path: 'examens/import',
                  lazy: async () => ({
                    Component: (await import('../features/imports/ImportPage.tsx')).ImportPage,
                  }),
                },
                {
                  path: 'examens/envois',
                  lazy: async () => ({
                    Component: (await import('../features/transfers/DeliveriesPage.tsx')).DeliveriesPage,
                  }),
                },
                {
                  path: 'pacs',
                  lazy: async () => ({
                    Component: (await import('../features/pacs/PacsPage.tsx')).PacsPage,
                  }),
                },
                {
                  path: 'administration/pacs',
                  lazy: async () => ({
                    Component: (await import('../features/pacs/PeersPage.tsx')).PeersPage,
                  }),
                },
                {
                  path: 'administration/routes',
                  lazy: async () => ({
                    Component: (await import('../features/transfers/RoutesPage.tsx')).RoutesPage,
                  }),
                },
                {
                  path: 'administration/conservation',
                  lazy: async () => ({
                    Component: (await import('../features/retention/RetentionPage.tsx')).RetentionPage,
                  }),
                },
                {
                  path: 'marches/controle',
                  lazy: async () => ({
                    Component: (await import('../features/marches/ControlPage.tsx')).ControlPage,
                  }),
                },
                {
                  path: 'marches/verification',
                  lazy: async () => ({
                    Component: (await import('../features/marches/VerifyPage.tsx')).VerifyPage,
                  }),
                },
                {
                  path: 'marches/echanges',
                  lazy: async () => ({
                    Component: (await import('../features/exchanges/ExchangesPage.tsx')).ExchangesPage,
                  }),
                },
                {
                  path: 'marches/echanges/:exchangeId',
                  lazy: async () => ({
                    Component: (await import('../features/exchanges/ExchangePage.tsx')).ExchangePage,
                  }),
                },
                {
                  path: 'marches/autorite',
                  lazy: async () => ({
                    Component: (await import('../features/authority/AuthorityPage.tsx')).AuthorityPage,
                  }),
                },
                { path: '*', Component: NotFoundPage },
              ],
            },
          ],
        },
      ],
    },
  ]);
}
