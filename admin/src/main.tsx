import './theme/fonts.css';
import './theme/mantine-styles';
import './theme/panel.css';
import { MantineProvider } from '@mantine/core';
import { setNonce } from 'get-nonce';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app';
import { takeLinkSecret } from './api/link-secret';
import { later } from './parts/later';
import { guardHistory } from './parts/leaving';
import { cssVariablesResolver, theme } from './theme/theme';

takeLinkSecret();
const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? '';
// For the style that react-remove-scroll adds below an open dialog.
setNonce(nonce);
guardHistory();
const Notifications = later(() => import('@mantine/notifications').then((module) => module.Notifications));

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
        <App />
        <Notifications position="bottom-right" limit={3} autoClose={8000} />
      </MantineProvider>
    </StrictMode>,
  );
}
