import { RouterProvider } from '@tanstack/react-router';
import { useState } from 'react';

import { ServicesContext, type Services } from '../stores/services.ts';
import { createAppRouter } from './router.tsx';

/** The whole interface over its services. */
export function App({ services }: { readonly services: Services }) {
  const [router] = useState(createAppRouter);
  return (
    <ServicesContext value={services}>
      <RouterProvider router={router} />
    </ServicesContext>
  );
}
