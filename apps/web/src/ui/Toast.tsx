import { CircleAlert, CircleCheck, Info, TriangleAlert, X } from 'lucide-react';
import {
  Text,
  UNSTABLE_Toast as AriaToast,
  UNSTABLE_ToastContent as ToastContent,
  UNSTABLE_ToastQueue as ToastQueue,
  UNSTABLE_ToastRegion as AriaToastRegion,
} from 'react-aria-components';

import type { BannerTone } from './Banner.tsx';
import { IconButton } from './Button.tsx';
import { Link } from './Link.tsx';
import './Toast.css';

export type Toast = {
  tone: BannerTone;
  title: string;
  detail?: string | undefined;
  link?: { href: string; text: string };
};

const queue = new ToastQueue<Toast>({ maxVisibleToasts: 4 });
const icons = { info: Info, success: CircleCheck, warning: TriangleAlert, urgent: CircleAlert };

/** Tells what was just done, or what just happened elsewhere. What went wrong stays until it is dismissed. */
export function notify(toast: Toast): void {
  const mustBeRead = toast.tone === 'urgent' || toast.tone === 'warning';
  queue.add(toast, mustBeRead ? {} : { timeout: 6000 });
}

/** Where toasts appear: once, in the shell. */
export function ToastRegion() {
  return (
    <AriaToastRegion queue={queue} className="ui-toasts">
      {({ toast }) => {
        const Icon = icons[toast.content.tone];
        return (
          <AriaToast toast={toast} className="ui-toast" data-tone={toast.content.tone}>
            <Icon aria-hidden />
            <ToastContent className="ui-toast-content">
              <Text slot="title" className="ui-toast-title">
                {toast.content.title}
              </Text>
              {toast.content.detail ? <Text slot="description">{toast.content.detail}</Text> : null}
              {toast.content.link ? (
                <Link href={toast.content.link.href}>{toast.content.link.text}</Link>
              ) : null}
            </ToastContent>
            <IconButton
              label="Fermer"
              icon={<X aria-hidden />}
              size="small"
              onPress={() => queue.close(toast.key)}
            />
          </AriaToast>
        );
      }}
    </AriaToastRegion>
  );
}
