import { Alert, Anchor, Badge, Card, Group, List, Loader, Stack, Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { DeploymentPlan, SitePlan } from "../../../src/contract/index.ts";
import { ProblemAlert } from "../../components/problem-alert.tsx";
import { useVerdict } from "../placement/use-verdict.ts";
import type { ShownIssue } from "./issues.ts";
import type { Check } from "./use-check.ts";
import { useWords } from "./use-words.ts";

export interface FitPanelProps {
  readonly check: Check;
  readonly issues: readonly ShownIssue[];
  /** Opens the question and goes to the field that is pointed at. */
  readonly onGoTo: (pointer: string) => void;
}

/** Whether the answers fit on the clouds, what is wrong, and what each cloud would make of them. */
export function FitPanel({ check, issues, onGoTo }: FitPanelProps) {
  const { t } = useTranslation();
  const { placeOf } = useWords();
  const plan = check.report?.deploymentPlan ?? null;
  return (
    <Card withBorder component="section" aria-labelledby="fit-title">
      <Stack gap="sm">
        <Group justify="space-between">
          <Title order={2} size="h5" id="fit-title">
            {t("wizard.check.title")}
          </Title>
          {!check.current && check.error === null && <Loader size="xs" aria-hidden />}
        </Group>
        <Verdict check={check} issues={issues} />
        <ProblemAlert error={check.error} />
        {issues.length > 0 && (
          <List size="sm" spacing={6} id="faults" tabIndex={-1}>
            {issues.map(({ pointer, text }) => (
              <List.Item key={`${pointer} ${text}`}>
                {pointer !== "" && (
                  <>
                    <Anchor component="button" type="button" size="sm" onClick={() => onGoTo(pointer)}>
                      {placeOf(pointer) || t("wizard.check.goTo")}
                    </Anchor>
                    {": "}
                  </>
                )}
                {text}
              </List.Item>
            ))}
          </List>
        )}
        {issues.length === 0 && plan !== null && <Sites plan={plan} />}
      </Stack>
    </Card>
  );
}

function Verdict({ check, issues }: Pick<FitPanelProps, "check" | "issues">) {
  const { t } = useTranslation();
  const plan = check.report?.deploymentPlan ?? null;
  const words =
    issues.length > 0
      ? `${t("wizard.check.fitsNot")}: ${t("wizard.faults", { count: issues.length })}`
      : !check.current
        ? t("wizard.check.checking")
        : check.report?.unchanged === true
          ? t("wizard.check.unchanged")
          : plan !== null && plan.sites.length > 1
            ? t("wizard.check.fitsBoth")
            : t("wizard.check.fitsOne", { cloud: plan?.sites[0]?.cloudName ?? "" });
  return (
    <Text role="status" fw={600} size="sm">
      {check.error === null ? words : ""}
    </Text>
  );
}

function Sites({ plan }: { readonly plan: DeploymentPlan }) {
  return (
    <Stack gap="sm">
      {plan.sites.map((site) => (
        <Site key={site.site} site={site} plan={plan} />
      ))}
      <PassedOver plan={plan} />
      {plan.warnings.map((warning) => (
        <Alert key={warning} color="orange" variant="outline">
          {warning}
        </Alert>
      ))}
    </Stack>
  );
}

/** The clouds that were not taken, each with its reason. */
function PassedOver({ plan }: { readonly plan: DeploymentPlan }) {
  const { t } = useTranslation();
  const verdict = useVerdict();
  const others = (plan.clouds ?? []).filter(({ role }) => role === null);
  if (others.length === 0) return null;
  return (
    <details>
      <Text component="summary" size="sm">
        {t("wizard.check.passedOver", { count: others.length })}
      </Text>
      <List size="sm">
        {others.map((cloud) => (
          <List.Item key={cloud.cloudId}>{verdict(cloud)}</List.Item>
        ))}
      </List>
    </details>
  );
}

function Site({ site, plan }: { readonly site: SitePlan; readonly plan: DeploymentPlan }) {
  const { t } = useTranslation();
  const size = useSizeOf(site);
  const verdict = useVerdict();
  const placed = plan.clouds?.find(({ cloudId }) => cloudId === site.cloudId);
  const reasons = plan.explanations.filter((explanation) => explanation.site === site.site);
  const disks = [
    t("wizard.check.systemDisk", { size: site.rootDiskGib }),
    ...site.volumes.map(({ name, sizeGib }) => t("wizard.check.volume", { name, size: sizeGib })),
  ];
  return (
    <Stack gap={4}>
      <Group gap="xs">
        <Title order={3} size="h6">
          {site.cloudName}
        </Title>
        <Badge variant="default" tt="none">
          {t(site.role === "primary" ? "wizard.check.serves" : "wizard.check.standsBy")}
        </Badge>
        <Badge variant="default" tt="none">
          {t(`wizard.check.machine.${site.machine}`)}
        </Badge>
      </Group>
      <Fact label={t("wizard.check.size")} value={size} />
      <Fact
        label={t("wizard.check.system")}
        value={site.cloud === "openstack" ? site.image.name : site.template.name}
      />
      <Fact label={t("wizard.check.disks")} value={disks.join(", ")} />
      {reasons.length > 0 && (
        <details>
          <Text component="summary" size="sm">
            {t("wizard.check.why")}
          </Text>
          <List size="sm">
            {reasons.map(({ subject, text }) => (
              <List.Item key={`${subject} ${text}`}>
                {subject === "cloud" && placed !== undefined ? verdict(placed) : text}
              </List.Item>
            ))}
          </List>
        </details>
      )}
    </Stack>
  );
}

/** The size's name; of one that takes the exact need, also what it was made to. */
function useSizeOf(site: SitePlan): string {
  const { t } = useTranslation();
  if (site.cloud === "openstack") return site.flavor.name;
  const { name, custom } = site.serviceOffering;
  if (custom === null) return name;
  return t("wizard.check.sizeOf", { name, vcpu: custom.vcpu, memory: custom.memoryMib / 1024 });
}

function Fact({ label, value }: { readonly label: string; readonly value: string }) {
  return (
    <Text size="sm">
      <Text span size="sm" c="dimmed">
        {label}:
      </Text>{" "}
      {value}
    </Text>
  );
}
