import { Badge, Button, Group, NativeSelect, Stack, Table, Text, TextInput } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import type { AuditEntry } from "../../../../src/contract/index.ts";
import { type AuditFilter, auditFileAddress, auditKey, readAudit } from "../../../api/admin.ts";
import { ProblemAlert } from "../../../components/problem-alert.tsx";
import { ScrollTable } from "../../../components/scroll-table.tsx";
import { useActs } from "../../../components/use-acts.ts";
import { Waiting } from "../../../components/waiting.tsx";
import { toMoment } from "../local-time.ts";

const COLORS: Readonly<Record<AuditEntry["outcome"], string>> = {
  done: "teal.9",
  refused: "orange.9",
  failed: "red.9",
  unknown: "gray.7",
};
const EMPTY = { scope: "site", user: "", action: "", object: "", from: "", until: "" } as const;
type Typed = { readonly [K in keyof typeof EMPTY]: string };

/** Who did what, of the whole site or of one's own account; narrowed, page by page, and as a file. */
export function AuditSection() {
  const { t } = useTranslation();
  const [typed, setTyped] = useState<Typed>(EMPTY);
  const [filter, setFilter] = useState<AuditFilter>({ scope: "site" });
  const entries = useInfiniteQuery({
    queryKey: auditKey(filter),
    queryFn: ({ pageParam }) => readAudit(filter, pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? null,
  });
  const set = (change: Partial<Typed>) => setTyped((now) => ({ ...now, ...change }));
  const search = (event: FormEvent) => {
    event.preventDefault();
    setFilter(filterOf(typed));
  };
  const all = entries.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <Stack>
      <form onSubmit={search} noValidate>
        <Group align="flex-end">
          <NativeSelect
            label={t("admin.audit.scope")}
            value={typed.scope}
            onChange={(event) => set({ scope: event.currentTarget.value })}
            data={(["site", "account"] as const).map((value) => ({ value, label: t(`admin.audit.scopes.${value}`) }))}
          />
          {(["user", "action", "object"] as const).map((name) => (
            <TextInput
              key={name}
              label={t(`admin.audit.filters.${name}`)}
              value={typed[name]}
              onChange={(event) => set({ [name]: event.currentTarget.value })}
            />
          ))}
          {(["from", "until"] as const).map((name) => (
            <TextInput
              key={name}
              type="datetime-local"
              label={t(`admin.audit.filters.${name}`)}
              value={typed[name]}
              onChange={(event) => set({ [name]: event.currentTarget.value })}
            />
          ))}
          <Button type="submit" variant="default" loading={entries.isFetching && !entries.isFetchingNextPage}>
            {t("admin.audit.search")}
          </Button>
        </Group>
      </form>
      <Group>
        <Button component="a" href={auditFileAddress(filter, "csv")} download variant="default" size="xs">
          {t("admin.audit.csv")}
        </Button>
        <Button component="a" href={auditFileAddress(filter, "ndjson")} download variant="default" size="xs">
          {t("admin.audit.ndjson")}
        </Button>
      </Group>
      <ProblemAlert error={entries.error} />
      {entries.isPending && <Waiting />}
      {entries.isSuccess && all.length === 0 && <Text role="status">{t("admin.audit.none")}</Text>}
      {all.length > 0 && <AuditTable entries={all} />}
      {entries.hasNextPage && (
        <Button
          variant="default"
          loading={entries.isFetchingNextPage}
          onClick={() => void entries.fetchNextPage()}
          w="fit-content"
        >
          {t("admin.audit.older")}
        </Button>
      )}
    </Stack>
  );
}

function filterOf({ scope, user, action, object, from, until }: Typed): AuditFilter {
  const words = Object.entries({ user, action, object })
    .map(([name, text]) => [name, text.trim()] as const)
    .filter(([, text]) => text !== "");
  const times = Object.entries({ from: toMoment(from), until: toMoment(until) }).filter(([, time]) => time !== null);
  return { scope: scope === "account" ? "account" : "site", ...Object.fromEntries([...words, ...times]) };
}

function AuditTable({ entries }: { readonly entries: readonly AuditEntry[] }) {
  const { t, i18n } = useTranslation();
  const act = useActs();
  return (
    <ScrollTable label={t("admin.sections.audit")} minWidth={860}>
      <Table.Thead>
        <Table.Tr>
          {(["when", "who", "what", "object", "outcome", "from"] as const).map((head) => (
            <Table.Th key={head}>{t(`admin.audit.heads.${head}`)}</Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {entries.map((entry) => (
          <Table.Tr key={entry.sequence}>
            <Table.Td>{new Date(entry.at).toLocaleString(i18n.language)}</Table.Td>
            <Table.Th scope="row">
              {entry.userName}
              <Text size="xs" c="dimmed">
                {t(`admin.audit.via.${entry.via}`)}
              </Text>
            </Table.Th>
            <Table.Td>
              {act(entry.action)}
              <Text size="xs" c="dimmed">
                {entry.action}
              </Text>
            </Table.Td>
            <Table.Td>
              {entry.objectKind !== null && (
                <>
                  {entry.objectName ?? entry.objectId}
                  <Text size="xs" c="dimmed">
                    {entry.objectKind}
                  </Text>
                </>
              )}
            </Table.Td>
            <Table.Td>
              <Badge color={COLORS[entry.outcome]} variant="filled" tt="none">
                {t(`admin.audit.outcomes.${entry.outcome}`)}
              </Badge>
            </Table.Td>
            <Table.Td>{entry.remoteAddress ?? "–"}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </ScrollTable>
  );
}
