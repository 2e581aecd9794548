import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';

import { GuidePage } from './guide-page.tsx';

const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <GuidePage />
    </StrictMode>,
  );
}
