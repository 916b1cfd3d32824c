import { Button, Container, Stack, Text, Title } from "@mantine/core";
import i18next from "i18next";
import { Component, type ReactNode } from "react";

interface State {
  readonly failed: boolean;
}

/** The last resort for a defect of a page: says so, and offers to load it again. React has it as a class only. */
export class ErrorBoundary extends Component<{ readonly children: ReactNode }, State> {
  override state: State = { failed: false };

  static getDerivedStateFromError(): State {
    return { failed: true };
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children;
    return (
      <Container size="xs" py="xl" component="main">
        <Stack role="alert">
          <Title order={1} size="h2">
            {i18next.t("problems.unexpectedTitle")}
          </Title>
          <Text>{i18next.t("problems.unexpectedText")}</Text>
          <Button onClick={() => location.reload()}>{i18next.t("problems.reload")}</Button>
        </Stack>
      </Container>
    );
  }
}
