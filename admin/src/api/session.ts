import { createContext, use } from 'react';

/** Starts over with an empty cache. */
export const SessionContext = createContext<() => void>(() => undefined);

/** To be called when somebody has logged in or out: drops what was loaded for whoever was there before. */
export const useRenewSession = (): (() => void) => use(SessionContext);
