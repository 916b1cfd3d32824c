import { MantineProvider } from "@mantine/core";
import { Notifications } from "@mantine/notifications";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { useState } from "react";
import { ProblemError } from "./api/problem-error.ts";
import { pageNonce } from "./components/page-nonce.ts";
import { ErrorBoundary } from "./modules/problems/error-boundary.tsx";
import { Routes } from "./routes.tsx";
import { theme } from "./theme.ts";

export function App() {
  const [client] = useState(makeClient);
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto" getStyleNonce={() => pageNonce}>
      <QueryClientProvider client={client}>
        <ErrorBoundary>
          <Routes />
        </ErrorBoundary>
        <Notifications />
      </QueryClientProvider>
    </MantineProvider>
  );
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
