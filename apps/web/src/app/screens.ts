/** The screens of every day, each in a file of its own that is loaded when it is first shown, or ahead by `warmScreens`. */
export const screens = {
  home: async () => ({ Component: (await import('../features/home/HomePage.tsx')).HomePage }),
  dossiers: async () => ({
    Component: (await import('../features/teledossier/DossierListPage.tsx')).DossierListPage,
  }),
  dossier: async () => ({ Component: (await import('../features/teledossier/DossierPage.tsx')).DossierPage }),
  request: async () => ({ Component: (await import('../features/teledossier/RequestPage.tsx')).RequestPage }),
  exams: async () => ({ Component: (await import('../features/exams/ExamsPage.tsx')).ExamsPage }),
};

const idleAfterMs = 2000;

/** Fetches the other screens and the viewer once the first one is drawn: opening a request then waits for its data only. */
export function warmScreens(): () => void {
  const timer = setTimeout(() => {
    const ahead = [...Object.values(screens), () => import('../viewer/mount-viewer.ts')];
    // A failure here is none: the screen is asked for again when it is opened.
    void Promise.allSettled(ahead.map((load) => load()));
  }, idleAfterMs);
  return () => clearTimeout(timer);
}
