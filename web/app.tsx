import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { lazy, Suspense, useEffect, useState } from "react";
import { ProblemError } from "./api/problem-error.ts";
import { pageNonce } from "./components/page-nonce.ts";
import { ErrorBoundary } from "./modules/problems/error-boundary.tsx";
import { Routes } from "./routes.tsx";
import { theme } from "./theme.ts";

const Notifications = lazy(async () => ({ default: (await import("@mantine/notifications")).Notifications }));

export function App() {
  const [client] = useState(makeClient);
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto" getStyleNonce={() => pageNonce}>
      <QueryClientProvider client={client}>
        <ErrorBoundary>
          <Routes />
        </ErrorBoundary>
        <Notices />
      </QueryClientProvider>
    </MantineProvider>
  );
}

/** What passing notices are shown by; they only follow what a person did, and are not loaded before. */
function Notices() {
  const [wanted, setWanted] = useState(false);
  useEffect(() => {
    const want = () => setWanted(true);
    const acts = ["pointerdown", "keydown"] as const;
    for (const act of acts) addEventListener(act, want, { once: true });
    return () => {
      for (const act of acts) removeEventListener(act, want);
    };
  }, []);
  return <Suspense>{wanted && <Notifications />}</Suspense>;
}

function makeClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 5_000,
        // A refusal stays one; silence may end.
        retry: (failures, error) => !(error instanceof ProblemError && error.problem.status < 500) && failures < 3,
      },
      mutations: { retry: false },
    },
  });
}
