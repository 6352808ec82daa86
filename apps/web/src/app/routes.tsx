import { RouterProvider as AriaRouterProvider } from 'react-aria-components';
import { createBrowserRouter, Outlet, useNavigate } from 'react-router';

import { ToastRegion } from '../ui/Toast.tsx';
import { NotFoundPage, ScreenError } from './failures.tsx';
import { isOwnScreen } from './navigation.ts';
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
          Component: Shell,
          children: [
            {
              ErrorBoundary: ScreenError,
              children: [
                {
                  index: true,
                  lazy: async () => ({ Component: (await import('../features/home/HomePage.tsx')).HomePage }),
                },
                {
                  path: 'teledossiers',
                  lazy: async () => ({
                    Component: (await import('../features/teledossier/DossierListPage.tsx')).DossierListPage,
                  }),
                },
                {
                  path: 'teledossiers/:dossierId',
                  lazy: async () => ({
                    Component: (await import('../features/teledossier/DossierPage.tsx')).DossierPage,
                  }),
                },
                {
                  path: 'teledossiers/:dossierId/demande',
                  lazy: async () => ({
                    Component: (await import('../features/teledossier/RequestPage.tsx')).RequestPage,
                  }),
                },
                {
                  path: 'examens',
                  lazy: async () => ({
                    Component: (await import('../features/exams/ExamsPage.tsx')).ExamsPage,
                  }),
                },
                {
                  path: 'demo',
                  lazy: async () => ({ Component: (await import('../features/demo/DemoPage.tsx')).DemoPage }),
                },
                {
                  path: 'demo/composants',
                  lazy: async () => ({
                    Component: (await import('../features/demo/GalleryPage.tsx')).GalleryPage,
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
