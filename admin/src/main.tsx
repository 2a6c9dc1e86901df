import './theme/fonts.css';
import './theme/mantine-styles';
import './theme/panel.css';
import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { setNonce } from 'get-nonce';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app';
import { takeLinkSecret } from './api/link-secret';
import { guardHistory } from './parts/leaving';
import { cssVariablesResolver, theme } from './theme/theme';

takeLinkSecret();
const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? '';
// For the style that react-remove-scroll adds below an open dialog.
setNonce(nonce);
guardHistory();
// A page whose part is gone belongs to an older build: the new one is a reload away.
window.addEventListener('vite:preloadError', () => location.reload());

const root = document.getElementById('panel');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <MantineProvider
        theme={theme}
        cssVariablesResolver={cssVariablesResolver}
        defaultColorScheme="auto"
        getStyleNonce={() => nonce}
      >
        <Notifications position="bottom-right" limit={3} autoClose={8000} />
        <App />
      </MantineProvider>
    </StrictMode>,
  );
}
